/*
 * bb_specimen: an input that is lifted once and edited many times.
 *
 * It consists of parts: the elements of the root's list, or the whole tree where the root is no
 * mere list (bb_grammar_is_list). An edit gets a copy of the part that was lifted to work on; only
 * leaves are changed where they are, and what they were is kept. So going back to the input as it
 * was means setting those back and linking its parts up again; and rendering copies what has not
 * changed from the output before.
 *
 *     bb_specimen_lift(s, grammar, bytes);
 *     bb_specimen_refresh(s);
 *     bb_specimen_pick(s, rng, fits, user, &picked);   some node
 *     bb_specimen_own(s, &picked, &site);              now it may be changed
 *     bb_specimen_render(s, max_size);                 s->bytes are the new ones
 *     bb_specimen_restore(s);                          s->bytes are those lifted
 */
#ifndef BB_MUTATE_SPECIMEN_H
#define BB_MUTATE_SPECIMEN_H

#include "grammar/parts.h"
#include "grammar/sites.h"

enum { BB_PART_NODES = 8 };

enum bb_site_kind {
    BB_SITE_NUMBER,
    BB_SITE_BYTES,
    BB_SITE_MESSAGE,
    BB_SITE_OTHER,
    BB_N_SITE_KINDS
};

#define BB_PART_LIE ((uint64_t)1 << 63)

struct bb_part {
    struct bb_node *node;
    const uint8_t *bytes; /* what it renders to, unless dirty: of the last output, or a donor's */
    uint32_t len;
    uint32_t n_nodes; /* in it; of those that changed or are new the next refresh counts */
    uint32_t n_of[BB_N_SITE_KINDS];
    uint64_t contents; /* what it may have, as bits: BB_PART_LIE, others for fields */
    uint32_t before;   /* the context in which it was rendered, of `contexts` */
    uint32_t after;
    bool dirty;  /* changed since it was rendered */
    bool stale;  /* its nodes are to be counted */
    bool shared; /* those below its own are another part's, too: not to be changed */
};

/* A leaf of what was lifted. */
struct bb_changed {
    struct bb_node *node;
    struct bb_node was;
};

struct bb_specimen {
    struct bb_bytes bytes; /* what the tree renders to; borrowed from input or outputs */
    struct bb_tree tree;

    bool is_list;
    bool usable; /* lifted, and not spoilt since by a rendering that failed */
    bool edited; /* since lifted or restored */
    bool stale;  /* some parts may be */

    /* All owned. The first ones are those lifted, in their order. */
    struct bb_part *parts;
    struct bb_part *lifted; /* their state as lifted */
    struct bb_context *contexts;
    struct bb_changed *changed; /* since then, one after the other */
    size_t n_changed, changed_capacity;
    size_t n_parts, part_capacity, n_lifted, lifted_capacity;
    size_t n_contexts, context_capacity, n_lifted_contexts;

    struct bb_buf input;
    struct bb_buf outputs[2]; /* in turn */
    unsigned output;          /* the one for the next rendering */

