#include "grammar/ber.h"
#include "grammar/number.h"
#include "grammar/render_private.h"

static bool is_lie(const struct bb_node *node)
{
    return node && !(node->flags & BB_NODE_RELATIVE);
}

/* The value to write, but for what is not known yet. */
static uint64_t value_of(const struct renderer *r, const struct render_frame *f,
                         const struct bb_field *field, const struct bb_node *node)
{
    if (is_lie(node))
        return bb_node_value(node);
    uint64_t truth = 0;
    if (field->role == BB_CONSTANT) {
        truth = field->constant;
    } else if (field->role == BB_COMPUTED) {
        truth = bb_field_fit(field, bb_render_eval(r, f, f->base.message->slots[field->slot].is));
    } else if (field->role == BB_SELECTOR) {
        truth = bb_selector_value(&f->base, field->slot);
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

/* The value of a quick field, whose node is no relative lie. */
static inline uint64_t quick_value(struct renderer *r, const struct render_frame *f,
                                   const struct bb_field *field, const struct bb_node *node)
{
    uint64_t value = node                         ? node->value
                     : field->role == BB_CONSTANT ? field->constant
                     : field->role == BB_SELECTOR ? bb_selector_value(&f->base, field->slot)
                                                  : 0;
    value &= UINT64_MAX >> (64 - field->bits);
    bb_context_note(r->context, field, value);
    return value;
}

static inline bool is_quick(const struct bb_field *field, const struct bb_node *node)
{
    return field->quick && (!node || (node->kind == BB_NODE_UINT && !node->flags));
}

void bb_render_run(struct renderer *r, struct render_frame *f, unsigned first)
{
    const struct bb_slot *slot = &f->base.message->slots[first];
    const bool little_endian = slot->fields[0].little_endian;
    uint8_t extensions[8 * BB_MAX_RUN];
    size_t extended = 0;
    size_t offset = r->at;
    uint64_t word = 0;
    unsigned forced = 0;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        const struct bb_node *node = next_in_slot(f, first + i);
        if (i == 0 && node)
            forced = node->len;
        if (is_quick(field, node)) {
            word |= quick_value(r, f, field, node) << field->shift;
            continue;
        }
        if (field->label && is_lie(node))
            *bb_render_dig_label(r, f, field->label) = (struct hole){0};
        if (bb_is_measure(field) && !is_lie(node)) {
            struct hole *hole = bb_render_dig(r, f, field, node, offset);
            hole->run_bytes = slot->run_bytes;
            hole->extension = offset + slot->run_bytes + extended;
            continue;
        }
        if (field->role == BB_DIGEST && !is_lie(node)) {
            bb_render_dig_digest(f, field, node, offset);
            continue;
        }
        uint64_t value = take_delta(f, field, value_of(r, f, field, node));
        if (field->reference)
            value = bb_anchors_place(r->anchors, value, offset - r->base);
        uint64_t code = bb_field_to_wire(field, value);
        value = bb_field_from_wire(field, code);
        if (field->coding == BB_CODING_EXTENDED) {
            unsigned form = bb_extended_form(field, code, node ? node->len : 0);
            bb_extended_store(field, extensions + extended, code, form);
            extended += bb_extended_bytes(field, form);
            code = bb_extended_code(field, code, form);
        }
        word |= code << field->shift;
        bb_context_note(r->context, field, field->delta && f->parent ? f->parent->running : value);
    }
    bb_put_uint(r, slot->sized_run ? bb_forced_sized_width(word, forced) : slot->run_bytes,
                little_endian, word);
    bb_put(r, extensions, extended);
}

/* The end-of-contents is written once the contents are. */
static void render_indefinite(struct renderer *r, struct render_frame *f,
                              const struct bb_field *field, const struct bb_node *node)
{
    bb_render_dig(r, f, field, node, r->at);
    bb_put_uint(r, 1, false, 0x80);
}

static void put_varint(struct renderer *r, const struct bb_field *field, unsigned forced,
                       uint64_t value)
{
    unsigned width = bb_varint_width(field, value, forced);
    if (!bb_render_reserve(r, width))
        return;
    bb_varint_store(field, r->out + r->at, width, value);
    r->at += width;
}

static void put_extended(struct renderer *r, const struct bb_field *field, unsigned forced,
                         uint64_t value)
{
    uint8_t extension[8];
    unsigned form = bb_extended_form(field, value, forced);
    bb_extended_store(field, extension, value, form);
    bb_put_uint(r, field->bits / 8u, field->little_endian, bb_extended_code(field, value, form));
    bb_put(r, extension, bb_extended_bytes(field, form));
}

/* As many digits as the field's size says, or its own, or as it takes. */
static void render_number(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                          const struct bb_node *node)
{
    uint64_t value = value_of(r, f, field, node);
    if (field->role == BB_DIGEST && !is_lie(node)) {
        bb_render_dig_digest(f, field, node, r->at);
        bb_put_zeros(r, field->digits);
        return;
    }
    if (node && node->kind == BB_NODE_BYTES) {
        bb_put(r, node->data, node->len);
        bb_context_note(r->context, field, value);
        return;
    }
    value = bb_field_fit(field, value);
    bb_context_note(r->context, field, value);
    const struct bb_slot *slot = &f->base.message->slots[field->slot];
    uint64_t width = slot->size      ? bb_render_eval(r, f, slot->size)
                     : field->digits ? field->digits
                                     : bb_number_width(field, value);
    if (width > r->size - r->at) {
        r->overflow = true;
        return;
    }
    bb_number_store(field, r->out + r->at, (size_t)width, value);
    r->at += (size_t)width;
}

void bb_render_uint(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                    const struct bb_node *node)
{
    if (field->ahead) {
        bb_context_note(r->context, field, value_of(r, f, field, node));
        return;
    }
    if (is_quick(field, node)) {
        bb_put_uint(r, field->bits / 8u, field->little_endian, quick_value(r, f, field, node));
        return;
    }
    if (field->label && is_lie(node))
        *bb_render_dig_label(r, f, field->label) = (struct hole){0};
    if (node && bb_ber_is_indefinite(field, node->len)) {
        render_indefinite(r, f, field, node);
        return;
    }
    if (bb_is_measure(field) && !is_lie(node)) {
        struct hole *hole = bb_render_dig(r, f, field, node, r->at);
        bb_put_zeros(r, 1);
        if (hole == &r->nowhere)
            bb_render_fill(r, f, hole, 0);
        return;
    }
    if (bb_field_is_number(field)) {
        render_number(r, f, field, node);
        return;
    }
    uint64_t value = value_of(r, f, field, node);
    if (field->reference)
        value = bb_anchors_place(r->anchors, value, r->at - r->base);
    uint64_t wire = bb_field_to_wire(field, value);
    unsigned forced = node ? node->len : 0;
    if (bb_is_varint(field))
        put_varint(r, field, forced, wire);
    else if (field->coding == BB_CODING_EXTENDED)
        put_extended(r, field, forced, wire);
    else if (field->coding == BB_CODING_SIZED)
        bb_put_uint(r, bb_forced_sized_width(wire, forced), false, wire);
    else
        bb_put_uint(r, field->bits / 8u, field->little_endian, wire);
    bb_context_note(r->context, field, bb_field_from_wire(field, wire));
}
