/*
 * Tree to bytes: the mirror of lift.c.
 *
 * Lengths and counts stand before what they measure, so they are written as holes and filled once
 * their range is done. A varint's hole may turn out too small; then the bytes behind it move up.
 */
#include "grammar/frame.h"

struct hole {
    const struct bb_field *field; /* NULL: nothing is pending */
    uint64_t lie;                 /* added to the truth */
    size_t offset;                /* of the run's word or the varint */
    size_t extension;             /* NIBBLE: where its extension bytes go */
    uint8_t run_bytes;
    bool doubled;
    uint8_t forced; /* BASE128: width of the lie, 0 = shortest */
    bool begun;
    size_t start; /* where the measured range begins, once begun */
};

struct render_frame {
    struct bb_scope base;
    struct render_frame *parent;
    const struct bb_node *cursor; /* next child to write */
    uint64_t running;             /* sum of the deltas in the list under way */
    unsigned absent;              /* the last slot that was not there, plus one */
    struct hole holes[BB_MAX_MEASURES];
};

struct renderer {
    uint8_t *out;
    size_t at;
    size_t size;
    struct bb_context context;
    unsigned depth;
    bool overflow;
};

static void render_message(struct renderer *r, struct render_frame *parent,
                           const struct bb_node *node, const struct bb_message *message);

/* --- bytes ---------------------------------------------------------------------------------- */

static bool reserve(struct renderer *r, size_t n)
{
    if (r->size - r->at < n)
        r->overflow = true;
    return !r->overflow;
}

static void put(struct renderer *r, const uint8_t *data, size_t n)
{
    if (!reserve(r, n))
        return;
    if (n)
        memcpy(r->out + r->at, data, n);
    r->at += n;
}

static void put_zeros(struct renderer *r, size_t n)
{
    if (!reserve(r, n))
        return;
    memset(r->out + r->at, 0, n);
    r->at += n;
}

static void put_uint(struct renderer *r, unsigned n, bool little_endian, uint64_t value)
{
    if (!reserve(r, n))
        return;
    bb_store(r->out + r->at, n, little_endian, value);
    r->at += n;
}

static unsigned base128_width(uint64_t value, unsigned forced)
{
    unsigned shortest = bb_base128_width(value);
    return forced <= shortest              ? shortest
           : forced < BB_BASE128_MAX_WIDTH ? forced
                                           : BB_BASE128_MAX_WIDTH;
}

static void put_base128(struct renderer *r, unsigned forced, uint64_t value)
{
    unsigned width = base128_width(value, forced);
    if (!reserve(r, width))
        return;
    bb_store_base128(r->out + r->at, width, value);
    r->at += width;
}

static unsigned sized_width(uint64_t value, unsigned forced)
{
    return !forced                       ? bb_sized_width(value)
           : forced < BB_SIZED_MAX_WIDTH ? forced
                                         : BB_SIZED_MAX_WIDTH;
}

static void put_raw(struct renderer *r, struct render_frame *f)
{
    put(r, f->cursor->data, f->cursor->len);
    f->cursor = f->cursor->next;
}

/* --- holes ---------------------------------------------------------------------------------- */

/* Makes room for n bytes at `offset`; what this frame remembers of later places moves along.
 * (Frames further out remember only places before.) */
static bool open_gap(struct renderer *r, struct render_frame *f, size_t offset, size_t n)
{
    if (!reserve(r, n))
        return false;
    memmove(r->out + offset + n, r->out + offset, r->at - offset);
    r->at += n;
    for (unsigned i = 0; i < f->base.message->n_measures; i++) {
        struct hole *hole = &f->holes[i];
        hole->offset += hole->offset >= offset ? n : 0;
        hole->extension += hole->extension >= offset ? n : 0;
        hole->start += hole->start >= offset ? n : 0;
    }
    return true;
}

static void patch_word(struct renderer *r, const struct hole *hole, uint64_t bits)
{
    uint8_t *ptr = r->out + hole->offset;
    bool little_endian = hole->field->little_endian;
    uint64_t word = bb_load(ptr, hole->run_bytes, little_endian);
    bb_store(ptr, hole->run_bytes, little_endian, word | bits << hole->field->shift);
}

