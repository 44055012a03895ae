#include "grammar/coding.h"
#include "grammar/number.h"

static uint64_t all_ones(unsigned bits)
{
    return bits < 64 ? ((uint64_t)1 << bits) - 1 : UINT64_MAX;
}

uint64_t bb_field_max(const struct bb_field *field)
{
    if (bb_field_is_number(field))
        return bb_number_max(field);
    if (field->coding != BB_CODING_EXTENDED)
        return all_ones(field->bits);
    const struct bb_extension *last = &field->extensions[field->n_extensions - 1];
    return last->bias + all_ones(8u * last->bytes);
}

unsigned bb_sized_width(uint64_t value)
{
    unsigned width = 0;
    while (width < BB_SIZED_MAX_WIDTH && value >> (8 * width))
        width++;
    return width;
}

/* --- groups of 7 bits ----------------------------------------------------------------------- */

static unsigned groups(uint64_t value)
{
    unsigned width = 1;
    while (width < BB_VARINT_MAX_WIDTH && value >> (7 * width))
        width++;
    return width;
}

static unsigned read_base128(const struct bb_field *field, const uint8_t *ptr, size_t n,
                             uint64_t *ret_value)
{
    const bool big_endian = field->coding == BB_CODING_BASE128_BE;
    const unsigned max_width = bb_varint_max_width(field);
    uint64_t value = 0;
    unsigned width = 0;
    uint8_t group;
    do {
        if (width == max_width || width == n)
            return 0;
        group = ptr[width];
        uint64_t bits = group & 0x7f;
        if (big_endian ? value >> 57 != 0 : width == 9 && bits > 1)
            return 0;
        value = big_endian ? value << 7 | bits : value | bits << 7 * width;
        width++;
    } while (group & 0x80);
    *ret_value = value;
    return width;
}

static void store_base128(const struct bb_field *field, uint8_t *ptr, unsigned width,
                          uint64_t value)
{
    const bool big_endian = field->coding == BB_CODING_BASE128_BE;
    for (unsigned i = 0; i < width; i++) {
        unsigned group = big_endian ? width - 1 - i : i;
        ptr[i] = (uint8_t)((value >> 7 * group & 0x7f) | (i + 1 < width ? 0x80 : 0));
    }
}

/* --- X.690, 8.1.3 --------------------------------------------------------------------------- */

static unsigned read_ber_length(const uint8_t *ptr, size_t n, uint64_t *ret_value)
{
    unsigned more = n && ptr[0] > 0x7f ? ptr[0] & 0x7f : 0;
    if (n < 1 + more || more > sizeof *ret_value || (n && ptr[0] == 0x80))
        return 0;
    *ret_value = more ? bb_load(ptr + 1, more, false) : ptr[0];
    return 1 + more;
}

static void store_ber_length(uint8_t *ptr, unsigned width, uint64_t value)
{
    ptr[0] = (uint8_t)(width > 1 ? 0x80 | (width - 1) : value);
    bb_store(ptr + 1, width - 1, false, value);
}

/* --- varints -------------------------------------------------------------------------------- */

unsigned bb_varint_max_width(const struct bb_field *field)
{
    return field->coding == BB_CODING_BER_LENGTH ? 1 + BB_SIZED_MAX_WIDTH : (field->bits + 6u) / 7u;
}

unsigned bb_varint_width(const struct bb_field *field, uint64_t value, unsigned forced)
{
    unsigned shortest = field->coding != BB_CODING_BER_LENGTH ? groups(value)
                        : value < 0x80                        ? 1
                                                              : 1 + bb_sized_width(value);
    unsigned longest = bb_varint_max_width(field);
    return forced <= shortest ? shortest : forced < longest ? forced : longest;
}

unsigned bb_varint_read(const struct bb_field *field, const uint8_t *ptr, size_t n,
                        uint64_t *ret_value)
{
    uint64_t value = 0;
    unsigned width = field->coding == BB_CODING_BER_LENGTH ? read_ber_length(ptr, n, &value)
                                                           : read_base128(field, ptr, n, &value);
    if (!width || value > bb_field_max(field))
        return 0;
    *ret_value = value;
    return width;
}

void bb_varint_store(const struct bb_field *field, uint8_t *ptr, unsigned width, uint64_t value)
{
    if (field->coding == BB_CODING_BER_LENGTH)
        store_ber_length(ptr, width, value);
    else
        store_base128(field, ptr, width, value);
}

/* --- EXTENDED ------------------------------------------------------------------------------- */

static bool can_hold(const struct bb_field *field, uint64_t value, unsigned form)
{
    const struct bb_extension *extensions = field->extensions;
    if (form == 0)
        return value < extensions[0].marker;
    const struct bb_extension *extension = &extensions[form - 1];
    return value >= extension->bias && value - extension->bias <= all_ones(8u * extension->bytes);
}

unsigned bb_extended_form(const struct bb_field *field, uint64_t value, unsigned forced)
{
    if (forced && forced <= field->n_extensions && can_hold(field, value, forced))
        return forced;
    unsigned form = 0;
    while (form < field->n_extensions && !can_hold(field, value, form))
        form++;
    return form;
}

void bb_extended_store(const struct bb_field *field, uint8_t *ptr, uint64_t value, unsigned form)
{
    if (!form)
        return;
    const struct bb_extension *extension = &field->extensions[form - 1];
    bb_store(ptr, extension->bytes, extension->little_endian, value - extension->bias);
}

int bb_extended_announced(const struct bb_field *field, uint64_t code)
{
    if (code < field->extensions[0].marker)
        return 0;
    for (unsigned i = 0; i < field->n_extensions; i++)
        if (field->extensions[i].marker == code)
            return (int)i + 1;
    return -1;
}

uint64_t bb_extended_load(const struct bb_field *field, const uint8_t *ptr, uint64_t code,
                          unsigned form)
{
    if (!form)
        return code;
    const struct bb_extension *extension = &field->extensions[form - 1];
    return extension->bias + bb_load(ptr, extension->bytes, extension->little_endian);
}
