#include "grammar/bits.h"

static void spread(unsigned value, unsigned n_bits, uint8_t *digits)
{
    for (unsigned i = 0; i < n_bits; i++)
        digits[i] = (uint8_t)('0' + (value >> (n_bits - 1 - i) & 1));
}

/* Of the digits from `at` on; those that are missing are zeros. */
static unsigned gather(struct bb_bytes digits, size_t at, unsigned n_bits)
{
    unsigned value = 0;
    for (unsigned i = 0; i < n_bits; i++)
        value = value << 1 | (at + i < digits.len ? digits.ptr[at + i] & 1u : 0);
    return value;
}

bool bb_bits_spread(struct bb_bytes coded, uint8_t *digits, size_t size, size_t *ret_size)
{
    if (coded.len > size / BB_BYTE_BITS)
        return false;
    for (size_t i = 0; i < coded.len; i++)
        spread(coded.ptr[i], BB_BYTE_BITS, digits + i * BB_BYTE_BITS);
    *ret_size = coded.len * BB_BYTE_BITS;
    return true;
}

bool bb_bits_gather(struct bb_bytes digits, uint8_t *coded, size_t size, size_t *ret_size)
{
    size_t n = digits.len / BB_BYTE_BITS + (digits.len % BB_BYTE_BITS != 0);
    if (n > size)
        return false;
    for (size_t i = 0; i < n; i++)
        coded[i] = (uint8_t)gather(digits, i * BB_BYTE_BITS, BB_BYTE_BITS);
    *ret_size = n;
    return true;
}

/* --- characters of six bits: '0' to 'W' for 0 to 39, '`' to 'w' for 40 to 63 ------------------ */

static int six_bits(uint8_t c)
{
    return c >= '0' && c <= 'W' ? c - '0' : c >= '`' && c <= 'w' ? c - '`' + 40 : -1;
}

bool bb_six_bits_spread(struct bb_bytes coded, uint8_t *digits, size_t size, size_t *ret_size)
{
    if (coded.len > size / BB_CHARACTER_BITS)
        return false;
    for (size_t i = 0; i < coded.len; i++) {
        int value = six_bits(coded.ptr[i]);
        if (value < 0)
            return false;
        spread((unsigned)value, BB_CHARACTER_BITS, digits + i * BB_CHARACTER_BITS);
    }
    *ret_size = coded.len * BB_CHARACTER_BITS;
    return true;
}

bool bb_six_bits_gather(struct bb_bytes digits, uint8_t *coded, size_t size, size_t *ret_size)
{
    size_t n = digits.len / BB_CHARACTER_BITS + (digits.len % BB_CHARACTER_BITS != 0);
    if (n > size)
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned value = gather(digits, i * BB_CHARACTER_BITS, BB_CHARACTER_BITS);
        coded[i] = (uint8_t)(value < 40 ? '0' + value : '`' + value - 40);
    }
    *ret_size = n;
    return true;
}