/* RFC 7252 section 3.1: the nibble itself, given how many extension bytes follow. */
static unsigned nibble_code(uint64_t value)
{
    unsigned extra = bb_nibble_extension(value);
    return extra ? 12 + extra : (unsigned)value;
}

static void store_extension(uint8_t *ptr, uint64_t value)
{
    unsigned extra = bb_nibble_extension(value);
    bb_store(ptr, extra, false, value - (extra == 2 ? 269 : 13));
}

static void fill(struct renderer *r, struct render_frame *f, struct hole *hole, uint64_t actual)
{
    const struct bb_field *field = hole->field;
    uint64_t units = field->role == BB_LENGTH ? actual / field->unit : actual;
    uint64_t truth = units + (uint64_t)(int64_t)field->bias;
    uint64_t value = bb_field_fit(field, (truth << hole->doubled) + hole->lie);
    if (r->overflow)
        return;
    if (field->coding == BB_CODING_BASE128) {
        unsigned width = base128_width(value, hole->forced);
        size_t offset = hole->offset;
        if (width == 1 || open_gap(r, f, offset + 1, width - 1))
            bb_store_base128(r->out + offset, width, value);
    } else if (field->coding == BB_CODING_NIBBLE) {
        patch_word(r, hole, nibble_code(value));
        size_t extension = hole->extension;
        unsigned extra = bb_nibble_extension(value);
        if (extra && open_gap(r, f, extension, extra))
            store_extension(r->out + extension, value);
    } else {
        patch_word(r, hole, value);
    }
    hole->field = NULL;
}

static void begin_measures(struct renderer *r, struct render_frame *f, unsigned begins)
{
    for (unsigned i = 0; begins; i++, begins >>= 1) {
        if (begins & 1) {
            f->holes[i].begun = true;
            f->holes[i].start = r->at;
        }
    }
}

/* Last ones first: filling one may lengthen the range of another that stands before it. */
static void fill_rest(struct renderer *r, struct render_frame *f)
{
    for (unsigned i = f->base.message->n_measures; i-- > 0;) {
        struct hole *hole = &f->holes[i];
        if (hole->field)
            fill(r, f, hole, hole->field->to_end && hole->begun ? r->at - hole->start : 0);
    }
}

/* --- integers ------------------------------------------------------------------------------- */

static bool is_lie(const struct bb_node *node)
{
    return node && !(node->flags & BB_NODE_RELATIVE);
}

static bool is_measure(const struct bb_field *field)
{
    return field->role == BB_LENGTH || field->role == BB_COUNT;
}

/* The value to write, but for lengths and counts that are not known yet. */
static uint64_t value_of(const struct renderer *r, const struct render_frame *f,
                         const struct bb_field *field, const struct bb_node *node)
{
    if (is_lie(node))
        return node->value;
    uint64_t truth = 0;
    if (field->role == BB_CONSTANT) {
        truth = field->constant;
    } else if (field->role == BB_SELECTOR) {
        truth = bb_selector_value(&f->base, field->slot);
    } else if (field->role == BB_DIGEST && !r->overflow) {
        size_t start = f->holes[field->measure].start;
        truth = bb_digest(field->digest, bb_bytes_of(r->out + start, r->at - start));
    }
    return node ? (truth << !!(node->flags & BB_NODE_DOUBLED)) + node->value : truth;
}

/* What stands on the wire for a value that is kept as a sum over its siblings. */
static uint64_t take_delta(struct render_frame *f, const struct bb_field *field, uint64_t value)
{
    if (!field->delta || !f->parent)
        return value;
    uint64_t difference = value > f->parent->running ? value - f->parent->running : 0;
    if (difference > bb_field_max(field))
        difference = bb_field_max(field);
    f->parent->running += difference;
    return difference;
}

static struct hole *dig_hole(struct render_frame *f, const struct bb_field *field,
                             const struct bb_node *node, size_t offset)
{
    struct hole *hole = &f->holes[field->measure];
    *hole = (struct hole){.field = field, .offset = offset};
    if (node) {
        hole->lie = node->value;
        hole->doubled = node->flags & BB_NODE_DOUBLED;
        hole->forced = (uint8_t)node->len;
    }
    return hole;
}

