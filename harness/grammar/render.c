/*
 * Tree to bytes: the mirror of lift.c.
 *
 * Lengths and counts stand before what they measure, so they are written as holes and filled once
 * their range is done. A varint's hole may turn out too small; then the bytes behind it move up.
 */
#include "grammar/literal.h"
#include "grammar/render_private.h"
#include "grammar/transform.h"

/* Whether the lift saw bytes here: a message cut with nothing left had none. */
static bool more(const struct render_frame *f)
{
    return f->cursor && f->cursor->slot <= f->base.message->n_slots &&
           !(f->cursor->kind == BB_NODE_RAW && f->cursor->len == 0);
}

uint64_t bb_render_eval(const struct renderer *r, const struct render_frame *f,
                        const struct bb_op *code)
{
    struct bb_expr_env env = {.frame = &f->base,
                              .context = r->context,
                              .here = r->at - f->start,
                              .piece_offset = r->dealer ? r->dealer->at : 0,
                              .whole_size = r->dealer ? r->dealer->content.len : 0,
                              .more = more(f)};
    return bb_expr_eval(code, &env);
}

static struct bb_bytes bytes_of(const struct render_frame *f, const struct bb_field *field,
                                const struct bb_node *node)
{
    if (node)
        return bb_bytes_of(node->data, node->len);
    return field->role == BB_SELECTOR ? bb_selector_text(&f->base, field->slot)
                                      : (struct bb_bytes){0};
}

static void render_bytes(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                         const struct bb_node *node)
{
    struct bb_bytes bytes = bytes_of(f, field, node);
    const struct bb_slot *slot = &f->base.message->slots[field->slot];
    if (slot->size && !slot->label) {
        uint64_t size = bb_render_eval(r, f, slot->size);
        bytes.len = bytes.len < size ? bytes.len : (size_t)size;
    }
    bb_put(r, bytes.ptr, bytes.len);
    bb_context_note(r->context, field, field->constant);
}

static void render_literal(struct renderer *r, const struct bb_field *field,
                           const struct bb_node *node)
{
    if (node)
        bb_put(r, node->data, node->len);
    else
        bb_put(r, (const uint8_t *)field->literal.ptr, field->literal.len);
    bb_context_note(r->context, field, field->constant);
}

/* A message that references count from. */
static void render_base(struct renderer *r, struct render_frame *f, const struct bb_node *node,
                        const struct bb_message *message)
{
    size_t base = r->base;
    struct bb_anchors_state state = bb_anchors_enter(r->anchors);
    r->base = r->at;
    bb_render_message(r, f, node, message);
    r->base = base;
    bb_anchors_leave(r->anchors, state);
}

static void note_anchor(struct renderer *r, const struct bb_node *node)
{
    uint32_t id;
    if (node && bb_anchor_id(node, &id))
        bb_anchors_note(r->anchors, id, r->at - r->base);
}

void bb_render_field(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                     const struct bb_node *node, const struct bb_node *kept)
{
    if (field->anchor)
        note_anchor(r, node);
    if (node && node->kind == BB_NODE_PIECE)
        bb_render_piece(r, node);
    else if (field->transform)
        bb_render_transform(r, f, field, node, kept);
    else if (field->type == BB_TYPE_MESSAGE)
        (field->message->reference_base ? render_base : bb_render_message)(r, f, node,
                                                                           field->message);
    else if (field->role == BB_LITERAL)
        render_literal(r, field, node);
    else if (field->type == BB_TYPE_BYTES)
        render_bytes(r, f, field, node);
    else
        bb_render_uint(r, f, field, node);
}

void bb_render_default(struct renderer *r, struct render_frame *f, const struct bb_slot *slot)
{
    const struct bb_field *field = &slot->fields[0];
    if (slot->text_switch)
        field = bb_slot_choose_text(slot, bb_selector_text(&f->base, (unsigned)slot->selector));
    else if (slot->choose)
        field = bb_slot_choose(slot, bb_render_eval(r, f, slot->choose));
    if (field && !slot->repeated)
        bb_render_field(r, f, field, NULL, NULL);
}

