/*
 * Bytes to tree.
 *
 * The lift walks the schema with a cursor over the bytes. What fits becomes nodes; derived fields
 * are checked instead, and become a node (a lie) only where the wire contradicts what render would
 * write. Where a message cannot go on, the rest of its scope becomes one raw node that cuts it.
 * Every decision taken here has its mirror in render.c; that they agree is what makes the round
 * trip lossless.
 */
#include "grammar/lift_private.h"
#include "grammar/literal.h"
#include "grammar/transform.h"

static struct bb_expr_env environment(const struct lifter *l, const struct lift_frame *f)
{
    return (struct bb_expr_env){
        .frame = &f->base,
        .context = &l->context,
        .ahead = l->bytes + l->at,
        .room = f->end - l->at,
        .here = l->at - f->start,
        .more = l->at < f->end,
        .piece_offset = l->joiner ? l->joiner->total : 0,
    };
}

uint64_t bb_lift_eval(const struct lifter *l, const struct lift_frame *f, const struct bb_op *code)
{
    struct bb_expr_env env = environment(l, f);
    return bb_expr_eval(code, &env);
}

uint64_t bb_lift_computed(const struct lifter *l, const struct lift_frame *f,
                          const struct bb_field *field)
{
    return bb_field_fit(field, bb_lift_eval(l, f, f->base.message->slots[field->slot].is));
}

static void lift_message(struct lifter *l, struct lift_frame *parent, struct bb_node *node,
                         const struct bb_message *message, size_t end, bool owns_end);

static bool lift_bytes(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end)
{
    if (field->role == BB_LITERAL)
        return bb_lift_literal(l, f, field, end);
    if (field->piece && l->joiner)
        return bb_lift_piece(l, f, field, end);
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_BYTES, field, field->slot);
    node->data = l->bytes + l->at;
    node->len = (uint32_t)(end - l->at);
    bb_lift_see(l, BB_SEEN_BYTES, f->base.message, field, l->at, end - l->at, 0);
    l->at = end;
    bb_context_note(&l->context, field, field->constant);
    return true;
}

/* What is ahead takes no bytes here. */
static bool lift_ahead(struct lifter *l, struct lift_frame *f, const struct bb_field *field)
{
    uint64_t value = bb_lift_eval(l, f, f->base.message->slots[field->slot].ahead);
    bb_lift_uint(l, f, field, bb_field_fit(field, value), 0, l->at, 0);
    return true;
}

static bool lift_fixed(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end)
{
    unsigned n = field->bits / 8u;
    if (field->ahead)
        return lift_ahead(l, f, field);
    if (end - l->at < n)
        return false;
    uint64_t value = bb_load(l->bytes + l->at, n, field->little_endian);
    bb_lift_uint(l, f, field, value, 0, l->at, n);
    l->at += n;
    return true;
}

/* Lifts one field or element within [at, end). False, and nothing taken, if it does not fit. */
static bool lift_field(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end, bool owns_end)
{
    if (field->transform)
        return bb_lift_transform(l, f, field, end);
    if (field->type == BB_TYPE_MESSAGE) {
        struct bb_node *node = bb_lift_append(l, f, BB_NODE_MESSAGE, field, field->slot);
        if (field->anchor)
            node->len = (uint32_t)(l->at - l->base + 1);
        size_t base = l->base;
        if (field->message->reference_base)
            l->base = l->at;
        if (!l->exhausted)
            lift_message(l, f, node, field->message, end, owns_end);
        l->base = base;
        return true;
    }
    if (field->type == BB_TYPE_BYTES)
        return lift_bytes(l, f, field, end);
    switch (field->coding) {
    case BB_CODING_FIXED: return lift_fixed(l, f, field, end);
    case BB_CODING_SIZED: return bb_lift_sized(l, f, field, end);
    case BB_CODING_EXTENDED: return bb_lift_extended(l, f, field, end);
    case BB_CODING_DECIMAL:
    case BB_CODING_HEX:
    case BB_CODING_BINARY: return bb_lift_number(l, f, field, end, owns_end);
    default: return bb_lift_varint(l, f, field, end);
    }
}