/* The child in that slot, if it is next; moves the cursor behind it. */
static const struct bb_node *next_in_slot(struct render_frame *f, unsigned slot)
{
    while (f->cursor && f->cursor->slot < slot)
        f->cursor = f->cursor->next;
    const struct bb_node *node = f->cursor;
    if (!node || node->slot != slot || node->kind == BB_NODE_RAW)
        return NULL;
    f->cursor = node->next;
    return node;
}

static void render_run(struct renderer *r, struct render_frame *f, unsigned first)
{
    const struct bb_slot *slot = &f->base.message->slots[first];
    const bool little_endian = slot->fields[0].little_endian;
    uint8_t extensions[2 * BB_MAX_RUN];
    size_t extended = 0;
    size_t offset = r->at;
    uint64_t word = 0;
    unsigned forced = 0;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        const struct bb_node *node = next_in_slot(f, first + i);
        if (i == 0 && node)
            forced = node->len;
        if (is_measure(field) && !is_lie(node)) {
            struct hole *hole = dig_hole(f, field, node, offset);
            hole->run_bytes = slot->run_bytes;
            hole->extension = offset + slot->run_bytes + extended;
            continue;
        }
        uint64_t value = take_delta(f, field, value_of(r, f, field, node));
        uint64_t code = value = bb_field_fit(field, value);
        if (field->coding == BB_CODING_NIBBLE) {
            store_extension(extensions + extended, value);
            extended += bb_nibble_extension(value);
            code = nibble_code(value);
        }
        word |= code << field->shift;
        bb_context_note(&r->context, field, field->delta && f->parent ? f->parent->running : value);
    }
    put_uint(r, slot->sized_run ? sized_width(word, forced) : slot->run_bytes, little_endian, word);
    put(r, extensions, extended);
}

static void render_uint(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                        const struct bb_node *node)
{
    if (is_measure(field) && !is_lie(node)) {
        dig_hole(f, field, node, r->at);
        put_zeros(r, 1);
        return;
    }
    uint64_t value = value_of(r, f, field, node) & bb_field_max(field);
    unsigned forced = node ? node->len : 0;
    if (field->coding == BB_CODING_BASE128)
        put_base128(r, forced, value);
    else if (field->coding == BB_CODING_SIZED)
        put_uint(r, sized_width(value, forced), false, value);
    else
        put_uint(r, field->bits / 8u, field->little_endian, value);
    bb_context_note(&r->context, field, value);
}

/* --- fields --------------------------------------------------------------------------------- */

/* Whether the lift saw bytes here: a message cut with nothing left had none. */
static bool more(const struct render_frame *f)
{
    return f->cursor && !(f->cursor->kind == BB_NODE_RAW && f->cursor->len == 0);
}

static uint64_t eval(const struct renderer *r, const struct render_frame *f,
                     const struct bb_op *code)
{
    struct bb_expr_env env = {.frame = &f->base,
                              .context = &r->context,
                              .more = more(f),
                              .peek = 256};
    return bb_expr_eval(code, &env);
}

/* Bytes of a stated size are padded with zeros or shortened to it. */
static void render_bytes(struct renderer *r, struct render_frame *f, const struct bb_slot *slot,
                         const struct bb_node *node)
{
    size_t have = node ? node->len : 0;
    if (!slot->size) {
        put(r, node ? node->data : NULL, have);
        return;
    }
    uint64_t want = eval(r, f, slot->size);
    if (want > r->size - r->at) {
        r->overflow = true;
        return;
    }
    put(r, node ? node->data : NULL, have < want ? have : (size_t)want);
    put_zeros(r, have < want ? (size_t)want - have : 0);
}

/* node may be NULL: the field's default. */
static void render_field(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                         const struct bb_node *node)
{
    if (field->type == BB_TYPE_MESSAGE)
        render_message(r, f, node, field->message);
    else if (field->type == BB_TYPE_BYTES)
        render_bytes(r, f, &f->base.message->slots[field->slot], node);
    else
        render_uint(r, f, field, node);
}

