/*
 * Bytes to tree.
 *
 * The lift walks the schema with a cursor over the bytes. What fits becomes nodes; derived fields
 * are checked instead, and become a node (a lie) only where the wire contradicts what render would
 * write. Where a message cannot go on, the rest of its scope becomes one raw node that cuts it.
 * Every decision taken here has its mirror in render.c; that they agree is what makes the round
 * trip lossless.
 */
#include "grammar/frame.h"

struct measure {
    const struct bb_field *field; /* NULL: not read, or settled */
    uint64_t wire;                /* the value that stands there */
    uint64_t target;              /* bytes or elements that it announces */
    uint8_t width;                /* forced width, 0 when in shortest form */
    bool begun;
    size_t start;  /* where the measured range begins, once begun */
    size_t offset; /* of the field itself */
};

struct lift_frame {
    struct bb_frame base;
    struct lift_frame *parent;
    struct bb_node *node;
    struct bb_node **tail; /* where the next child goes */
    size_t end;            /* of the scope; a measure to the end narrows it */
    bool owns_end;         /* what is left before `end` belongs to this message */
    unsigned absent;       /* the last slot that was not there, plus one */
    uint64_t running;      /* sum of the deltas in the list under way */
    struct measure measures[BB_MAX_MEASURES];
};

struct lifter {
    struct bb_tree *tree;
    const uint8_t *bytes; /* the tree's own copy */
    size_t at;
    struct bb_context context;
    const struct bb_lift_observer *observer;
    unsigned depth;
    bool exhausted;       /* the arena's cap is reached: unwind, keep the input raw */
    struct bb_node spare; /* takes the writes meant for a node that could not be had */
};

/* --- observing ------------------------------------------------------------------------------ */

static void see(const struct lifter *l, enum bb_seen seen, const struct bb_message *message,
                const struct bb_field *field, size_t offset, size_t len, uint64_t value)
{
    if (!l->observer)
        return;
    struct bb_lift_event event = {
        .seen = seen,
        .field = field,
        .message = message,
        .offset = offset,
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

static struct bb_node *append(struct lifter *l, struct lift_frame *f, enum bb_node_kind kind,
                              const struct bb_field *field, unsigned slot)
{
    struct bb_node *node = new_node(l, kind, field, slot);
    if (l->exhausted)
        return node;
    *f->tail = node;
    f->tail = &node->next;
    return node;
}

/* Puts a lie in its place among the children, which are there already. */
static void insert_lie(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       uint64_t value, unsigned width)
{
    struct bb_node *lie = new_node(l, BB_NODE_UINT, field, field->slot);
    if (l->exhausted)
        return;
    lie->value = value;
    lie->len = width;
    struct bb_node **link = &f->node->child;
    while (*link && (*link)->slot < field->slot)
        link = &(*link)->next;
    lie->next = *link;
    *link = lie;
    if (!lie->next)
        f->tail = &lie->next;
}

static void append_raw(struct lifter *l, struct lift_frame *f, unsigned slot, size_t end,
                       unsigned flags)
{
    struct bb_node *raw = append(l, f, BB_NODE_RAW, NULL, slot);
    if (l->exhausted)
        return;
    raw->data = l->bytes + l->at;
    raw->len = (uint32_t)(end - l->at);
    raw->flags = (uint8_t)flags;
    see(l, BB_SEEN_RAW, f->base.message, NULL, l->at, end - l->at, flags & BB_NODE_CUT);
    l->at = end;
}

/* The message ends before `slot`; what is left of the scope stays raw. Always false. */
static bool cut(struct lifter *l, struct lift_frame *f, unsigned slot)
{
    append_raw(l, f, slot, f->end, BB_NODE_CUT);
    return false;
}

/* --- measures ------------------------------------------------------------------------------- */

static void read_measure(struct lift_frame *f, const struct bb_field *field, uint64_t wire,
                         unsigned width, size_t offset)
{
    uint64_t target = wire - (uint64_t)(int64_t)field->bias;
    if (field->bias > 0 && wire < (uint64_t)field->bias)
        target = 0;
    f->measures[field->measure] = (struct measure){
        .field = field,
        .wire = wire,
        .target = target,
        .width = (uint8_t)width,
        .offset = offset,
    };
}

/* The bytes that a length announces, at most `room`. */
static size_t announced_bytes(const struct measure *m, size_t room)
{
    uint64_t unit = m->field->unit;
    return m->target > room / unit ? room : (size_t)(m->target * unit);
}

/* Compares what a length or count says with what turned out. */
static void settle(struct lifter *l, struct lift_frame *f, struct measure *m, uint64_t actual)
{
    const struct bb_field *field = m->field;
    uint64_t units = field->role == BB_LENGTH ? actual / field->unit : actual;
    uint64_t truth = (units + (uint64_t)(int64_t)field->bias) & bb_field_max(field);
    if (m->wire != truth || m->width) {
        insert_lie(l, f, field, m->wire, m->width);
        see(l, BB_SEEN_LIE, f->base.message, field, m->offset, 0, truth);
    }
    m->field = NULL;
}

/* Measures that count from this slot on start here. */
static void begin_measures(struct lifter *l, struct lift_frame *f, unsigned begins)
{
    for (unsigned i = 0; begins; i++, begins >>= 1) {
        if (begins & 1) {
            f->measures[i].begun = true;
            f->measures[i].start = l->at;
        }
    }
}

/* At the end of a message: lengths to its end are due, all others measured nothing. */
static void settle_rest(struct lifter *l, struct lift_frame *f)
{
    for (unsigned i = 0; i < BB_MAX_MEASURES; i++) {
        struct measure *m = &f->measures[i];
        if (m->field)
            settle(l, f, m, m->field->to_end && m->begun ? l->at - m->start : 0);
    }
}

/* --- integers ------------------------------------------------------------------------------- */

static uint64_t load(const uint8_t *ptr, unsigned n, bool little_endian)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < n; i++)
        value |= (uint64_t)ptr[i] << 8 * (little_endian ? i : n - 1 - i);
    return value;
}

