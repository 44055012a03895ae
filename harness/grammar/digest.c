#include "grammar/digest.h"

/* --- cyclic redundancy checks --------------------------------------------------------------- */

struct crc {
    uint8_t bits;
    bool reflected;
    uint32_t polynomial; /* bit-reversed where the CRC is reflected */
    uint32_t start;
    uint32_t final; /* exclusive-or */
};

static const struct crc crcs[] = {
    [BB_DIGEST_CRC16_MODBUS] = {16, true, 0xa001, 0xffff, 0},
    [BB_DIGEST_CRC16_L2CAP] = {16, true, 0xa001, 0, 0},
    [BB_DIGEST_CRC16_X25] = {16, true, 0x8408, 0xffff, 0xffff},
    [BB_DIGEST_CRC16_KERMIT] = {16, true, 0x8408, 0, 0},
    [BB_DIGEST_CRC16_CCITT] = {16, false, 0x1021, 0xffff, 0},
    [BB_DIGEST_CRC32] = {32, true, 0xedb88320, 0xffffffff, 0xffffffff},
    [BB_DIGEST_CRC24_BLE] = {24, true, 0xda6000, 0xaaaaaa, 0},
    [BB_DIGEST_CRC24Q] = {24, false, 0x864cfb, 0, 0},
    [BB_DIGEST_CRC8_RFCOMM] = {8, true, 0xe0, 0xff, 0xff},
};

/* What four steps of one bit do to the register, for each nibble that leaves it. */
static void make_table(const struct crc *crc, uint32_t ret_table[16])
{
    uint32_t top = (uint32_t)1 << (crc->bits - 1);
    for (uint32_t nibble = 0; nibble < 16; nibble++) {
        uint32_t value = crc->reflected ? nibble : nibble << (crc->bits - 4);
        for (unsigned i = 0; i < 4; i++)
            value = crc->reflected ? value >> 1 ^ (value & 1 ? crc->polynomial : 0)
                                   : value << 1 ^ (value & top ? crc->polynomial : 0);
        ret_table[nibble] = value;
    }
}

static uint32_t step_reflected(const uint32_t table[16], uint32_t value, uint8_t byte)
{
    value ^= byte;
    value = value >> 4 ^ table[value & 15];
    return value >> 4 ^ table[value & 15];
}

static uint32_t step_straight(const struct crc *crc, const uint32_t table[16], uint32_t value,
                              uint8_t byte)
{
    unsigned shift = crc->bits - 4u;
    value ^= (uint32_t)byte << (crc->bits - 8);
    value = value << 4 ^ table[value >> shift & 15];
    return value << 4 ^ table[value >> shift & 15];
}

static uint64_t crc_of(const struct crc *crc, const struct bb_bytes *pieces, unsigned n)
{
    uint32_t table[16];
    uint32_t value = crc->start;
    make_table(crc, table);
    for (; n > 0; n--, pieces++)
        for (size_t i = 0; i < pieces->len; i++)
            value = crc->reflected ? step_reflected(table, value, pieces->ptr[i])
                                   : step_straight(crc, table, value, pieces->ptr[i]);
    return (value ^ crc->final) & (((uint64_t)1 << crc->bits) - 1);
}

/* --- sums ----------------------------------------------------------------------------------- */

static uint64_t lrc(const struct bb_bytes *pieces, unsigned n)
{
    uint8_t sum = 0;
    for (; n > 0; n--, pieces++)
        for (size_t i = 0; i < pieces->len; i++)
            sum = (uint8_t)(sum + pieces->ptr[i]);
    return (uint8_t)-sum;
}

static uint64_t xor8(const struct bb_bytes *pieces, unsigned n)
{
    uint8_t sum = 0;
    for (; n > 0; n--, pieces++)
        for (size_t i = 0; i < pieces->len; i++)
            sum ^= pieces->ptr[i];
    return sum;
}