/* The member that begins as the wire does here. One whose constant the scope cuts short does not.
 */
static const struct bb_field *choose_by_tag(const struct lifter *l, const struct lift_frame *f,
                                            const struct bb_slot *slot)
{
    size_t room = f->end - l->at;
    unsigned n = room < slot->tag_bytes ? (unsigned)room : slot->tag_bytes;
    if (room == 0)
        return NULL;
    unsigned missing = 8u * (slot->tag_bytes - n);
    uint64_t known = missing < 64 ? UINT64_MAX << missing : 0;
    uint64_t peeked = missing < 64 ? bb_load(l->bytes + l->at, n, false) << missing : 0;
    const struct bb_field *otherwise = bb_lift_opening(l, slot, f->end);
    if (otherwise)
        return otherwise;
    for (unsigned i = 0; i < slot->n_fields; i++) {
        const struct bb_field *field = &slot->fields[i];
        if (field->otherwise)
            otherwise = field;
        else if (field->tag_mask && (peeked & field->tag_mask) == field->tag &&
                 !(field->tag_mask & ~known))
            return field;
    }
    return otherwise;
}

/* Which member of a oneof the wire holds; NULL if none fits. */
static const struct bb_field *choose(const struct lifter *l, const struct lift_frame *f,
                                     const struct bb_slot *slot)
{
    if (slot->n_fields == 1)
        return &slot->fields[0];
    if (slot->text_switch)
        return bb_slot_choose_text(slot, bb_selector_text(&f->base, (unsigned)slot->selector));
    return slot->choose ? bb_slot_choose(slot, bb_lift_eval(l, f, slot->choose))
                        : choose_by_tag(l, f, slot);
}

/* Whether the selector's node says just what the member does. */
static bool is_told(const struct bb_node *node, const struct bb_field *member)
{
    if (node->kind == BB_NODE_UINT)
        return node->value == member->cases[0] && !node->len;
    return member->n_texts &&
           bb_bytes_equal(bb_bytes_of(node->data, node->len), bb_token_bytes(member->texts));
}

/* Once its oneof is lifted, a selector that merely repeats the choice needs no node. */
static void drop_selector(struct lift_frame *f, const struct bb_slot *slot,
                          const struct bb_field *member)
{
    if (slot->selector < 0 || !bb_member_tells(member))
        return;
    struct bb_node **link = &f->node->child;
    while (*link && (*link)->slot < slot->selector)
        link = &(*link)->next;
    struct bb_node *node = *link;
    if (!node || node->slot != slot->selector || !is_told(node, member))
        return;
    *link = node->next;
    if (f->tail == &node->next)
        f->tail = link;
}

static bool lift_single(struct lifter *l, struct lift_frame *f, unsigned i, size_t end, bool owned)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    const struct bb_field *field = choose(l, f, slot);
    bool fits = field && lift_field(l, f, field, end, owned);
    if (fits && slot->n_fields > 1)
        drop_selector(f, slot, field);
    if (!owned)
        return fits || bb_lift_cut(l, f, i);
    if (l->at < end || !fits)
        bb_lift_raw(l, f, i, end, 0);
    return true;
}

static bool another(const struct lifter *l, const struct lift_frame *f, const struct bb_slot *slot,
                    size_t end, uint64_t n)
{
    if (l->at >= end || l->exhausted)
        return false;
    if (!slot->repeat_while)
        return true;
    struct bb_expr_env env = environment(l, f);
    env.room = end - l->at;
    env.index = n;
    return bb_expr_eval(slot->repeat_while, &env);
}

/* The length that says how long each element is, if there is one. */
static struct measure *measure_of_each(struct lift_frame *f, const struct bb_slot *slot)
{
    struct measure *m = slot->length_measure >= 0 ? &f->measures[slot->length_measure] : NULL;
    return m && m->field && m->field->each ? m : NULL;
}