static void render_default(struct renderer *r, struct render_frame *f, const struct bb_slot *slot)
{
    const struct bb_field *field = &slot->fields[0];
    if (slot->choose)
        field = bb_slot_choose(slot, eval(r, f, slot->choose));
    if (field && !slot->repeated)
        render_field(r, f, field, NULL);
}

static bool is_cut(const struct bb_node *node, unsigned slot)
{
    return node && node->slot == slot && node->kind == BB_NODE_RAW && node->flags & BB_NODE_CUT;
}

/* Writes all nodes in the slot and returns how many elements that were. */
static uint64_t render_nodes(struct renderer *r, struct render_frame *f, unsigned i)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    uint64_t n = 0;
    if (!f->cursor || f->cursor->slot != i)
        render_default(r, f, slot);
    while (f->cursor && f->cursor->slot == i && !is_cut(f->cursor, i) && !r->overflow) {
        if (f->cursor->kind == BB_NODE_RAW) {
            put_raw(r, f);
            continue;
        }
        const struct bb_node *node = f->cursor;
        f->cursor = node->next;
        if (slot->repeated || n == 0)
            render_field(r, f, node->field, node);
        n++;
    }
    return n;
}

/* The slot with what `slot` is the length of counts as this slot: they come and go together. */
static bool is_present(const struct renderer *r, const struct render_frame *f,
                       const struct bb_slot *slot, unsigned i)
{
    if (slot->prefixed)
        return f->absent != i;
    if (slot->optional)
        return f->cursor && f->cursor->slot <= i + slot[1].prefixed;
    return !slot->when || eval(r, f, slot->when);
}

static void render_slot(struct renderer *r, struct render_frame *f, unsigned i)
{
    const struct bb_slot *slot = &f->base.message->slots[i];
    begin_measures(r, f, slot->begins);
    if (is_cut(f->cursor, i))
        return;
    if (!is_present(r, f, slot, i)) {
        f->absent = i + 1;
        return;
    }
    if (slot->run_fields) {
        render_run(r, f, i);
        return;
    }
    f->running = 0;
    uint64_t n = render_nodes(r, f, i);
    struct hole *count = slot->count_measure >= 0 ? &f->holes[slot->count_measure] : NULL;
    struct hole *length = slot->length_measure >= 0 ? &f->holes[slot->length_measure] : NULL;
    if (count && count->field)
        fill(r, f, count, n);
    if (length && length->field)
        fill(r, f, length, r->at - length->start);
}

static void render_slots(struct renderer *r, struct render_frame *f)
{
    const struct bb_slot *slots = f->base.message->slots;
    unsigned n_slots = f->base.message->n_slots;
    for (unsigned i = 0; i <= n_slots; i += slots[i].run_fields ? slots[i].run_fields : 1) {
        while (f->cursor && f->cursor->slot < i)
            f->cursor = f->cursor->next;
        if (i < n_slots)
            render_slot(r, f, i);
        else
            begin_measures(r, f, slots[n_slots].begins);
        if (is_cut(f->cursor, i)) {
            put_raw(r, f);
            return;
        }
        if (r->overflow)
            return;
    }
}

static void render_message(struct renderer *r, struct render_frame *parent,
                           const struct bb_node *node, const struct bb_message *message)
{
    struct render_frame f; /* its holes are many and mostly unused: set one by one */
    f.base = (struct bb_scope){parent ? &parent->base : NULL, message, node};
    f.parent = parent;
    f.cursor = node ? node->child : NULL;
    f.absent = 0;
    f.running = 0;
    for (unsigned i = 0; i < message->n_measures; i++)
        f.holes[i] = (struct hole){0};
    if (r->depth == BB_MAX_DEPTH) {
        if (is_cut(f.cursor, 0))
            put_raw(r, &f);
        return;
    }
    r->depth++;
    render_slots(r, &f);
    fill_rest(r, &f);
    r->depth--;
}

enum bb_status bb_render(const struct bb_tree *tree, uint8_t *out, size_t size, size_t *ret_size)
{
    struct renderer r = {.out = out, .size = size};
    if (tree->root)
        render_message(&r, NULL, tree->root, tree->grammar->root);
    if (r.overflow)
        return BB_LIMIT;
    *ret_size = r.at;
    return BB_OK;
}
