#include "mutate/credit.h"

enum { MAX_WORDS = 255 }; /* that may be counted in bytes */

#define PLACE_MASK ((uint64_t)BB_CREDIT_PLACES - 1)

static uint64_t load(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static uint64_t scatter(uint64_t word)
{
    word *= UINT64_C(0x9e3779b97f4a7c15);
    return word ^ (word >> 32);
}

/* Words do not wait for each other: their place goes in with each, then they are added up. Of this
 * process only, never 0. */
static uint64_t hash_of(struct bb_bytes bytes)
{
    uint64_t key = 0;
    uint64_t sum = bytes.len;
    size_t i = 0;
    for (; i + 8 <= bytes.len; i += 8)
        sum += scatter(load(bytes.ptr + i) ^ (key += UINT64_C(0xd6e8feb86659fd93)));
    uint64_t last = 0;
    if (bytes.len >= 8)
        last = load(bytes.ptr + bytes.len - 8);
    else
        for (; i < bytes.len; i++)
            last = last << 8 | bytes.ptr[i];
    uint64_t hash = scatter(scatter(sum) ^ last);
    return hash > PLACE_MASK ? hash : hash + PLACE_MASK + 1;
}

void bb_credit_made(struct bb_credit *credit, struct bb_bytes output, uint16_t kinds)
{
    uint64_t hash = hash_of(output);
    credit->made[hash & PLACE_MASK] = (hash & ~PLACE_MASK) | kinds;
}

uint16_t bb_credit_kept(struct bb_credit *credit, struct bb_bytes input)
{
    uint64_t hash = hash_of(input);
    uint64_t made = credit->made[hash & PLACE_MASK];
    bool is_new = credit->known[hash & PLACE_MASK] != hash;
    credit->known[hash & PLACE_MASK] = hash;
    return is_new && ((made ^ hash) & ~PLACE_MASK) == 0 ? (uint16_t)(made & PLACE_MASK) : 0;
}

/* A 1 in each byte that is not 0. */
static uint64_t nonzero_bytes(uint64_t word)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    return ((((word & low) + low) | word) & ~low) >> 7;
}

static size_t sum_of_bytes(uint64_t word)
{
    const uint64_t even = UINT64_C(0x00ff00ff00ff00ff);
    word = (word & even) + (word >> 8 & even);
    return (size_t)((word * UINT64_C(0x0001000100010001)) >> 48);
}

/* In how many bytes they differ. */
static size_t differing_words(const uint8_t *a, const uint8_t *b, size_t n_words)
{
    size_t n = 0;
    while (n_words) {
        size_t block = n_words < MAX_WORDS ? n_words : MAX_WORDS;
        uint64_t counts = 0; /* one in each byte */
        for (size_t i = 0; i < block; i++)
            counts += nonzero_bytes(load(a + 8 * i) ^ load(b + 8 * i));
        n += sum_of_bytes(counts);
        a += 8 * block;
        b += 8 * block;
        n_words -= block;
    }
    return n;
}

size_t bb_credit_difference(struct bb_bytes a, struct bb_bytes b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    size_t n = a.len + b.len - 2 * common + differing_words(a.ptr, b.ptr, common / 8);
    for (size_t i = common / 8 * 8; i < common; i++)
        n += a.ptr[i] != b.ptr[i];
    return n;
}