static bool lift_list(struct lifter *l, struct lift_frame *f, unsigned i, size_t end, bool owned)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    struct measure *count = slot->count_measure >= 0 ? &f->measures[slot->count_measure] : NULL;
    uint64_t limit = count && count->field && !owned ? count->target : UINT64_MAX;
    struct measure *each = measure_of_each(f, slot);
    size_t size = each ? bb_lift_announced(each, SIZE_MAX) : 0;
    uint64_t n = 0;
    bool fits = true;
    f->running = 0;
    while (fits && n < limit && another(l, f, slot, end, n)) {
        size_t before = l->at;
        fits = !each
                   ? lift_field(l, f, &slot->fields[0], end, false)
                   : size <= end - l->at && lift_field(l, f, &slot->fields[0], l->at + size, true);
        n += fits;
        if (l->marks && !f->parent)
            l->marks->mark(l->marks->user, l->at - before, &l->context);
        if (l->at == before)
            break;
    }
    if (each)
        bb_lift_settle(l, f, each, n ? size : 0);
    if (count && count->field)
        bb_lift_settle(l, f, count, n);
    if (owned && l->at < end)
        bb_lift_raw(l, f, i, end, 0);
    return fits || owned || bb_lift_cut(l, f, i);
}

/* What is behind a slot of `rest`, with what is there as far as is known now. */
static size_t varying_reserve(const struct lifter *l, const struct lift_frame *f,
                              const struct bb_slot *rest)
{
    const struct bb_message *message = f->base.message;
    size_t n = rest->reserve;
    for (const struct bb_slot *slot = rest + 1; slot < message->slots + message->n_slots; slot++)
        if (slot->when && bb_lift_eval(l, f, slot->when))
            n += slot->run_bytes;
    return n;
}

/* How far the slot's bytes reach. False if they were to reach over the end of the scope. */
static bool slot_extent(const struct lifter *l, const struct lift_frame *f,
                        const struct bb_slot *slot, size_t *ret_end, bool *ret_owned)
{
    size_t room = f->end - l->at;
    const struct measure *m = slot->length_measure >= 0 ? &f->measures[slot->length_measure] : NULL;
    *ret_owned = true;
    size_t labelled = 0;
    if (m && m->field && !m->field->each) {
        *ret_end = l->at + bb_lift_announced(m, room);
    } else if (slot->label && bb_lift_label_extent(l, f, slot->label, room, &labelled)) {
        *ret_end = l->at + labelled;
    } else if (slot->rest) {
        size_t reserve = slot->reserve_varies ? varying_reserve(l, f, slot) : slot->reserve;
        *ret_end = f->end - (room < reserve ? room : reserve);
    } else if (slot->size) {
        uint64_t n = bb_lift_eval(l, f, slot->size);
        if (n > room)
            return false;
        *ret_end = l->at + (size_t)n;
    } else if (slot->ends) {
        *ret_end = bb_lift_find_end(l, slot->ends, f->end);
    } else {
        *ret_end = f->end;
        *ret_owned = false;
    }
    return true;
}

/* A length that measures from this slot to the end of the message says where that end is. */
static void narrow_end(const struct lifter *l, struct lift_frame *f, const struct bb_slot *slot)
{
    const struct measure *m = slot->end_measure >= 0 ? &f->measures[slot->end_measure] : NULL;
    if (!m || !m->field)
        return;
    f->end = l->at + bb_lift_announced(m, f->end - l->at);
    f->owns_end = true;
}

static bool is_present(const struct lifter *l, const struct lift_frame *f,
                       const struct bb_slot *slot, unsigned i)
{
    return slot->prefixed || slot->trails ? f->absent != i
                                          : !slot->when || bb_lift_eval(l, f, slot->when);
}

/* Lifts a list whose elements carry what the slot behind it joins. */
static bool lift_carriers(struct lifter *l, struct lift_frame *f, unsigned i, size_t end,
                          bool owned)
{
    struct joiner joiner = {.tail = &joiner.first};
    struct joiner *outer = l->joiner;
    struct bb_context before = l->context;
    bool joins = l->views < BB_MAX_VIEWS;
    l->joiner = joins ? &joiner : NULL;
    l->views += joins;
    bool whole = lift_list(l, f, i, end, owned);
    l->views -= joins;
    l->joiner = outer;
    bb_lift_join(l, f, i + 1, &joiner, &before);
    return whole;
}