/* RFC 1071: an odd byte at the end counts as if a zero stood behind it. */
static uint64_t internet(const struct bb_bytes *pieces, unsigned n)
{
    uint64_t sum = 0;
    bool upper = true;
    for (; n > 0; n--, pieces++)
        for (size_t i = 0; i < pieces->len; i++, upper = !upper)
            sum += (uint64_t)pieces->ptr[i] << (upper ? 8 : 0);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static uint64_t fletcher8(const struct bb_bytes *pieces, unsigned n)
{
    uint8_t a = 0;
    uint8_t b = 0;
    for (; n > 0; n--, pieces++) {
        for (size_t i = 0; i < pieces->len; i++) {
            a = (uint8_t)(a + pieces->ptr[i]);
            b = (uint8_t)(b + a);
        }
    }
    return (uint64_t)a << 8 | b;
}

static uint64_t adler32(const struct bb_bytes *pieces, unsigned n)
{
    enum { PRIME = 65521 };
    uint32_t a = 1;
    uint32_t b = 0;
    for (; n > 0; n--, pieces++) {
        for (size_t i = 0; i < pieces->len; i++) {
            a = (a + pieces->ptr[i]) % PRIME;
            b = (b + a) % PRIME;
        }
    }
    return (uint64_t)b << 16 | a;
}

uint64_t bb_digest(unsigned kind, const struct bb_bytes *pieces, unsigned n)
{
    switch (kind) {
    case BB_DIGEST_LRC: return lrc(pieces, n);
    case BB_DIGEST_XOR8: return xor8(pieces, n);
    case BB_DIGEST_INTERNET: return internet(pieces, n);
    case BB_DIGEST_FLETCHER8_UBX: return fletcher8(pieces, n);
    case BB_DIGEST_ADLER32: return adler32(pieces, n);
    default: return crc_of(&crcs[kind], pieces, n);
    }
}

/* --- of a field ----------------------------------------------------------------------------- */

void bb_ranges_clear(struct bb_range *ranges, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        ranges[i] = (struct bb_range){.start = SIZE_MAX, .end = SIZE_MAX};
}

/* What was not reached is empty; what did not end ends with the message. */
void bb_range_close(struct bb_range *range, size_t at)
{
    if (range->end == SIZE_MAX)
        range->end = at;
    if (range->start > range->end)
        range->start = range->end;
}

void bb_ranges_mark(struct bb_range *ranges, unsigned begins, unsigned ends, size_t at)
{
    for (unsigned i = 0; ends; i++, ends >>= 1)
        if (ends & 1)
            ranges[i].end = at;
    for (unsigned i = 0; begins; i++, begins >>= 1)
        if (begins & 1)
            ranges[i].start = at;
}

void bb_ranges_shift(struct bb_range *ranges, unsigned n_ranges, size_t offset, size_t n)
{
    for (unsigned i = 0; i < n_ranges; i++) {
        struct bb_range *range = &ranges[i];
        range->start += range->start >= offset && range->start != SIZE_MAX ? n : 0;
        range->end += range->end >= offset && range->end != SIZE_MAX ? n : 0;
        range->at += range->at >= offset ? n : 0;
    }
}

/* The nearest bytes of that name, of a message around; none if there are none. */
static struct bb_bytes find_noted(const struct bb_scope *scope, unsigned noted)
{
    for (; scope; scope = scope->parent) {
        const struct bb_message *message = scope->message;
        for (unsigned i = message->n_digests; i < message->n_ranges; i++)
            if (message->noted[i] == noted && scope->ranges[i].end != SIZE_MAX)
                return bb_bytes_of(scope->bytes + scope->ranges[i].start,
                                   scope->ranges[i].end - scope->ranges[i].start);
    }
    return (struct bb_bytes){0};
}

/* The bytes from start to end of which those of the digest itself count as zeros. */
static unsigned cover(struct bb_bytes *ret_pieces, const uint8_t *bytes,
                      const struct bb_range *range)
{
    static const uint8_t zeros[BB_MAX_DIGEST_WIDTH];
    size_t start = range->start;
    size_t end = range->end;
    if (range->at < start || range->at >= end) {
        ret_pieces[0] = bb_bytes_of(bytes + start, end - start);
        return 1;
    }
    size_t behind = range->at + range->width;
    ret_pieces[0] = bb_bytes_of(bytes + start, range->at - start);
    ret_pieces[1] = bb_bytes_of(zeros, range->width);
    ret_pieces[2] = bb_bytes_of(bytes + behind, behind < end ? end - behind : 0);
    return 3;
}

static const struct bb_hook_digest *find_hook(const struct bb_hooks *hooks, const char *name)
{
    for (size_t i = 0; hooks && i < hooks->n_digests; i++)
        if (strcmp(hooks->digests[i].name, name) == 0)
            return &hooks->digests[i];
    return NULL;
}

bool bb_digest_is_known(const struct bb_field *field, const struct bb_hooks *hooks)
{
    return field->digest != BB_DIGEST_KEYED || find_hook(hooks, field->hook);
}

static uint64_t compute(const struct bb_field *field, const struct bb_hooks *hooks,
                        const struct bb_bytes *pieces, unsigned n)
{
    if (field->digest != BB_DIGEST_KEYED)
        return bb_digest(field->digest, pieces, n);
    const struct bb_hook_digest *hook = find_hook(hooks, field->hook);
    return hook ? hook->compute(hook->user, pieces, n) : 0;
}

uint64_t bb_field_digest(const struct bb_field *field, const struct bb_hooks *hooks,
                         const struct bb_scope *frame, const struct bb_range *range)
{
    struct bb_bytes pieces[BB_MAX_COVERED + 3];
    uint8_t numbers[BB_MAX_COVERED][sizeof(uint64_t)];
    unsigned n = 0;
    for (; n < field->n_also; n++) {
        const struct bb_covered *also = &field->also[n];
        uint64_t value = also->size ? range->end - range->start : also->value;
        bb_store(numbers[n], also->bytes, false, value);
        pieces[n] = also->noted ? find_noted(frame->parent, also->noted)
                                : bb_bytes_of(numbers[n], also->bytes);
    }
    n += cover(pieces + n, frame->bytes, range);
    uint64_t digest = bb_field_fit(field, compute(field, hooks, pieces, n));
    return digest == 0 && field->zero_means_none ? bb_field_max(field) : digest;
}