static bool is_cut(const struct bb_node *node, unsigned slot)
{
    return node && node->slot == slot && node->kind == BB_NODE_RAW && node->flags & BB_NODE_CUT;
}

/* Elements of a list whose size is said once are as long as the first of them. */
static void fit_element(struct renderer *r, size_t start, size_t size)
{
    if (r->overflow)
        return;
    if (r->at - start > size)
        bb_render_cut(r, start + size);
    else
        bb_put_zeros(r, start + size - r->at);
}

/* Writes all nodes in the slot and returns how many elements that were; ret_first is the size of
 * the first in a list whose size is said once. */
static uint64_t render_nodes(struct renderer *r, struct render_frame *f, unsigned i,
                             size_t *ret_first)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    const struct bb_node *kept = NULL;
    uint64_t n = 0;
    if (!f->cursor || f->cursor->slot != i)
        bb_render_default(r, f, slot);
    while (f->cursor && f->cursor->slot == i && !is_cut(f->cursor, i) && !r->overflow) {
        if (f->cursor->kind == BB_NODE_RAW) {
            bb_put_raw(r, f);
            continue;
        }
        const struct bb_node *node = f->cursor;
        f->cursor = node->next;
        if (node->kind == BB_NODE_CODED) {
            kept = node;
            continue;
        }
        if (slot->carries && bb_render_spares(r, node))
            continue;
        size_t start = r->at;
        if (slot->repeated || n == 0)
            bb_render_field(r, f, node->field, node, kept);
        if (slot->each && n > 0)
            fit_element(r, start, *ret_first);
        else if (slot->each)
            *ret_first = r->at - start;
        n++;
    }
    return n;
}

/* The slot with what `slot` is the length of counts as this slot: they come and go together. */
static bool is_present(const struct renderer *r, const struct render_frame *f,
                       const struct bb_slot *slot, unsigned i)
{
    if (slot->prefixed || slot->trails)
        return f->absent != i;
    if (slot->optional)
        return f->cursor && f->cursor->slot <= i + slot[1].prefixed;
    return !slot->when || bb_render_eval(r, f, slot->when);
}

/* What has a stated size is cut to it, in front of the first thing that does not fit as a whole,
 * and filled up with zeros. No more is ever written, so that it takes the same room as in the end.
 */
static uint64_t render_sized(struct renderer *r, struct render_frame *f, unsigned i,
                             size_t *ret_first)
{
    const size_t start = r->at;
    const size_t limit = r->size;
    uint64_t want = bb_render_eval(r, f, f->base.message->slots[i].size);
    if (want > limit - start) {
        r->overflow = true;
        return 0;
    }
    r->size = start + (size_t)want;
    uint64_t n = render_nodes(r, f, i, ret_first);
    r->size = limit;
    r->overflow = false;
    bb_render_cut(r, r->at);
    bb_put_zeros(r, start + (size_t)want - r->at);
    return n;
}

/* The nodes in the slot, with the lengths elsewhere that measure it. */
static uint64_t render_extent(struct renderer *r, struct render_frame *f, unsigned i,
                              size_t *ret_first)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    if (!slot->label || !bb_render_has_label(r, f, slot->label))
        return slot->size ? render_sized(r, f, i, ret_first) : render_nodes(r, f, i, ret_first);
    size_t start = r->at;
    uint64_t n = render_nodes(r, f, i, ret_first);
    bb_render_fill_label(r, f, slot->label, r->at - start);
    return n;
}