/* Lifts the slot. False when the message was cut. */
static bool lift_slot(struct lifter *l, struct lift_frame *f, unsigned i)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    if (slot->begins)
        bb_lift_begin_measures(l, f, slot->begins);
    if (slot->range_begins | slot->range_ends)
        bb_ranges_mark(f->ranges, slot->range_begins, slot->range_ends, l->at);
    narrow_end(l, f, slot);
    f->labels_ahead &= (uint8_t)~slot->label;
    if (!is_present(l, f, slot, i)) {
        f->absent = i + 1;
        return true;
    }
    if (slot->run_fields)
        return bb_lift_run(l, f, i);
    if (slot->joins)
        return true;
    size_t end = 0;
    bool owned = false;
    if (!slot_extent(l, f, slot, &end, &owned))
        return bb_lift_cut(l, f, i);
    size_t start = l->at;
    bool whole = slot->carries    ? lift_carriers(l, f, i, end, owned)
                 : slot->repeated ? lift_list(l, f, i, end, owned)
                                  : lift_single(l, f, i, end, owned);
    struct measure *m = slot->length_measure >= 0 ? &f->measures[slot->length_measure] : NULL;
    if (m && m->field)
        bb_lift_settle(l, f, m, l->at - start);
    if (slot->label)
        bb_lift_settle_label(l, f, slot->label, l->at - start);
    return whole;
}

static void lift_slots(struct lifter *l, struct lift_frame *f)
{
    const struct bb_slot *slots = f->base.message->slots;
    unsigned n_slots = f->base.message->n_slots;
    for (unsigned i = 0; i < n_slots; i += slots[i].run_fields ? slots[i].run_fields : 1)
        if (l->exhausted || !lift_slot(l, f, i))
            return;
    bb_lift_begin_measures(l, f, slots[n_slots].begins);
    bb_ranges_mark(f->ranges, slots[n_slots].range_begins, slots[n_slots].range_ends, l->at);
    narrow_end(l, f, &slots[n_slots]);
    if (f->owns_end && l->at < f->end)
        bb_lift_raw(l, f, n_slots, f->end, BB_NODE_CUT);
}

/* Its measures are many and mostly unused: set one by one. */
static void open_frame(struct lifter *l, struct lift_frame *f, struct lift_frame *parent,
                       struct bb_node *node, const struct bb_message *message, size_t end)
{
    f->base = (struct bb_scope){parent ? &parent->base : NULL, message, node, f->ranges, l->bytes};
    f->parent = parent;
    f->node = node;
    f->tail = &node->child;
    f->start = l->at;
    f->end = message->ends ? bb_lift_find_end(l, message->ends, end) : end;
    f->labels_ahead = message->labels;
    f->absent = 0;
    f->running = 0;
    for (unsigned i = 0; i < message->n_measures; i++)
        f->measures[i] = (struct measure){0};
    bb_ranges_clear(f->ranges, message->n_ranges);
}

static void lift_message(struct lifter *l, struct lift_frame *parent, struct bb_node *node,
                         const struct bb_message *message, size_t end, bool owns_end)
{
    struct lift_frame f;
    open_frame(l, &f, parent, node, message, end);
    f.owns_end = owns_end || message->ends;
    size_t start = l->at;
    bb_lift_see(l, BB_SEEN_ENTER, message, node->field, start, 0, 0);
    l->depth++;
    if (l->depth > BB_MAX_DEPTH)
        bb_lift_cut(l, &f, 0);
    else
        lift_slots(l, &f);
    bb_lift_settle_rest(l, &f);
    if (message->ends && !l->exhausted)
        bb_lift_close(l, &f, end);
    l->depth--;
    bb_lift_see(l, BB_SEEN_LEAVE, message, node->field, start, l->at - start, 0);
}

void bb_lift_message(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                     size_t end)
{
    struct bb_node *node = bb_lift_append(l, f, BB_NODE_MESSAGE, field, field->slot);
    if (!l->exhausted)
        lift_message(l, f, node, field->message, end, true);
}

