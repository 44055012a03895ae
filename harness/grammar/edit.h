/*
 * Building blocks for those who edit trees: the generator, the mutator, the minimizer.
 *
 * Nodes and data come from the tree's arena. Children of a message stay in slot order.
 */
#ifndef BB_GRAMMAR_EDIT_H
#define BB_GRAMMAR_EDIT_H

#include "grammar/frame.h"

/* A fresh node for the field: zero, empty. NULL when the arena's cap is reached (as for all here).
 */
struct bb_node *bb_node_new(struct bb_tree *tree, const struct bb_field *field);

/* A random subtree for the field, about `budget` nodes large. */
struct bb_node *bb_generate_node(struct bb_tree *tree, const struct bb_field *field,
                                 struct bb_rng *rng, unsigned budget);

/* A copy, with all below it and its data, into the tree's arena; `next` is NULL. The node may be
 * of another tree, but of the same grammar. */
struct bb_node *bb_node_copy(struct bb_tree *tree, const struct bb_node *node);

/* The same, but data is shared, not copied: for a node of this tree itself. `n_nodes` is how many
 * there are, 0 if that is not known. `places`, if not NULL:
 * two nodes below whose copies are asked for; `to` stays as it was if `from` is not met. */
struct bb_node_pair {
    const struct bb_node *from;
    struct bb_node *to;
};

struct bb_node *bb_node_share(struct bb_tree *tree, const struct bb_node *node, uint32_t n_nodes,
                              struct bb_node_pair *places);

/* Links the node in behind all nodes of its slot and of slots before, but before a cut there. */
void bb_node_insert(struct bb_node **list, struct bb_node *node);

/* Unlinks the node from the list of children; false if it is not in it. */
bool bb_node_remove(struct bb_node **list, const struct bb_node *node);

/* A likely value for an integer field: known values, small numbers, the ends of its range. */
uint64_t bb_generate_uint(const struct bb_field *field, struct bb_rng *rng);

/* A member of a oneof by weight; the one field of any other slot. */
const struct bb_field *bb_pick_member(const struct bb_slot *slot, struct bb_rng *rng);

/* A selector whose value chooses the member of a oneof joins the children in `list`, where the
 * member alone would not tell it. False: no memory. */
bool bb_generate_selector(struct bb_tree *tree, struct bb_node **list,
                          const struct bb_message *message, const struct bb_field *member,
                          struct bb_rng *rng);

/* Restores the order among a message's elements whose place follows from a delta field;
 * bb_sort_below does so
 * in it and in all below it, bb_tree_sort in the whole tree. To be called after edits, before
 * rendering. */
void bb_sort_deltas(struct bb_node *node, const struct bb_message *message);
void bb_sort_below(struct bb_node *node, const struct bb_message *message);
void bb_tree_sort(struct bb_tree *tree);

#endif
