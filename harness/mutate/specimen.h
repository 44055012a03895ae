/*
 * bb_specimen: an input that is lifted once and edited many times.
 *
 * It consists of parts: the elements of the root's list, or the whole tree where the root is no
 * mere list (bb_grammar_is_list). The parts that were lifted are never changed: an edit gets a copy
 * of the part to work on. So going back to the input as it was means linking its parts up again;
 * and rendering copies what has not changed from the output before.
 *
 *     bb_specimen_lift(s, grammar, bytes);
 *     bb_specimen_refresh(s);
 *     picked = bb_specimen_pick(s, rng, fits, user);   some node
 *     bb_specimen_own(s, picked, &site);               now it may be changed
 *     bb_specimen_render(s, max_size);                 s->bytes are the new ones
 *     bb_specimen_restore(s);                          s->bytes are those lifted
 */
#ifndef BB_MUTATE_SPECIMEN_H
#define BB_MUTATE_SPECIMEN_H

#include "grammar/parts.h"
#include "grammar/sites.h"

struct bb_part {
    struct bb_node *node;
    const uint8_t *bytes; /* what it renders to, unless dirty: of the last output, or a donor's */
    uint32_t len;
    uint32_t first_site; /* its sites; others with this part as their top are outdated */
    uint32_t n_sites;
    uint32_t before; /* the context in which it was rendered, of `contexts` */
    uint32_t after;
    bool dirty; /* changed since it was rendered */
    bool stale; /* its sites are outdated */
};

struct bb_specimen {
    struct bb_bytes bytes; /* what the tree renders to; borrowed from input or outputs */
    struct bb_tree tree;
    struct bb_sites sites; /* first those lifted, then those of edits; some outdated */

    bool is_list;
    bool usable; /* lifted, and not spoilt since by a rendering that failed */
    bool edited; /* since lifted or restored */

    /* All owned. The first ones are those lifted, in their order. */
    struct bb_part *parts;
    struct bb_part *lifted; /* their state as lifted */
    struct bb_context *contexts;
    size_t n_parts, part_capacity, n_lifted, lifted_capacity;
    size_t n_contexts, context_capacity, n_lifted_contexts;

    struct bb_buf input;
    struct bb_buf outputs[2]; /* in turn */
    unsigned output;          /* the one for the next rendering */

    uint32_t now; /* the context, while lifting */
    size_t n_lifted_sites;
    size_t lifted_bytes; /* of the arena */
    uint32_t n_lifted_nodes;
    struct bb_node *lifted_root; /* NULL until lifted */
    struct bb_arena_mark mark;
};

#define BB_SPECIMEN_INIT(max_tree_bytes)                        \
    ((struct bb_specimen){.tree = BB_TREE_INIT(max_tree_bytes), \
                          .input = BB_BUF_INIT(UINT32_MAX),     \
                          .outputs = {BB_BUF_INIT(UINT32_MAX), BB_BUF_INIT(UINT32_MAX)}})

void bb_specimen_free(struct bb_specimen *s);

/* Replaces the specimen by that of the bytes, which are copied. False, and not usable, when memory
 * or the tree's cap does not do. */
bool bb_specimen_lift(struct bb_specimen *s, const struct bb_grammar *grammar,
                      struct bb_bytes bytes);

/* Takes back all edits since it was lifted. */
void bb_specimen_restore(struct bb_specimen *s);

/* True once the edits take many times the memory of what was lifted. */
bool bb_specimen_is_worn(const struct bb_specimen *s);

/* Lists the sites of what was changed. Once before each edit; the sites are right until the tree is
 * changed. False: no memory. */
bool bb_specimen_refresh(struct bb_specimen *s);

/* A random site for which fits is true, each as likely; NULL if there is none. Good until the next
 * pick, own or place. */
const struct bb_site *bb_specimen_pick(struct bb_specimen *s, struct bb_rng *rng,
                                       bool (*fits)(const struct bb_site *site, const void *user),
                                       const void *user);

/* The node's site; NULL if it is not in the tree. */
const struct bb_site *bb_specimen_find(struct bb_specimen *s, const struct bb_node *node);

/* The picked site, in a part that may be changed: the node's value, data or list of children.
 * False: no memory. */
bool bb_specimen_own(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site);

/* The same for the list that the site's node stands in: it may be unlinked, replaced, be given
 * siblings, but is not to be changed itself. Not for the root. */
bool bb_specimen_place(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site);

/* To be told of a node that was linked in below `parent`. If it is an exact copy, `like` is what of
 * and `from` that one's specimen, which stays as it is until this one is rendered; else both are
 * NULL. False: no memory. */
bool bb_specimen_adopt(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node,
                       const struct bb_specimen *from, const struct bb_node *like);

/* To be told of a node that was unlinked from below `parent`. */
void bb_specimen_drop(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node);

/* The index of a context that parts refer to; UINT32_MAX: no memory. For specimen*.c. */
uint32_t bb_specimen_context(struct bb_specimen *s, const struct bb_context *context);

/* Renders what changed and copies what did not. False when that takes more than max_size bytes or
 * memory; then the specimen is not usable until it is restored. */
bool bb_specimen_render(struct bb_specimen *s, size_t max_size);

#endif