/* A slot that is always there, when it has one node or none. False, and nothing done, otherwise. */
static bool render_quickly(struct renderer *r, struct render_frame *f, const struct bb_slot *slot,
                           unsigned i)
{
    const struct bb_node *node = f->cursor && f->cursor->slot == i ? f->cursor : NULL;
    if (node && (!node->field || (node->next && node->next->slot == i)))
        return false;
    f->running = 0;
    if (node) {
        f->cursor = node->next;
        bb_render_field(r, f, node->field, node, NULL);
    } else {
        bb_render_default(r, f, slot);
    }
    struct hole *length = slot->length_measure >= 0 ? &f->holes[slot->length_measure] : NULL;
    if (length && length->field)
        bb_render_fill(r, f, length, r->at - length->start);
    return true;
}

/* They carry nothing, not even for those around. */
static uint64_t render_idle_carriers(struct renderer *r, struct render_frame *f, unsigned i,
                                     size_t *ret_first)
{
    struct dealer *outer = r->dealer;
    r->dealer = NULL;
    uint64_t n = render_extent(r, f, i, ret_first);
    r->dealer = outer;
    return n;
}

/* Content that outgrew its carriers gets more of them, copies of the last. */
static uint64_t render_carriers(struct renderer *r, struct render_frame *f, unsigned i,
                                size_t *ret_first)
{
    struct dealer dealer;
    const struct bb_node *last = NULL;
    size_t at = SIZE_MAX;
    if (!bb_render_deal(r, f, i, &dealer))
        return render_idle_carriers(r, f, i, ret_first);
    for (const struct bb_node *node = f->cursor; node && node->slot == i; node = node->next)
        last = node->field ? node : last;
    uint64_t n = render_extent(r, f, i, ret_first);
    bool bounded = f->base.message->slots[i].size;
    for (; !bounded && bb_render_deals_on(r, last, &at); n++)
        bb_render_field(r, f, last->field, last, NULL);
    bb_render_dealt(r, &dealer);
    return n;
}

void bb_render_slot(struct renderer *r, struct render_frame *f, unsigned i)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    if (slot->begins)
        bb_render_begin(r, f, slot->begins);
    if (slot->quick && render_quickly(r, f, slot, i))
        return;
    if (slot->range_begins | slot->range_ends)
        bb_ranges_mark(f->ranges, slot->range_begins, slot->range_ends, r->at);
    if (is_cut(f->cursor, i))
        return;
    f->labels_ahead &= (uint8_t)~slot->label;
    if (!is_present(r, f, slot, i)) {
        f->absent = i + 1;
        return;
    }
    if (slot->run_fields) {
        bb_render_run(r, f, i);
        return;
    }
    if (slot->joins) /* its carriers have it */
        return;
    f->running = 0;
    size_t first = 0;
    uint64_t n = slot->carries ? render_carriers(r, f, i, &first) : render_extent(r, f, i, &first);
    struct hole *count = slot->count_measure >= 0 ? &f->holes[slot->count_measure] : NULL;
    struct hole *length = slot->length_measure >= 0 ? &f->holes[slot->length_measure] : NULL;
    if (count && count->field)
        bb_render_fill(r, f, count, n);
    if (length && length->field)
        bb_render_fill(r, f, length, slot->each ? first : r->at - length->start);
}

static void end_slots(struct renderer *r, struct render_frame *f, const struct bb_slot *end)
{
    if (end->begins)
        bb_render_begin(r, f, end->begins);
    if (end->range_begins | end->range_ends)
        bb_ranges_mark(f->ranges, end->range_begins, end->range_ends, r->at);
}

static void render_slots(struct renderer *r, struct render_frame *f)
{
    const struct bb_slot *slots = f->base.message->slots;
    unsigned n_slots = f->base.message->n_slots;
    for (unsigned i = 0; i <= n_slots; i += slots[i].run_fields ? slots[i].run_fields : 1) {
        while (f->cursor && f->cursor->slot < i)
            f->cursor = f->cursor->next;
        if (i < n_slots)
            bb_render_slot(r, f, i);
        else
            end_slots(r, f, &slots[n_slots]);
        if (is_cut(f->cursor, i)) {
            bb_put_raw(r, f);
            return;
        }
        if (r->overflow)
            return;
    }
}