/* Takes an integer that has been decoded: stores it, checks it or notes what it announces. */
static void take_uint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                      uint64_t value, unsigned width, size_t offset, size_t len)
{
    see(l, BB_SEEN_UINT, f->base.message, field, offset, len, value);
    uint64_t truth = value;
    switch (field->role) {
    case BB_LENGTH:
    case BB_COUNT: read_measure(f, field, value, width, offset); return;
    case BB_CONSTANT: truth = field->constant; break;
    case BB_DIGEST: {
        size_t start = f->measures[field->measure].start;
        truth = bb_digest(field->digest, bb_bytes_of(l->bytes + start, offset - start));
        truth &= bb_field_max(field);
        break;
    }
    default: break;
    }
    bool plain = field->role == BB_PLAIN || field->role == BB_SELECTOR;
    if (plain || value != truth || width) {
        struct bb_node *node = append(l, f, BB_NODE_UINT, field, field->slot);
        node->value = value;
        node->len = width;
    }
    if (value != truth)
        see(l, BB_SEEN_LIE, f->base.message, field, offset, 0, truth);
    bb_context_note(&l->context, field, value);
}

struct run {
    uint64_t word;
    size_t len;                    /* with extensions */
    unsigned width;                /* SIZED: when not in shortest form, else 0 */
    uint64_t extended[BB_MAX_RUN]; /* value of each nibble-coded field */
};

/* The word of a run that is SIZED has as many bytes as its scope. */
static bool read_word(const struct lifter *l, const struct bb_slot *slot, size_t room,
                      struct run *run)
{
    size_t n = slot->sized_run ? room : slot->run_bytes;
    if (room < n || n > slot->run_bytes)
        return false;
    run->word = load(l->bytes + l->at, (unsigned)n, slot->fields[0].little_endian);
    run->len = n;
    run->width = slot->sized_run && n != bb_sized_width(run->word) ? (unsigned)n : 0;
    return true;
}

/* Reads the word and the extensions behind it. False if they do not fit or a nibble is reserved. */
static bool read_run(const struct lifter *l, const struct lift_frame *f, unsigned first,
                     struct run *ret_run)
{
    const struct bb_slot *slot = &f->base.message->slots[first];
    size_t room = f->end - l->at;
    if (!read_word(l, slot, room, ret_run))
        return false;
    const uint8_t *ptr = l->bytes + l->at;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        if (field->coding != BB_CODING_NIBBLE)
            continue;
        unsigned nibble = ret_run->word >> field->shift & 15;
        unsigned extra = nibble < 13 ? 0 : nibble - 12;
        if (nibble == 15 || room - ret_run->len < extra)
            return false;
        uint64_t base = nibble < 13 ? nibble : nibble == 13 ? 13 : 269;
        ret_run->extended[i] = extra ? base + load(ptr + ret_run->len, extra, false) : base;
        ret_run->len += extra;
    }
    return true;
}

/* Lifts the run of bit fields that starts at slot `first`. */
static bool lift_run(struct lifter *l, struct lift_frame *f, unsigned first)
{
    const struct bb_slot *slot = &f->base.message->slots[first];
    struct run run;
    if (!read_run(l, f, first, &run))
        return cut(l, f, first);
    size_t offset = l->at;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        uint64_t value = field->coding == BB_CODING_NIBBLE
                             ? run.extended[i]
                             : run.word >> field->shift & bb_field_max(field);
        if (field->delta && f->parent)
            value = f->parent->running += value;
        take_uint(l, f, field, value, i == 0 ? run.width : 0, offset, run.len);
    }
    l->at += run.len;
    return true;
}

