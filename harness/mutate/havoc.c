/*
 * Plain byte mutations, for engines that bring none of their own; and bytes behind the end, for
 * all.
 */
#include "mutate/edit.h"

enum { MAX_STEPS = 4, MAX_CHUNK_BYTES = 64 };

size_t bb_common_length(struct bb_rng *rng, size_t min, size_t max)
{
    static const uint32_t lengths[] = {0,   1,   2,    15,   16,   23,   24,   31,   32,
                                       63,  64,  65,   127,  128,  129,  255,  256,  257,
                                       511, 512, 1023, 1024, 1025, 4095, 4096, 65535};
    size_t first = 0, end = sizeof lengths / sizeof *lengths;
    while (first < end && lengths[first] < min)
        first++;
    while (end > first && lengths[end - 1] > max)
        end--;
    return first < end ? lengths[first + bb_rng_below(rng, end - first)] : max;
}

size_t bb_lengthen(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size)
{
    size_t len = bb_common_length(rng, size + 1, max_size);
    bool repeats = size > 0 && bb_rng_one_in(rng, 2);
    uint8_t pad = (uint8_t)bb_rng_next(rng);
    for (size_t i = size; i < len; i++)
        data[i] = repeats ? data[i - size] : pad;
    return len;
}

static size_t chunk(struct bb_rng *rng, size_t limit)
{
    size_t max = limit < MAX_CHUNK_BYTES ? limit : MAX_CHUNK_BYTES;
    return 1 + bb_rng_below(rng, bb_rng_one_in(rng, 2) ? (max < 4 ? max : 4) : max);
}

static void set_interesting(struct bb_rng *rng, uint8_t *data, size_t size)
{
    static const uint64_t values[] = {0,      1,      0x7f,       0x80,       0xff,      0x7fff,
                                      0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff};
    uint64_t value = values[bb_rng_below(rng, sizeof values / sizeof *values)];
    size_t width = (size_t)1 << bb_rng_below(rng, 3);
    if (width > size)
        width = 1;
    size_t at = bb_rng_below(rng, size - width + 1);
    bool little = bb_rng_one_in(rng, 2);
    for (size_t i = 0; i < width; i++)
        data[at + i] = (uint8_t)(value >> 8 * (little ? i : width - 1 - i));
}

static size_t erase(struct bb_rng *rng, uint8_t *data, size_t size)
{
    if (size < 2)
        return size;
    size_t n = chunk(rng, size - 1);
    size_t at = bb_rng_below(rng, size - n + 1);
    memmove(data + at, data + at + n, size - at - n);
    return size - n;
}

/* Inserts random bytes, one byte many times, or a copy of bytes from elsewhere. */
static size_t insert(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size)
{
    if (size == max_size)
        return size;
    size_t n = chunk(rng, max_size - size);
    size_t at = bb_rng_below(rng, size + 1);
    uint8_t bytes[MAX_CHUNK_BYTES];
    uint64_t way = bb_rng_below(rng, 3);
    size_t from = size > n ? bb_rng_below(rng, size - n + 1) : 0;
    uint8_t same = (uint8_t)bb_rng_next(rng);
    for (size_t i = 0; i < n; i++)
        bytes[i] = way == 0 && size > n ? data[from + i]
                   : way == 1           ? same
                                        : (uint8_t)bb_rng_next(rng);
    memmove(data + at + n, data + at, size - at);
    memcpy(data + at, bytes, n);
    return size + n;
}

static void copy_within(struct bb_rng *rng, uint8_t *data, size_t size)
{
    size_t n = chunk(rng, size);
    size_t from = bb_rng_below(rng, size - n + 1);
    size_t to = bb_rng_below(rng, size - n + 1);
    memmove(data + to, data + from, n);
}

static size_t step(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size)
{
    if (size == 0)
        return insert(rng, data, size, max_size);
    uint8_t *byte = &data[bb_rng_below(rng, size)];
    switch (bb_rng_below(rng, 8)) {
    case 0: *byte ^= (uint8_t)(1u << bb_rng_below(rng, 8)); return size;
    case 1: *byte = (uint8_t)bb_rng_next(rng); return size;
    case 2: *byte = (uint8_t)(*byte + 1 + bb_rng_below(rng, 16)); return size;
    case 3: *byte = (uint8_t)(*byte - 1 - bb_rng_below(rng, 16)); return size;
    case 4: set_interesting(rng, data, size); return size;
    case 5: copy_within(rng, data, size); return size;
    case 6: return erase(rng, data, size);
    default: return insert(rng, data, size, max_size);
    }
}

size_t bb_havoc(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size)
{
    for (uint64_t n = 1 + bb_rng_below(rng, MAX_STEPS); n > 0; n--)
        size = step(rng, data, size, max_size);
    return size;
}
