/*
 * What the code is made of that protoc-gen-wire writes for each message (compiler/emit_straight.c):
 * straight-line code that renders its slots where all is as usual. It does what render.c does by
 * the tables, whose constants the compiler knows here; and it leaves to render.c what it has no
 * words for, slot by slot.
 *
 * As usual, or regular, is a message without raw bytes, lies, cuts or codes among its children.
 */
#ifndef BB_GRAMMAR_RENDER_STRAIGHT_H
#define BB_GRAMMAR_RENDER_STRAIGHT_H

#include "grammar/render_private.h"

#define BB_STRAIGHT static inline __attribute__((always_inline))

/* The child in that slot, if it is next; it is taken off the list. */
BB_STRAIGHT const struct bb_node *bb_straight_take(const struct bb_node **list, unsigned slot)
{
    const struct bb_node *node = *list;
    if (!node || node->slot != slot)
        return NULL;
    *list = node->next;
    return node;
}

BB_STRAIGHT const struct bb_node *bb_straight_skip(const struct bb_node *list, unsigned slot)
{
    while (list && list->slot <= slot)
        list = list->next;
    return list;
}

/* Of an integer without a node the constant or default. */
BB_STRAIGHT uint64_t bb_straight_value(const struct bb_node *node, uint64_t otherwise)
{
    return node ? node->value : otherwise;
}

BB_STRAIGHT uint64_t bb_straight_selector(const struct render_frame *f, const struct bb_node *node,
                                          unsigned slot)
{
    return node ? node->value : bb_selector_value(&f->base, slot);
}

/* BB_OP_MORE */
BB_STRAIGHT bool bb_straight_more(const struct bb_node *list, unsigned n_slots)
{
    return list && list->slot <= n_slots;
}

BB_STRAIGHT void bb_straight_begin(struct renderer *r, struct render_frame *f, unsigned measure)
{
    f->holes[measure].begun = true;
    f->holes[measure].start = r->at;
}

/* A length or count, in a run of so many bytes, or a varint of which one byte is written. */
BB_STRAIGHT void bb_straight_dig(struct render_frame *f, const struct bb_field *field,
                                 size_t offset, unsigned run_bytes)
{
    struct hole *hole = &f->holes[field->measure];
    hole->field = field;
    hole->lie = 0;
    hole->offset = offset;
    hole->extension = offset + run_bytes;
    hole->run_bytes = (uint8_t)run_bytes;
    hole->doubled = false;
    hole->forced = 0;
    hole->begun = false;
}

/* Fills it, if it is this field's. `max` is the field's largest value. */
BB_STRAIGHT void bb_straight_fill(struct renderer *r, struct render_frame *f,
                                  const struct bb_field *field, unsigned run_bytes, uint64_t max,
                                  uint64_t actual)
{
    struct hole *hole = &f->holes[field->measure];
    uint64_t units = field->role == BB_LENGTH ? (actual + field->before) / field->unit : actual;
    uint64_t value = units + (uint64_t)(int64_t)field->bias;
    value = max & (max + 1) ? value % (max + 1) : value & max;
    bool whole = field->coding == BB_CODING_FIXED && field->bits == 8 * run_bytes;
    bool short_form = field->coding == BB_CODING_BASE128 && value < 0x80;
    if (hole->field != field || r->overflow || !(whole || short_form)) {
        if (hole->field)
            bb_render_fill(r, f, hole, actual);
        return;
    }
    if (whole)
        bb_store(r->out + hole->offset, run_bytes, field->little_endian, value);
    else
        r->out[hole->offset] = (uint8_t)value;
    hole->field = NULL;
}

/* A message whose type is known, without a delimiter of its own; `straight` is its code. */
BB_STRAIGHT void bb_straight_message(struct renderer *r, struct render_frame *parent,
                                     const struct bb_node *node, const struct bb_message *message,
                                     void (*straight)(struct renderer *r, struct render_frame *f))
{
    if (r->by_tables || r->depth == BB_MAX_DEPTH || !bb_is_regular(node, message->slots)) {
        bb_render_message(r, parent, node, message);
        return;
    }
    struct render_frame f;
    bb_render_open(r, &f, parent, node, message);
    r->depth++;
    straight(r, &f);
    bool pending = r->n_pending;
    for (unsigned i = 0; i < message->n_measures; i++)
        pending |= f.holes[i].field != NULL;
    if (pending)
        bb_render_fill_rest(r, &f);
    if (message->n_digests)
        bb_render_fill_digests(r, &f);
    r->depth--;
}

#endif
