#include "grammar/ber.h"
#include "grammar/lift_private.h"

void bb_lift_see(const struct lifter *l, enum bb_seen seen, const struct bb_message *message,
                 const struct bb_field *field, size_t offset, size_t len, uint64_t value)
{
    if (!l->observer)
        return;
    struct bb_lift_event event = {
        .seen = seen,
        .field = field,
        .message = message,
        .offset = bb_lift_offset(l, offset),
        .data = l->bytes + offset,
        .len = len,
        .value = value,
        .depth = l->depth,
    };
    l->observer->see(l->observer->user, &event);
}

/* --- nodes ---------------------------------------------------------------------------------- */

static struct bb_node *new_node(struct lifter *l, enum bb_node_kind kind,
                                const struct bb_field *field, unsigned slot)
{
    struct bb_node *node = bb_arena_alloc(&l->tree->arena, sizeof *node);
    if (!node) {
        l->exhausted = true;
        return &l->spare;
    }
    l->tree->n_nodes++;
    *node = (struct bb_node){.field = field, .kind = kind, .slot = (uint16_t)slot};
    return node;
}

struct bb_node *bb_lift_append(struct lifter *l, struct lift_frame *f, enum bb_node_kind kind,
                               const struct bb_field *field, unsigned slot)
{
    struct bb_node *node = new_node(l, kind, field, slot);
    if (l->exhausted)
        return node;
    *f->tail = node;
    f->tail = &node->next;
    return node;
}

void bb_lift_insert_lie(struct lifter *l, struct lift_frame *f, struct bb_node *message,
                        const struct bb_field *field, const struct bb_node *says)
{
    struct bb_node *lie = new_node(l, says->kind, field, field->slot);
    if (l->exhausted)
        return;
    if (says->kind == BB_NODE_BYTES)
        lie->data = says->data;
    else
        lie->value = says->value;
    lie->len = says->len;
    struct bb_node **link = &message->child;
    while (*link && (*link)->slot < field->slot)
        link = &(*link)->next;
    lie->next = *link;
    *link = lie;
    if (f && !lie->next)
        f->tail = &lie->next;
}

/* What stands there. */
static struct bb_node spelling(const struct lifter *l, size_t offset, size_t len)
{
    return (struct bb_node){.kind = BB_NODE_BYTES, .data = l->bytes + offset, .len = (uint32_t)len};
}

static struct bb_node number(uint64_t value, unsigned width)
{
    return (struct bb_node){.kind = BB_NODE_UINT, .value = value, .len = width};
}

void bb_lift_raw(struct lifter *l, struct lift_frame *f, unsigned slot, size_t end, unsigned flags)
{
    struct bb_node *raw = bb_lift_append(l, f, BB_NODE_RAW, NULL, slot);
    if (l->exhausted)
        return;
    raw->data = l->bytes + l->at;
    raw->len = (uint32_t)(end - l->at);
    raw->flags = (uint8_t)flags;
    enum bb_raw_place place = !(flags & BB_NODE_CUT)            ? BB_RAW_BETWEEN
                              : slot < f->base.message->n_slots ? BB_RAW_INSTEAD
                                                                : BB_RAW_BEHIND;
    bb_lift_see(l, BB_SEEN_RAW, f->base.message, NULL, l->at, end - l->at, place);
    l->at = end;
}

bool bb_lift_cut(struct lifter *l, struct lift_frame *f, unsigned slot)
{
    bb_lift_raw(l, f, slot, f->end, BB_NODE_CUT);
    return false;
}

/* --- measures ------------------------------------------------------------------------------- */

void bb_lift_read_measure(struct lifter *l, struct lift_frame *f, struct measure m)
{
    const struct bb_field *field = m.field;
    m.target = m.wire - (uint64_t)(int64_t)field->bias;
    if (field->bias > 0 && m.wire < (uint64_t)field->bias)
        m.target = 0;
    if (field->label)
        bb_lift_read_label(l, f, &m);
    else
        f->measures[field->measure] = m;
}

size_t bb_lift_announced(const struct measure *m, size_t room)
{
    uint64_t unit = m->field->unit;
    uint64_t before = m->field->before;
    if (m->target > (room + before) / unit)
        return room;
    return m->target * unit > before ? (size_t)(m->target * unit - before) : 0;
}

bool bb_lift_measure_lie(const struct lifter *l, const struct measure *m, uint64_t actual,
                         struct bb_node *ret_says, uint64_t *ret_truth)
{
    const struct bb_field *field = m->field;
    uint64_t units = field->role == BB_LENGTH ? (actual + field->before) / field->unit : actual;
    uint64_t truth = bb_field_fit(field, units + (uint64_t)(int64_t)field->bias);
    if (m->wire == truth && !m->width && !m->misspelt)
        return false;
    *ret_says = m->misspelt ? spelling(l, m->offset, m->spelling_len) : number(m->wire, m->width);
    *ret_truth = truth;
    return true;
}

void bb_lift_settle(struct lifter *l, struct lift_frame *f, struct measure *m, uint64_t actual)
{
    struct bb_node says;
    uint64_t truth = 0;
    if (bb_lift_measure_lie(l, m, actual, &says, &truth)) {
        bb_lift_insert_lie(l, f, f->node, m->field, &says);
        if (!bb_ber_is_indefinite(m->field, m->width))
            bb_lift_see(l, BB_SEEN_LIE, f->base.message, m->field, m->offset, 0, truth);
    }
    m->field = NULL;
}

void bb_lift_begin_measures(struct lifter *l, struct lift_frame *f, unsigned begins)
{
    for (unsigned i = 0; begins; i++, begins >>= 1) {
        if (begins & 1) {
            f->measures[i].begun = true;
            f->measures[i].start = l->at;
        }
    }
}

/* --- digests -------------------------------------------------------------------------------- */

void bb_lift_read_digest(struct lift_frame *f, const struct bb_field *field, uint64_t wire,
                         size_t offset, size_t len)
{
    struct bb_range *range = &f->ranges[field->range];
    range->field = field;
    range->value = wire;
    range->at = offset;
    range->width = (unsigned)len;
    range->misspelt = false;
}

static void settle_digest(struct lifter *l, struct lift_frame *f, struct bb_range *range)
{
    const struct bb_field *field = range->field;
    bb_range_close(range, l->at);
    uint64_t truth = bb_field_digest(field, l->tree->hooks, &f->base, range);
    if (range->value == truth && !range->misspelt)
        return;
    struct bb_node says =
        range->misspelt ? spelling(l, range->at, range->width) : number(range->value, 0);
    bb_lift_insert_lie(l, f, f->node, field, &says);
    bool may_be_none = range->value == 0 && field->zero_means_none;
    if (!may_be_none && (range->misspelt || bb_digest_is_known(field, l->tree->hooks)))
        bb_lift_see(l, BB_SEEN_LIE, f->base.message, field, range->at, 0, truth);
}

void bb_lift_settle_rest(struct lifter *l, struct lift_frame *f)
{
    if (l->pending)
        bb_lift_settle_label(l, f, UINT8_MAX, 0);
    for (unsigned i = 0; i < f->base.message->n_measures; i++) {
        struct measure *m = &f->measures[i];
        bool indefinite = m->field && bb_ber_is_indefinite(m->field, m->width);
        if (m->field)
            bb_lift_settle(l, f, m, m->field->to_end && m->begun ? l->at - m->start : 0);
        if (indefinite)
            l->at += BB_BER_END_BYTES;
    }
    for (unsigned i = 0; i < f->base.message->n_digests; i++)
        if (f->ranges[i].field)
            settle_digest(l, f, &f->ranges[i]);
}