/* The whole input as one raw node below the root. */
static enum bb_status keep_raw(struct bb_tree *tree, struct bb_bytes bytes)
{
    bb_arena_reset(&tree->arena);
    struct bb_node *root = bb_arena_zalloc(&tree->arena, sizeof *root);
    struct bb_node *raw = bb_arena_zalloc(&tree->arena, sizeof *raw);
    const uint8_t *copy = bb_arena_copy(&tree->arena, bytes);
    if (!root || !raw || !copy)
        return BB_NO_MEMORY;
    *raw = (struct bb_node){.kind = BB_NODE_RAW,
                            .flags = BB_NODE_CUT,
                            .data = copy,
                            .len = (uint32_t)bytes.len};
    *root = (struct bb_node){.kind = BB_NODE_MESSAGE, .child = raw};
    tree->root = root;
    tree->n_nodes = 2;
    return BB_OK;
}

static enum bb_status lift(struct lifter *l, const struct bb_grammar *grammar,
                           struct bb_bytes bytes, struct bb_tree *tree)
{
    if (bytes.len > UINT32_MAX)
        return BB_LIMIT;
    bb_arena_reset(&tree->arena);
    tree->grammar = grammar;
    tree->n_nodes = 1;
    l->origin.per_byte = 1;
    l->decoded_left = bytes.len * BB_MAX_EXPANSION;
    struct bb_node *root = bb_arena_zalloc(&tree->arena, sizeof *root);
    l->bytes = bb_arena_copy(&tree->arena, bytes);
    if (grammar->n_delimiters)
        l->searches = bb_arena_zalloc(&tree->arena, grammar->n_delimiters * sizeof *l->searches);
    if (!root || !l->bytes || (grammar->n_delimiters && !l->searches))
        return BB_NO_MEMORY;
    root->kind = BB_NODE_MESSAGE;
    tree->root = root;
    lift_message(l, NULL, root, grammar->root, bytes.len, true);
    return l->exhausted ? keep_raw(tree, bytes) : BB_OK;
}

enum bb_status bb_lift(const struct bb_grammar *grammar, struct bb_bytes bytes,
                       struct bb_tree *tree, const struct bb_lift_observer *observer)
{
    struct lifter l = {.tree = tree, .observer = observer};
    return lift(&l, grammar, bytes, tree);
}

enum bb_status bb_lift_marked(const struct bb_grammar *grammar, struct bb_bytes bytes,
                              struct bb_tree *tree, const struct bb_lift_marks *marks)
{
    struct lifter l = {.tree = tree, .marks = marks};
    return lift(&l, grammar, bytes, tree);
}

/* The element sees the root's frame around it, as when all is lifted. */
enum bb_status bb_lift_part(struct bb_tree *tree, struct bb_bytes bytes, struct bb_context *context,
                            struct bb_node **ret_node, size_t *ret_len)
{
    const struct bb_grammar *grammar = tree->grammar;
    struct bb_node list = {.kind = BB_NODE_MESSAGE};
    struct lifter l = {.tree = tree, .bytes = bytes.ptr, .depth = 1};
    struct lift_frame root;
    l.origin.per_byte = 1;
    l.decoded_left = bytes.len * BB_MAX_EXPANSION;
    bb_context_copy(grammar, &l.context, context);
    if (grammar->n_delimiters)
        l.searches = bb_arena_zalloc(&tree->arena, grammar->n_delimiters * sizeof *l.searches);
    if (grammar->n_delimiters && !l.searches)
        return BB_NO_MEMORY;
    open_frame(&l, &root, NULL, &list, grammar->root, bytes.len);
    root.owns_end = true;
    lift_field(&l, &root, &grammar->root->slots[0].fields[0], bytes.len, false);
    if (l.exhausted || l.at == 0)
        return BB_NO_MEMORY;
    bb_context_copy(grammar, context, &l.context);
    *ret_node = list.child;
    *ret_len = l.at;
    return BB_OK;
}
