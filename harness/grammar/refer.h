/*
 * Anchors and references to them, while rendering: where each anchor stands now (RFC 1035, section
 * 4.1.4, has labels of names for anchors).
 *
 * An anchor's node carries an id: when lifted, its offset then. A reference's value is such an id.
 * As long as nothing moved, an id is the offset to write, so that a table that is full, or an id
 * that is none, does no harm: it is written as it is.
 */
#ifndef BB_GRAMMAR_REFER_H
#define BB_GRAMMAR_REFER_H

#include "grammar/schema.h"

enum {
    BB_ANCHOR_SLOTS = 2048, /* a power of two; three quarters are used */
};

/* Ids of anchors that were not lifted count up from here. */
#define BB_ANCHOR_ID_FIRST 0x80000000u

/* References with this value and more: that many bytes behind the reference itself. */
#define BB_REFERENCE_HERE ((uint64_t)1 << 32)

struct bb_anchor {
    uint32_t base; /* 0: free, as are those of bases before the outermost one under way */
    uint32_t id;
    uint32_t offset; /* from the start of the base */
};

struct bb_anchors {
    uint32_t base;      /* under way: bases count from 1 */
    uint32_t outermost; /* of those under way */
    uint32_t last;
    uint32_t n; /* anchors since the outermost base began */
    struct bb_anchor slots[BB_ANCHOR_SLOTS];
};

/* What to go back to at the end of a base. */
struct bb_anchors_state {
    uint32_t base;
    uint32_t outermost;
};

/* All anchors are forgotten; the whole input is a base. */
void bb_anchors_start(struct bb_anchors *anchors);

struct bb_anchors_state bb_anchors_enter(struct bb_anchors *anchors);
void bb_anchors_leave(struct bb_anchors *anchors, struct bb_anchors_state state);

/* The first of several with one id counts. */
void bb_anchors_note(struct bb_anchors *anchors, uint32_t id, size_t offset);

/* What to write for a reference that itself stands at `here`. */
uint64_t bb_anchors_place(const struct bb_anchors *anchors, uint64_t reference, size_t here);

/* The id of an anchor's node, which keeps it plus one; false if it has none. */
static inline bool bb_anchor_id(const struct bb_node *node, uint32_t *ret_id)
{
    if (!node->field || !node->field->anchor || !node->len)
        return false;
    *ret_id = node->len - 1;
    return true;
}

#endif
