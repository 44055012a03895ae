#include "grammar/lift_private.h"

void bb_lift_uint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                  uint64_t value, unsigned width, size_t offset, size_t len)
{
    bb_lift_see(l, BB_SEEN_UINT, f->base.message, field, offset, len, value);
    uint64_t truth = value;
    switch (field->role) {
    case BB_LENGTH:
    case BB_COUNT: bb_lift_read_measure(f, field, value, width, offset); return;
    case BB_CONSTANT: truth = field->constant; break;
    case BB_DIGEST: bb_lift_read_digest(f, field, value, offset, len); return;
    default: break;
    }
    bool plain = field->role == BB_PLAIN || field->role == BB_SELECTOR;
    if (plain || value != truth || width) {
        struct bb_node *node = bb_lift_append(l, f, BB_NODE_UINT, field, field->slot);
        node->value = value;
        node->len = width;
    }
    if (value != truth)
        bb_lift_see(l, BB_SEEN_LIE, f->base.message, field, offset, 0, truth);
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
    run->word = bb_load(l->bytes + l->at, (unsigned)n, slot->fields[0].little_endian);
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
        ret_run->extended[i] = extra ? base + bb_load(ptr + ret_run->len, extra, false) : base;
        ret_run->len += extra;
    }
    return true;
}

bool bb_lift_run(struct lifter *l, struct lift_frame *f, unsigned first)
{
    const struct bb_slot *slot = &f->base.message->slots[first];
    struct run run;
    if (!read_run(l, f, first, &run))
        return bb_lift_cut(l, f, first);
    size_t offset = l->at;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        uint64_t value = field->coding == BB_CODING_NIBBLE
                             ? run.extended[i]
                             : run.word >> field->shift & bb_field_max(field);
        if (field->delta && f->parent)
            value = f->parent->running += value;
        bb_lift_uint(l, f, field, value, i == 0 ? run.width : 0, offset, run.len);
    }
    l->at += run.len;
    return true;
}

bool bb_lift_base128(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
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
    bb_lift_uint(l, f, field, value, width == bb_base128_width(value) ? 0 : width, offset, width);
    return true;
}

bool bb_lift_sized(struct lifter *l, struct lift_frame *f, const struct bb_field *field, size_t end)
{
    size_t width = end - l->at;
    if (width > field->bits / 8u)
        return false;
    uint64_t value = bb_load(l->bytes + l->at, (unsigned)width, false);
    size_t offset = l->at;
    l->at = end;
    unsigned forced = width == bb_sized_width(value) ? 0 : (unsigned)width;
    bb_lift_uint(l, f, field, value, forced, offset, width);
    return true;
}
