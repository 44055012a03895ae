#include "base/distinct.h"

#include <stdlib.h>

#include "base/hash.h"

enum { FIRST_CAPACITY = 1024 };

void bb_distinct_free(struct bb_distinct *distinct)
{
    free(distinct->slots);
    *distinct = (struct bb_distinct){0};
}

/* The slot of the digest: where it is, or where it may go. */
static uint64_t *find(uint64_t *slots, size_t capacity, uint64_t digest)
{
    size_t i = digest & (capacity - 1);
    while (slots[i] && slots[i] != digest)
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

static bool grow(struct bb_distinct *distinct)
{
    size_t capacity = distinct->capacity ? distinct->capacity * 2 : FIRST_CAPACITY;
    uint64_t *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < distinct->capacity; i++)
        if (distinct->slots[i])
            *find(slots, capacity, distinct->slots[i]) = distinct->slots[i];
    free(distinct->slots);
    distinct->slots = slots;
    distinct->capacity = capacity;
    return true;
}

bool bb_distinct_add(struct bb_distinct *distinct, struct bb_bytes content, bool *ret_new)
{
    uint64_t digest = bb_hash_bytes(BB_HASH_START, content);
    digest ^= digest >> 32; /* FNV's low bits are its weaker ones */
    if (digest == 0)
        digest = 1;
    if (distinct->n >= distinct->capacity / 4 * 3 && !grow(distinct))
        return false;
    uint64_t *slot = find(distinct->slots, distinct->capacity, digest);
    *ret_new = *slot == 0;
    distinct->n += *ret_new;
    *slot = digest;
    return true;
}