/* MQTT 5 section 1.5.5. False if it does not end within 4 bytes or the scope. */
static bool lift_base128(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                         size_t end)
{
    uint64_t value = 0;
    unsigned width = 0;
    uint8_t byte;
    do {
        if (width == BB_BASE128_MAX_WIDTH || l->at + width == end)
            return false;
        byte = l->bytes[l->at + width];
        value |= (uint64_t)(byte & 0x7f) << 7 * width;
        width++;
    } while (byte & 0x80);
    size_t offset = l->at;
    l->at += width;
    take_uint(l, f, field, value, width == bb_base128_width(value) ? 0 : width, offset, width);
    return true;
}

static bool lift_sized(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end)
{
    size_t width = end - l->at;
    if (width > field->bits / 8u)
        return false;
    uint64_t value = load(l->bytes + l->at, (unsigned)width, false);
    size_t offset = l->at;
    l->at = end;
    unsigned forced = width == bb_sized_width(value) ? 0 : (unsigned)width;
    take_uint(l, f, field, value, forced, offset, width);
    return true;
}

/* --- fields --------------------------------------------------------------------------------- */

static struct bb_expr_env environment(const struct lifter *l, const struct lift_frame *f)
{
    bool more = l->at < f->end;
    return (struct bb_expr_env){
        .frame = &f->base,
        .context = &l->context,
        .more = more,
        .peek = more ? l->bytes[l->at] : 256,
    };
}

static uint64_t eval(const struct lifter *l, const struct lift_frame *f, const struct bb_op *code)
{
    struct bb_expr_env env = environment(l, f);
    return bb_expr_eval(code, &env);
}

static void lift_message(struct lifter *l, struct lift_frame *parent, struct bb_node *node,
                         const struct bb_message *message, size_t end, bool owns_end);

static bool lift_bytes(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end)
{
    struct bb_node *node = append(l, f, BB_NODE_BYTES, field, field->slot);
    node->data = l->bytes + l->at;
    node->len = (uint32_t)(end - l->at);
    see(l, BB_SEEN_BYTES, f->base.message, field, l->at, end - l->at, 0);
    l->at = end;
    return true;
}

/* Lifts one field or element within [at, end). False, and nothing taken, if it does not fit. */
static bool lift_field(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                       size_t end, bool owns_end)
{
    if (field->type == BB_TYPE_MESSAGE) {
        struct bb_node *node = append(l, f, BB_NODE_MESSAGE, field, field->slot);
        if (!l->exhausted)
            lift_message(l, f, node, field->message, end, owns_end);
        return true;
    }
    if (field->type == BB_TYPE_BYTES)
        return lift_bytes(l, f, field, end);
    if (field->coding == BB_CODING_BASE128)
        return lift_base128(l, f, field, end);
    if (field->coding == BB_CODING_SIZED)
        return lift_sized(l, f, field, end);
    unsigned n = field->bits / 8u;
    if (end - l->at < n)
        return false;
    uint64_t value = load(l->bytes + l->at, n, field->little_endian);
    take_uint(l, f, field, value, 0, l->at, n);
    l->at += n;
    return true;
}

/* Which member of a oneof the wire holds; NULL if none fits. */
static const struct bb_field *choose(const struct lifter *l, const struct lift_frame *f,
                                     const struct bb_slot *slot)
{
    if (slot->n_fields == 1)
        return &slot->fields[0];
    if (slot->choose)
        return bb_slot_choose(slot, eval(l, f, slot->choose));
    if (f->end - l->at < slot->tag_bytes)
        return NULL;
    uint64_t peeked = load(l->bytes + l->at, slot->tag_bytes, false);
    const struct bb_field *otherwise = NULL;
    for (unsigned i = 0; i < slot->n_fields; i++) {
        const struct bb_field *field = &slot->fields[i];
        if (field->otherwise)
            otherwise = field;
        else if ((peeked & field->tag_mask) == field->tag)
            return field;
    }
    return otherwise;
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
    if (!node || node->slot != slot->selector || node->value != member->cases[0] || node->len)
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
        return fits || cut(l, f, i);
    if (l->at < end || !fits)
        append_raw(l, f, i, end, 0);
    return true;
}

static bool another(const struct lifter *l, const struct lift_frame *f, const struct bb_slot *slot,
                    size_t end, uint64_t n_left)
{
    if (l->at >= end || n_left == 0 || l->exhausted)
        return false;
    return !slot->repeat_while || eval(l, f, slot->repeat_while);
}

