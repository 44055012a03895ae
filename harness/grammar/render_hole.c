#include "grammar/ber.h"
#include "grammar/number.h"
#include "grammar/render_private.h"

struct hole *bb_render_dig(struct renderer *r, struct render_frame *f, const struct bb_field *field,
                           const struct bb_node *node, size_t offset)
{
    struct hole *hole =
        field->label ? bb_render_dig_label(r, f, field->label) : &f->holes[field->measure];
    *hole = (struct hole){.field = field, .offset = offset};
    if (node) {
        hole->lie = node->value;
        hole->doubled = node->flags & BB_NODE_DOUBLED;
        hole->forced = (uint8_t)node->len;
    }
    return hole;
}

static void shift(struct hole *hole, size_t offset, size_t n)
{
    hole->offset += hole->offset >= offset ? n : 0;
    hole->extension += hole->extension >= offset ? n : 0;
    hole->start += hole->start >= offset ? n : 0;
}

/* Makes room for n bytes at `offset`; what this frame remembers of later places moves along.
 * (Frames further out remember only places before.) */
static bool open_gap(struct renderer *r, struct render_frame *f, size_t offset, size_t n)
{
    if (!bb_render_reserve(r, n))
        return false;
    memmove(r->out + offset + n, r->out + offset, r->at - offset);
    r->at += n;
    for (unsigned i = 0; i < f->base.message->n_measures; i++)
        if (f->holes[i].field)
            shift(&f->holes[i], offset, n);
    for (unsigned i = 0; i < r->n_pending; i++)
        shift(&r->pending[i].hole, offset, n);
    bb_ranges_shift(f->ranges, f->base.message->n_ranges, offset, n);
    return true;
}

static void patch_word(struct renderer *r, const struct hole *hole, uint64_t bits)
{
    uint8_t *ptr = r->out + hole->offset;
    bool little_endian = hole->field->little_endian;
    uint64_t word = bb_load(ptr, hole->run_bytes, little_endian);
    bb_store(ptr, hole->run_bytes, little_endian, word | bits << hole->field->shift);
}

static void fill_varint(struct renderer *r, struct render_frame *f, const struct hole *hole,
                        uint64_t value)
{
    unsigned width = bb_varint_width(hole->field, value, hole->forced);
    size_t offset = hole->offset;
    if (width == 1 || open_gap(r, f, offset + 1, width - 1))
        bb_varint_store(hole->field, r->out + offset, width, value);
}

static void fill_extended(struct renderer *r, struct render_frame *f, const struct hole *hole,
                          uint64_t value)
{
    const struct bb_field *field = hole->field;
    unsigned form = bb_extended_form(field, value, hole->forced);
    unsigned n = bb_extended_bytes(field, form);
    size_t extension = hole->extension;
    patch_word(r, hole, bb_extended_code(field, value, form));
    if (n && open_gap(r, f, extension, n))
        bb_extended_store(field, r->out + extension, value, form);
}

static void fill_number(struct renderer *r, struct render_frame *f, const struct hole *hole,
                        uint64_t value)
{
    const struct bb_field *field = hole->field;
    size_t offset = hole->offset;
    unsigned width = field->digits ? field->digits : bb_number_width(field, value);
    if (width == 1 || open_gap(r, f, offset + 1, width - 1))
        bb_number_store(field, r->out + offset, width, value);
}

void bb_render_fill(struct renderer *r, struct render_frame *f, struct hole *hole, uint64_t actual)
{
    const struct bb_field *field = hole->field;
    uint64_t units = field->role == BB_LENGTH ? (actual + field->before) / field->unit : actual;
    uint64_t truth = units + (uint64_t)(int64_t)field->bias;
    uint64_t value = bb_field_fit(field, (truth << hole->doubled) + hole->lie);
    if (r->overflow)
        return;
    if (bb_ber_is_indefinite(field, hole->forced))
        bb_put_zeros(r, BB_BER_END_BYTES);
    else if (bb_is_varint(field))
        fill_varint(r, f, hole, value);
    else if (field->coding == BB_CODING_EXTENDED)
        fill_extended(r, f, hole, value);
    else if (bb_field_is_number(field))
        fill_number(r, f, hole, value);
    else
        patch_word(r, hole, value);
    hole->field = NULL;
}

void bb_render_begin(struct renderer *r, struct render_frame *f, unsigned begins)
{
    for (unsigned i = 0; begins; i++, begins >>= 1) {
        if (begins & 1) {
            f->holes[i].begun = true;
            f->holes[i].start = r->at;
        }
    }
}

/* Last ones first: filling one may lengthen the range of another that stands before it. */
void bb_render_fill_rest(struct renderer *r, struct render_frame *f)
{
    if (r->n_pending)
        bb_render_fill_label(r, f, UINT8_MAX, 0);
    for (unsigned i = f->base.message->n_measures; i-- > 0;) {
        struct hole *hole = &f->holes[i];
        if (hole->field)
            bb_render_fill(r, f, hole,
                           hole->field->to_end && hole->begun ? r->at - hole->start : 0);
    }
}

/* --- digests -------------------------------------------------------------------------------- */

void bb_render_dig_digest(struct render_frame *f, const struct bb_field *field,
                          const struct bb_node *node, size_t offset)
{
    struct bb_range *range = &f->ranges[field->range];
    range->field = field;
    range->at = offset;
    range->width = bb_field_is_number(field) ? field->digits : field->bits / 8u;
    range->value = node ? node->value : 0;
    range->doubled = node && node->flags & BB_NODE_DOUBLED;
}

/* Those that others cover first: that is the order of the ranges. */
void bb_render_fill_digests(struct renderer *r, struct render_frame *f)
{
    for (unsigned i = 0; i < f->base.message->n_digests && !r->overflow; i++) {
        struct bb_range *range = &f->ranges[i];
        const struct bb_field *field = range->field;
        if (!field)
            continue;
        bb_range_close(range, r->at);
        uint64_t truth = bb_field_digest(field, r->tree->hooks, &f->base, range);
        uint64_t value = bb_field_fit(field, (truth << range->doubled) + range->value);
        if (bb_field_is_number(field))
            bb_number_store(field, r->out + range->at, range->width, value);
        else
            bb_store(r->out + range->at, range->width, field->little_endian, value);
    }
}
