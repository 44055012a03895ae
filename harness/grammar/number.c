#include "grammar/number.h"

static unsigned base_of(const struct bb_field *field)
{
    return field->coding == BB_CODING_HEX ? 16 : field->coding == BB_CODING_BINARY ? 2 : 10;
}

uint64_t bb_number_max(const struct bb_field *field)
{
    uint64_t max = field->bits < 64 ? ((uint64_t)1 << field->bits) - 1 : UINT64_MAX;
    unsigned base = base_of(field);
    uint64_t by_digits = 0;
    for (unsigned i = 0; i < field->digits && by_digits < max; i++)
        by_digits = by_digits > (UINT64_MAX - base + 1) / base ? max : by_digits * base + base - 1;
    return field->digits && by_digits < max ? by_digits : max;
}

unsigned bb_number_width(const struct bb_field *field, uint64_t value)
{
    unsigned base = base_of(field);
    unsigned width = 1;
    while (value /= base)
        width++;
    return width;
}

void bb_number_store(const struct bb_field *field, uint8_t *ptr, size_t width, uint64_t value)
{
    const char *digits = field->lower_case ? "0123456789abcdef" : "0123456789ABCDEF";
    unsigned base = base_of(field);
    while (width-- > 0) {
        ptr[width] = (uint8_t)digits[value % base];
        value /= base;
    }
}

/* The digit's value, or 16. */
static unsigned digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

uint64_t bb_number_read(const struct bb_field *field, struct bb_bytes spelling)
{
    unsigned base = base_of(field);
    const uint8_t *at = spelling.ptr;
    const uint8_t *end = at + spelling.len;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (at < end && *at == '+')
        at++;
    if (base == 16 && end - at > 2 && at[0] == '0' && (at[1] | 0x20) == 'x' && digit(at[2]) < 16)
        at += 2;
    uint64_t value = 0;
    for (; at < end && digit(*at) < base; at++) {
        if (value > (UINT64_MAX - digit(*at)) / base)
            return UINT64_MAX;
        value = value * base + digit(*at);
    }
    return value;
}

size_t bb_number_span(const struct bb_field *field, struct bb_bytes bytes)
{
    unsigned base = base_of(field);
    size_t n = 0;
    while (n < bytes.len && digit(bytes.ptr[n]) < base)
        n++;
    return n;
}

bool bb_number_is_canonical(const struct bb_field *field, struct bb_bytes spelling, size_t width)
{
    uint64_t value = bb_number_read(field, spelling);
    if (value > bb_number_max(field) || spelling.len == 0 || (width && spelling.len != width))
        return false;
    size_t zeros = spelling.len > BB_MAX_DIGITS ? spelling.len - BB_MAX_DIGITS : 0;
    if (!width && spelling.len != bb_number_width(field, value))
        return false;
    for (size_t i = 0; i < zeros; i++)
        if (spelling.ptr[i] != '0')
            return false;
    uint8_t canonical[BB_MAX_DIGITS];
    bb_number_store(field, canonical, spelling.len - zeros, value);
    return memcmp(spelling.ptr + zeros, canonical, spelling.len - zeros) == 0;
}

size_t bb_number_misspell(const struct bb_field *field, uint64_t value, struct bb_rng *rng,
                          uint8_t *ret_spelling)
{
    static const struct {
        const char *before, *behind;
    } forms[] = {
        {"0", ""},
        {"0000000000", ""},
        {"+", ""},
        {"-", ""},
        {" ", ""},
        {"", " "},
        {"0x", ""},
        {"", ".0"},
        {"", "e1"},
        {"", ","},
        {"99999999999", ""},
        {"0", "0000000"},
        {"18446744073709551616", ""},
    };
    size_t form = bb_rng_below(rng, sizeof forms / sizeof *forms);
    struct bb_bytes before = bb_bytes_str(forms[form].before);
    struct bb_bytes behind = bb_bytes_str(forms[form].behind);
    size_t width = bb_number_width(field, value);
    memcpy(ret_spelling, before.ptr, before.len);
    bb_number_store(field, ret_spelling + before.len, width, value);
    memcpy(ret_spelling + before.len + width, behind.ptr, behind.len);
    return bb_rng_one_in(rng, 16) ? 0 : before.len + width + behind.len;
}