    uint32_t now;        /* the context, while lifting */
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

/* Makes it that of other bytes, which differ little from its own: as an edit, which is taken back
 * by restoring. False when they differ much, or for want of memory; then it may not be usable. */
bool bb_specimen_follow(struct bb_specimen *s, struct bb_bytes bytes);

/* Takes back all edits since it was lifted. */
void bb_specimen_restore(struct bb_specimen *s);

/* True once the edits take many times the memory of what was lifted. */
bool bb_specimen_is_worn(const struct bb_specimen *s);

/* Takes note of what was changed. Once before each edit. */
void bb_specimen_refresh(struct bb_specimen *s);

typedef bool bb_site_test(const struct bb_site *site, const void *user);

/* A random site for which fits is true; false if there is none. Parts are chosen by their size, but
 * one of more than BB_PART_NODES nodes is no more likely than one of so many; and where few sites
 * fit, by where they stand. Within a part each is as likely. What an edit under way has added may
 * be left out. */
bool bb_specimen_pick(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                      const void *user, struct bb_site *ret_site);

/* The same, but often a part as a whole, for those that fit. */
bool bb_specimen_pick_element(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                              const void *user, struct bb_site *ret_site);

/* The same for all numbers (pieces, too), byte strings (raw ones, too) or messages. */
bool bb_specimen_pick_kind(const struct bb_specimen *s, struct bb_rng *rng, enum bb_site_kind kind,
                           struct bb_site *ret_site);

/* The same for a node of that field, and for a lie. */
bool bb_specimen_pick_field(const struct bb_specimen *s, struct bb_rng *rng,
                            const struct bb_field *field, struct bb_site *ret_site);
bool bb_specimen_pick_lie(const struct bb_specimen *s, struct bb_rng *rng,
                          struct bb_site *ret_site);

/* One that stands before the node, NULL for anywhere. Each is as likely; takes a walk. */
bool bb_specimen_pick_before(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                             const void *user, const struct bb_node *before,
                             struct bb_site *ret_site);

/* The picked site, in a part that may be changed: the node's value or data. False: no memory. */
bool bb_specimen_own(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site);

/* The same for the list of its children. */
bool bb_specimen_open(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site);

/* The same for the list that the site's node stands in: it may be unlinked, replaced, be given
 * siblings, but is not to be changed itself. Not for the root. */
bool bb_specimen_place(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site);

/* A copy of the picked node, for a place of its own in the same list. NULL: no memory. */
struct bb_node *bb_specimen_twin(struct bb_specimen *s, const struct bb_site *site);

/* To be told of a node that was linked in below `parent`. If it is an exact copy, `like` is what of
 * and `from` that one's specimen, which stays as it is until this one is rendered; else both are
 * NULL. False: no memory. */
bool bb_specimen_adopt(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node,
                       const struct bb_specimen *from, const struct bb_node *like);

/* To be told of a node that was unlinked from below `parent`. */
void bb_specimen_drop(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node);

/* Renders what changed and copies what did not. False when that takes more than max_size bytes or
 * memory; then the specimen is not usable until it is restored. */
bool bb_specimen_render(struct bb_specimen *s, size_t max_size);

/* --- for specimen*.c alone ------------------------------------------------------------------ */

enum { BB_PART_GONE = 128 }; /* flag of a part's node that is not in the tree (now) */

/* One of 32 bits that fields share, for `contents`. */
static inline uint64_t bb_part_bit(const struct bb_field *field)
{
    return (uint64_t)1 << (((uint64_t)(uintptr_t)field * 0x9e3779b97f4a7c15) >> 59);
}

static inline enum bb_site_kind bb_site_kind_of(const struct bb_node *node)
{
    static const uint8_t kinds[] = {
        [BB_NODE_UINT] = BB_SITE_NUMBER,     [BB_NODE_PIECE] = BB_SITE_NUMBER,
        [BB_NODE_BYTES] = BB_SITE_BYTES,     [BB_NODE_RAW] = BB_SITE_BYTES,
        [BB_NODE_MESSAGE] = BB_SITE_MESSAGE, [BB_NODE_CODED] = BB_SITE_OTHER,
    };
    return (enum bb_site_kind)kinds[node->kind];
}

/* The site of a part's node. */
static inline struct bb_site bb_specimen_top(const struct bb_specimen *s, struct bb_node *top)
{
    return (struct bb_site){.node = top,
                            .parent = s->is_list ? s->tree.root : NULL,
                            .message = s->tree.grammar->root,
                            .top = top};
}

/* The index of a context that parts refer to; UINT32_MAX: no memory. */
uint32_t bb_specimen_context(struct bb_specimen *s, const struct bb_context *context);

/* Adds a part that has just been lifted. False: no memory. */
bool bb_specimen_know(struct bb_specimen *s, struct bb_node *node, const struct bb_part *known);

#endif
