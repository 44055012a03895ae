#include "grammar/refer.h"

void bb_anchors_start(struct bb_anchors *anchors)
{
    memset(anchors, 0, sizeof *anchors);
    anchors->base = anchors->last = 1;
}

/* Below a base, the one further out is not known yet whether it is the outermost: the whole input
 * does not count, so that the table is emptied between messages that stand side by side. */
struct bb_anchors_state bb_anchors_enter(struct bb_anchors *anchors)
{
    struct bb_anchors_state before = {anchors->base, anchors->outermost};
    anchors->base = ++anchors->last;
    if (!anchors->outermost) {
        anchors->outermost = anchors->base;
        anchors->n = 0;
    }
    return before;
}

void bb_anchors_leave(struct bb_anchors *anchors, struct bb_anchors_state state)
{
    anchors->base = state.base;
    anchors->outermost = state.outermost;
}

/* The slot of that id in the base under way, or the free one where it would be. */
static unsigned find(const struct bb_anchors *anchors, uint32_t id)
{
    uint32_t oldest = anchors->outermost ? anchors->outermost : 1;
    unsigned i = ((id ^ id >> 16) * 0x9e3779b1u + anchors->base * 0x85ebca6bu) >> 16;
    for (;; i++) {
        const struct bb_anchor *slot = &anchors->slots[i % BB_ANCHOR_SLOTS];
        if (slot->base < oldest || (slot->base == anchors->base && slot->id == id))
            return i % BB_ANCHOR_SLOTS;
    }
}

void bb_anchors_note(struct bb_anchors *anchors, uint32_t id, size_t offset)
{
    if (anchors->n == BB_ANCHOR_SLOTS / 4 * 3)
        return;
    struct bb_anchor *slot = &anchors->slots[find(anchors, id)];
    if (slot->base == anchors->base && slot->id == id)
        return;
    *slot = (struct bb_anchor){anchors->base, id, (uint32_t)offset};
    anchors->n++;
}

uint64_t bb_anchors_place(const struct bb_anchors *anchors, uint64_t reference, size_t here)
{
    if (reference >= BB_REFERENCE_HERE)
        return here + (reference - BB_REFERENCE_HERE);
    const struct bb_anchor *slot = &anchors->slots[find(anchors, (uint32_t)reference)];
    return slot->base == anchors->base && slot->id == reference ? slot->offset : reference;
}
