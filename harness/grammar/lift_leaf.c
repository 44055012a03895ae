#include "grammar/ber.h"
#include "grammar/lift_private.h"

void bb_lift_uint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                  uint64_t wire, unsigned width, size_t offset, size_t len)
{
    uint64_t value = bb_field_from_wire(field, wire);
    bb_lift_see(l, BB_SEEN_UINT, f->base.message, field, offset, len, value);
    uint64_t truth = value;
    switch (field->role) {
    case BB_LENGTH:
    case BB_COUNT:
        bb_lift_read_measure(l, f,
                             (struct measure){.field = field,
                                              .wire = value,
                                              .width = (uint8_t)width,
                                              .offset = offset});
        return;
    case BB_CONSTANT: truth = field->constant; break;
    case BB_COMPUTED: truth = bb_lift_computed(l, f, field); break;
    case BB_DIGEST: bb_lift_read_digest(f, field, value, offset, len); return;
    default: break;
    }
    bool plain = field->role == BB_PLAIN || field->role == BB_SELECTOR;
    bool late = field->late && l->joiner;
    if (plain || late || value != truth || width) {
        struct bb_node *node = bb_lift_append(l, f, BB_NODE_UINT, field, field->slot);
        node->value = value;
        node->len = width;
        if (late)
            bb_lift_put_off(l, f, node, offset);
    }
    if (value != truth && !late)
        bb_lift_see(l, BB_SEEN_LIE, f->base.message, field, offset, 0, truth);
    bb_context_note(&l->context, field, value);
}

struct run {
    uint64_t word;
    size_t len;                    /* with extensions */
    unsigned width;                /* SIZED: when not in shortest form, else 0 */
    uint64_t extended[BB_MAX_RUN]; /* value of each EXTENDED field */
    uint8_t forms[BB_MAX_RUN];     /* and its form, when not the first that can hold it, else 0 */
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

/* Reads the value of EXTENDED bits, and their extension from the `room` bytes at ptr. Returns how
 * many bytes that has; -1 if it does not fit or the bits are reserved. */
static int read_extended(const struct bb_field *field, uint64_t code, const uint8_t *ptr,
                         size_t room, uint64_t *ret_value, uint8_t *ret_form)
{
    int form = bb_extended_announced(field, code);
    unsigned n = form < 0 ? 0 : bb_extended_bytes(field, (unsigned)form);
    if (form < 0 || room < n)
        return -1;
    *ret_value = bb_extended_load(field, ptr, code, (unsigned)form);
    *ret_form = bb_extended_form(field, *ret_value, 0) == (unsigned)form ? 0 : (uint8_t)form;
    return (int)n;
}

/* Reads the word and the extensions behind it. False if they do not fit or bits are reserved. */
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
        if (field->coding != BB_CODING_EXTENDED)
            continue;
        uint64_t code = ret_run->word >> field->shift & (((uint64_t)1 << field->bits) - 1);
        int n = read_extended(field, code, ptr + ret_run->len, room - ret_run->len,
                              &ret_run->extended[i], &ret_run->forms[i]);
        if (n < 0)
            return false;
        ret_run->len += (size_t)n;
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
        bool extended = field->coding == BB_CODING_EXTENDED;
        uint64_t value =
            extended ? run.extended[i] : run.word >> field->shift & bb_field_max(field);
        unsigned forced = extended ? run.forms[i] : i == 0 ? run.width : 0;
        if (field->delta && f->parent)
            value = f->parent->running += value;
        bb_lift_uint(l, f, field, value, forced, offset, run.len);
    }
    l->at += run.len;
    return true;
}

/* An indefinite length. False, and nothing taken, if there is no end to what it covers. */
static bool lift_indefinite(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                            size_t end)
{
    size_t offset = l->at;
    size_t n = 0;
    if (!bb_ber_find_end(bb_bytes_of(l->bytes + offset + 1, end - offset - 1), &n))
        return false;
    l->at++;
    bb_lift_uint(l, f, field, n, BB_BER_INDEFINITE, offset, 1);
    return true;
}

bool bb_lift_varint(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                    size_t end)
{
    uint64_t value = 0;
    size_t offset = l->at;
    if (field->indefinite && offset < end && l->bytes[offset] == 0x80)
        return lift_indefinite(l, f, field, end);
    unsigned width = bb_varint_read(field, l->bytes + offset, end - offset, &value);
    if (!width)
        return false;
    l->at += width;
    unsigned forced = width == bb_varint_width(field, value, 0) ? 0 : width;
    bb_lift_uint(l, f, field, value, forced, offset, width);
    return true;
}

bool bb_lift_extended(struct lifter *l, struct lift_frame *f, const struct bb_field *field,
                      size_t end)
{
    size_t offset = l->at;
    size_t n = field->bits / 8u;
    if (end - offset < n)
        return false;
    uint64_t value = 0;
    uint8_t form = 0;
    const uint8_t *ptr = l->bytes + offset;
    uint64_t code = bb_load(ptr, (unsigned)n, field->little_endian);
    int more = read_extended(field, code, ptr + n, end - offset - n, &value, &form);
    if (more < 0)
        return false;
    n += (size_t)more;
    l->at += n;
    bb_lift_uint(l, f, field, value, form, offset, n);
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