/* The message's own delimiter. */
static void render_end(struct renderer *r, struct render_frame *f)
{
    unsigned slot = f->base.message->n_slots + 1u;
    while (f->cursor && f->cursor->slot < slot)
        f->cursor = f->cursor->next;
    render_literal(r, f->base.message->slots[slot].fields, f->cursor);
}

void bb_render_message(struct renderer *r, struct render_frame *parent, const struct bb_node *node,
                       const struct bb_message *message)
{
    struct render_frame f;
    bb_render_open(r, &f, parent, node, message);
    if (r->depth == BB_MAX_DEPTH) {
        if (is_cut(f.cursor, 0))
            bb_put_raw(r, &f);
    } else {
        r->depth++;
        if (message->straight && !r->by_tables && bb_is_regular(node, message->slots))
            message->straight(r, &f);
        else
            render_slots(r, &f);
        if (message->n_measures || r->n_pending)
            bb_render_fill_rest(r, &f);
        if (message->n_digests)
            bb_render_fill_digests(r, &f);
        r->depth--;
    }
    if (message->ends)
        render_end(r, &f);
}

static void render_with_anchors(struct renderer *r, const struct bb_tree *tree)
{
    struct bb_anchors anchors;
    bb_anchors_start(&anchors);
    r->anchors = &anchors;
    bb_render_message(r, NULL, tree->root, tree->grammar->root);
    r->anchors = NULL;
}

static struct renderer renderer_of(struct bb_tree *tree, uint8_t *out, size_t size)
{
    return (struct renderer){
        .tree = tree,
        .out = out,
        .size = size,
        .max_decoded = size < SIZE_MAX / BB_MAX_EXPANSION ? size * BB_MAX_EXPANSION : SIZE_MAX,
    };
}

static enum bb_status render(struct bb_tree *tree, bool by_tables, uint8_t *out, size_t size,
                             size_t *ret_size)
{
    struct bb_context context;
    struct pending pending[BB_MAX_PENDING]; /* none is under way yet */
    struct renderer r = renderer_of(tree, out, size);
    r.pending = pending;
    r.context = &context;
    r.by_tables = by_tables;
    bb_context_clear(tree->grammar, &context);
    if (tree->root && tree->grammar->refers)
        render_with_anchors(&r, tree);
    else if (tree->root)
        bb_render_message(&r, NULL, tree->root, tree->grammar->root);
    if (r.overflow)
        return BB_LIMIT;
    *ret_size = r.at;
    return BB_OK;
}

enum bb_status bb_render(struct bb_tree *tree, uint8_t *out, size_t size, size_t *ret_size)
{
    return render(tree, false, out, size, ret_size);
}

enum bb_status bb_render_by_tables(struct bb_tree *tree, uint8_t *out, size_t size,
                                   size_t *ret_size)
{
    return render(tree, true, out, size, ret_size);
}

/* The element sees the root's frame around it, as when all is rendered. */
enum bb_status bb_render_part(struct bb_tree *tree, const struct bb_node *element,
                              struct bb_context *context, uint8_t *out, size_t size,
                              size_t *ret_size)
{
    struct pending pending[BB_MAX_PENDING];
    struct renderer r = renderer_of(tree, out, size);
    r.depth = 1;
    r.context = context;
    r.pending = pending;
    struct render_frame root;
    root.base = (struct bb_scope){NULL, tree->grammar->root, tree->root, root.ranges, out};
    root.parent = NULL;
    root.start = 0;
    root.cursor = element->next;
    root.labels_ahead = 0;
    root.absent = 0;
    root.running = 0;
    bb_render_field(&r, &root, element->field, element, NULL);
    if (r.overflow)
        return BB_LIMIT;
    *ret_size = r.at;
    return BB_OK;
}
