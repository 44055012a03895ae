/*
 * The single edits, by concern. Private to mutate/.
 *
 *   structure.c  insert, delete, duplicate, repeat, swap, move, switch, graft
 *   leaf.c       integers, byte strings, copies
 *   lie.c        lies and taking them back
 *   literal.c    other looks of literals
 *   refer.c      references to anchors
 *   recut.c      where pieces end
 *   havoc.c      plain bytes
 *
 * Each edit picks its own site and returns false, the tree as it was, when it finds none.
 */
#ifndef BB_MUTATE_EDIT_H
#define BB_MUTATE_EDIT_H

#include "grammar/number.h"
#include "mutate/donors.h"
#include "mutate/mutator.h"
#include "mutate/specimen.h"

struct bb_edit {
    struct bb_specimen *specimen;
    struct bb_tree *tree;         /* the specimen's */
    const struct bb_donor *donor; /* another input, of the same grammar, or NULL */
    bool donor_only;              /* take nothing from this input itself: crossover */
    struct bb_rng *rng;
    bb_mutate_bytes *mutate_bytes;
    void *user;
    uint8_t *scratch; /* max_size bytes */
    size_t size;      /* of the input as it was */
    size_t max_size;
};

typedef bool bb_edit_function(struct bb_edit *e);

bb_edit_function bb_edit_insert, bb_edit_delete, bb_edit_duplicate, bb_edit_repeat, bb_edit_swap,
    bb_edit_move, bb_edit_switch, bb_edit_graft, bb_edit_uint, bb_edit_bytes, bb_edit_copy,
    bb_edit_lie, bb_edit_truth;

/* Moves the place where a piece's node ends. */
bool bb_edit_recut(struct bb_edit *e, struct bb_node *node);

/* One of the lengths at which counters and buffers end, from min to max; max if there is none. */
size_t bb_common_length(struct bb_rng *rng, size_t min, size_t max);

/* Appends bytes up to such a length, all in one step: what is copied without a look at
 * its length is longer than what it is copied to, and nothing on the way there is new to an engine.
 * size < max_size. Returns the new size. */
size_t bb_lengthen(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size);

/* Spells a number's node in a way of which readers make different things. */
bool bb_edit_misspell(struct bb_edit *e, struct bb_node *node);

/* literal.c: gives a literal's node other bytes: of another case, repeated, cut short, none. */
bool bb_edit_deform(struct bb_edit *e, struct bb_node *node);

/* Picks a site that fits and makes it one that may be changed (bb_specimen_own), or whose siblings
 * may (bb_specimen_place). False: there is none. */
bool bb_edit_own(struct bb_edit *e, bb_site_test *fits, const void *user, struct bb_site *ret_site);
bool bb_edit_place(struct bb_edit *e, bb_site_test *fits, const void *user,
                   struct bb_site *ret_site);

/* Joins the front of one list of elements with the back of the donor's list of the same slot. */
bool bb_edit_splice(struct bb_edit *e);

/* Points a reference elsewhere: at an anchor, at itself or behind itself. False: there is no
 * anchor. */
bool bb_edit_reference(struct bb_edit *e, struct bb_node *node);

/* Points all references in a new subtree at anchors that stand before that one; those for which
 * there is none stay as they are. */
void bb_edit_retarget(struct bb_edit *e, struct bb_node *node, const struct bb_node *before);

#endif
