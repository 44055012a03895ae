/*
 * How an integer is coded: its bits, and what EXTENDED ones announce.
 */
#include "grammar/compiler/draft.h"

enum { BASE128_BITS = 28, MAX_EXTENDED_BITS = 16 };

static void set_extension(struct draft *d, const struct draft_message *m, struct bb_field *field,
                          struct bb_extension *to, const Brickbat__Extension *from)
{
    if (from->bytes < 1 || from->bytes > 8)
        draft_error(d, m, field->name, "extension: bytes are not within 1 to 8");
    if (from->bytes == 8 && from->bias)
        draft_error(d, m, field->name, "extension: with 8 bytes there is no room for a bias");
    if (from->marker >> field->bits)
        draft_error(d, m, field->name, "extension: marker %u does not fit in %u bits", from->marker,
                    field->bits);
    *to = (struct bb_extension){
        .bias = from->bias,
        .marker = (uint16_t)from->marker,
        .bytes = (uint8_t)(from->bytes > 8 ? 8 : from->bytes),
        .little_endian = from->has_little_endian ? from->little_endian : field->little_endian,
    };
}

/* All values up to the largest must have a form, and a later form must hold more. */
static void check_cover(struct draft *d, const struct draft_message *m,
                        const struct bb_field *field)
{
    uint64_t next = field->extensions[0].marker; /* the first value without a form so far */
    for (unsigned i = 0; i < field->n_extensions; i++) {
        const struct bb_extension *extension = &field->extensions[i];
        struct bb_field upto = *field;
        upto.n_extensions = (uint8_t)(i + 1);
        uint64_t max = bb_field_max(&upto);
        if (i && extension->marker <= field->extensions[i - 1].marker)
            draft_error(d, m, field->name, "extension: markers must ascend");
        if (extension->bias > next)
            draft_error(d, m, field->name, "extension: no form holds the value %llu",
                        (unsigned long long)next);
        if (max < next)
            draft_error(d, m, field->name, "extension: marker %u holds no more than those before",
                        extension->marker);
        next = max + 1;
    }
}

void draft_coding(struct draft *d, const struct draft_message *m, struct bb_field *field,
                  const Brickbat__Wire *wire)
{
    if (wire->has_bits && (wire->bits < 1 || wire->bits > 64))
        draft_error(d, m, field->name, "bits: %u is not within 1 to 64", wire->bits);
    field->coding = (uint8_t)wire->coding;
    if (wire->has_bits)
        field->bits = (uint8_t)(wire->bits & 127);
    else if (field->coding == BB_CODING_BASE128)
        field->bits = BASE128_BITS;
    field->bias = wire->bias;
    if (wire->bias && (field->role == BB_CONSTANT || field->role == BB_DIGEST))
        draft_error(d, m, field->name, "bias: not for a constant or digest");
    if (wire->bias && wire->length)
        draft_error(d, m, field->name, "bias: of a length, say it within 'length'");
    if (wire->bias && wire->delta)
        draft_error(d, m, field->name, "bias: not together with delta");
    if (wire->bias && field->coding == BB_CODING_EXTENDED)
        draft_error(d, m, field->name, "bias: the extensions of EXTENDED have their own");
    if (wire->bias && bb_field_is_number(field))
        draft_error(d, m, field->name, "bias: not for DECIMAL, HEX and BINARY");
    const bool extended = field->coding == BB_CODING_EXTENDED;
    if (extended != (wire->n_extension > 0))
        draft_error(d, m, field->name, "EXTENDED needs 'extension', and only that has any");
    if (extended && field->bits > MAX_EXTENDED_BITS)
        draft_error(d, m, field->name, "EXTENDED: at most %d bits", MAX_EXTENDED_BITS);
    static const struct bb_extension none[1] = {{.marker = 1, .bytes = 1, .bias = 1}};
    struct bb_extension *extensions = draft_alloc(d, wire->n_extension, sizeof *extensions);
    for (size_t i = 0; i < wire->n_extension; i++)
        set_extension(d, m, field, &extensions[i], wire->extension[i]);
    field->extensions = wire->n_extension ? extensions : none;
    field->n_extensions = (uint8_t)(wire->n_extension ? wire->n_extension : extended);
    if (wire->n_extension)
        check_cover(d, m, field);
}
