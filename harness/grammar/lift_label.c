/*
 * Lengths with a label: Content-Length measures a body that stands in a message around it.
 *
 * The message that has the labelled slot ahead holds them until it comes. One that no message
 * around it (within the same view) can hold measures nothing, and is settled with its own.
 */
#include "grammar/lift_private.h"

static const struct lift_frame *find_holder(const struct lift_frame *f, unsigned label)
{
    for (const struct lift_frame *holder = f; holder && holder->base.bytes == f->base.bytes;
         holder = holder->parent)
        if (holder->labels_ahead & label)
            return holder;
    return f;
}

/* What rendering cannot put off stays as it is. */
static void keep(struct lifter *l, struct lift_frame *f, const struct measure *m)
{
    struct bb_node says = {.kind = BB_NODE_UINT, .value = m->wire, .len = m->width};
    if (m->misspelt)
        says = (struct bb_node){.kind = BB_NODE_BYTES,
                                .data = l->bytes + m->offset,
                                .len = m->spelling_len};
    bb_lift_insert_lie(l, f, f->node, m->field, &says);
}

void bb_lift_read_label(struct lifter *l, struct lift_frame *f, const struct measure *m)
{
    if (l->n_pending == BB_MAX_PENDING) {
        keep(l, f, m);
        return;
    }
    struct pending *pending = bb_arena_alloc(&l->tree->arena, sizeof *pending);
    if (!pending) {
        l->exhausted = true;
        return;
    }
    *pending = (struct pending){
        .next = l->pending,
        .holder = find_holder(f, m->field->label),
        .frame = f,
        .message = f->node,
        .measure = *m,
    };
    l->pending = pending;
    l->n_pending++;
}

bool bb_lift_label_extent(const struct lifter *l, const struct lift_frame *f, unsigned label,
                          size_t room, size_t *ret_bytes)
{
    for (const struct pending *p = l->pending; p; p = p->next) {
        if (p->holder != f || p->measure.field->label != label)
            continue;
        *ret_bytes = bb_lift_announced(&p->measure, room);
        return true;
    }
    return false;
}

static void settle(struct lifter *l, const struct pending *p, size_t actual)
{
    struct bb_node says;
    uint64_t truth = 0;
    const struct bb_field *field = p->measure.field;
    struct lift_frame *frame = p->frame == p->holder ? p->frame : NULL;
    if (!bb_lift_measure_lie(l, &p->measure, actual, &says, &truth))
        return;
    bb_lift_insert_lie(l, frame, p->message, field, &says);
    bb_lift_see(l, BB_SEEN_LIE, p->holder->base.message, field, p->measure.offset, 0, truth);
}

void bb_lift_settle_label(struct lifter *l, const struct lift_frame *f, unsigned labels,
                          size_t actual)
{
    struct pending **link = &l->pending;
    while (*link) {
        struct pending *p = *link;
        if (p->holder != f || !(p->measure.field->label & labels)) {
            link = &p->next;
            continue;
        }
        *link = p->next;
        l->n_pending--;
        settle(l, p, actual);
    }
}