static bool lift_list(struct lifter *l, struct lift_frame *f, unsigned i, size_t end, bool owned)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    struct measure *count = slot->count_measure >= 0 ? &f->measures[slot->count_measure] : NULL;
    uint64_t limit = count && count->field && !owned ? count->target : UINT64_MAX;
    uint64_t n = 0;
    bool fits = true;
    f->running = 0;
    while (fits && another(l, f, slot, end, limit - n)) {
        size_t before = l->at;
        fits = lift_field(l, f, &slot->fields[0], end, false);
        n += fits;
        if (l->at == before)
            break;
    }
    if (count && count->field)
        settle(l, f, count, n);
    if (owned && l->at < end)
        append_raw(l, f, i, end, 0);
    return fits || owned || cut(l, f, i);
}

/* How far the slot's bytes reach. False if they were to reach over the end of the scope. */
static bool slot_extent(const struct lifter *l, const struct lift_frame *f,
                        const struct bb_slot *slot, size_t *ret_end, bool *ret_owned)
{
    size_t room = f->end - l->at;
    const struct measure *m = slot->length_measure >= 0 ? &f->measures[slot->length_measure] : NULL;
    *ret_owned = true;
    if (m && m->field) {
        *ret_end = l->at + announced_bytes(m, room);
    } else if (slot->rest) {
        *ret_end = f->end - (room < slot->reserve ? room : slot->reserve);
    } else if (slot->size) {
        uint64_t n = eval(l, f, slot->size);
        if (n > room)
            return false;
        *ret_end = l->at + (size_t)n;
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
    f->end = l->at + announced_bytes(m, f->end - l->at);
    f->owns_end = true;
}

static bool is_present(const struct lifter *l, const struct lift_frame *f,
                       const struct bb_slot *slot, unsigned i)
{
    return slot->prefixed ? f->absent != i : !slot->when || eval(l, f, slot->when);
}

/* Lifts the slot. False when the message was cut. */
static bool lift_slot(struct lifter *l, struct lift_frame *f, unsigned i)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    begin_measures(l, f, slot->begins);
    narrow_end(l, f, slot);
    if (!is_present(l, f, slot, i)) {
        f->absent = i + 1;
        return true;
    }
    if (slot->run_fields)
        return lift_run(l, f, i);
    size_t end = 0;
    bool owned = false;
    if (!slot_extent(l, f, slot, &end, &owned))
        return cut(l, f, i);
    size_t start = l->at;
    bool whole = slot->repeated ? lift_list(l, f, i, end, owned) : lift_single(l, f, i, end, owned);
    struct measure *m = slot->length_measure >= 0 ? &f->measures[slot->length_measure] : NULL;
    if (m && m->field)
        settle(l, f, m, l->at - start);
    return whole;
}

static void lift_slots(struct lifter *l, struct lift_frame *f)
{
    const struct bb_slot *slots = f->base.message->slots;
    unsigned n_slots = f->base.message->n_slots;
    for (unsigned i = 0; i < n_slots; i += slots[i].run_fields ? slots[i].run_fields : 1)
        if (l->exhausted || !lift_slot(l, f, i))
            return;
    begin_measures(l, f, slots[n_slots].begins);
    narrow_end(l, f, &slots[n_slots]);
    if (f->owns_end && l->at < f->end)
        append_raw(l, f, n_slots, f->end, BB_NODE_CUT);
}

static void lift_message(struct lifter *l, struct lift_frame *parent, struct bb_node *node,
                         const struct bb_message *message, size_t end, bool owns_end)
{
    struct lift_frame f = {
        .base = {.parent = parent ? &parent->base : NULL, .message = message, .node = node},
        .parent = parent,
        .node = node,
        .tail = &node->child,
        .end = end,
        .owns_end = owns_end,
    };
    size_t start = l->at;
    see(l, BB_SEEN_ENTER, message, node->field, start, 0, 0);
    l->depth++;
    if (l->depth > BB_MAX_DEPTH)
        cut(l, &f, 0);
    else
        lift_slots(l, &f);
    settle_rest(l, &f);
    l->depth--;
    see(l, BB_SEEN_LEAVE, message, node->field, start, l->at - start, 0);
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

enum bb_status bb_lift(const struct bb_grammar *grammar, struct bb_bytes bytes,
                       struct bb_tree *tree, const struct bb_lift_observer *observer)
{
    if (bytes.len > UINT32_MAX)
        return BB_LIMIT;
    bb_arena_reset(&tree->arena);
    tree->grammar = grammar;
    tree->n_nodes = 1;
    struct lifter l = {.tree = tree, .observer = observer};
    struct bb_node *root = bb_arena_zalloc(&tree->arena, sizeof *root);
    l.bytes = bb_arena_copy(&tree->arena, bytes);
    if (!root || !l.bytes)
        return BB_NO_MEMORY;
    root->kind = BB_NODE_MESSAGE;
    tree->root = root;
    lift_message(&l, NULL, root, grammar->root, bytes.len, true);
    return l.exhausted ? keep_raw(tree, bytes) : BB_OK;
}
