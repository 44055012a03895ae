#include "minimize/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { FIRST_SLOTS = 1 << 8 };

/* Additive, where FNV works by exclusive or, and with the high bits brought down at each step. */
static uint64_t second_hash(struct bb_bytes bytes)
{
    uint64_t hash = UINT64_C(0x243f6a8885a308d3) + bytes.len; /* digits of pi */
    for (size_t i = 0; i < bytes.len; i++) {
        hash = (hash + bytes.ptr[i] + 1) * UINT64_C(0x9e3779b97f4a7c15); /* the golden ratio */
        hash ^= hash >> 29;
    }
    return hash;
}

struct bb_seen_key bb_seen_key_of(struct bb_bytes candidate)
{
    return (struct bb_seen_key){
        .hash = {bb_hash_bytes(BB_HASH_START, candidate), second_hash(candidate)},
        .len = candidate.len,
    };
}

static bool is_same(const struct bb_seen_key *a, const struct bb_seen_key *b)
{
    return a->len == b->len && a->hash[0] == b->hash[0] && a->hash[1] == b->hash[1];
}

/* The key's place, or the free one where it belongs. There are always free ones. */
static struct bb_seen_key *find(const struct bb_seen_set *seen, const struct bb_seen_key *key)
{
    size_t at = key->hash[0] & (seen->n_slots - 1);
    while (seen->slots[at].len && !is_same(&seen->slots[at], key))
        at = (at + 1) & (seen->n_slots - 1);
    return &seen->slots[at];
}

static bool grow(struct bb_seen_set *seen)
{
    const size_t n_slots = seen->n_slots ? 2 * seen->n_slots : FIRST_SLOTS;
    struct bb_seen_set larger = {.n_slots = n_slots, .n = seen->n};
    if (n_slots > 2 * (size_t)BB_SEEN_MAX)
        return false;
    larger.slots = calloc(n_slots, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < seen->n_slots; i++)
        if (seen->slots[i].len)
            *find(&larger, &seen->slots[i]) = seen->slots[i];
    free(seen->slots);
    *seen = larger;
    return true;
}

static void forget_all(struct bb_seen_set *seen)
{
    if (seen->n_slots)
        memset(seen->slots, 0, seen->n_slots * sizeof *seen->slots);
    seen->n = 0;
}

bool bb_seen_has(const struct bb_seen_set *seen, struct bb_seen_key key)
{
    return key.len && seen->n_slots && find(seen, &key)->len;
}

void bb_seen_add(struct bb_seen_set *seen, struct bb_seen_key key)
{
    if (!key.len || bb_seen_has(seen, key))
        return;
    if (2 * seen->n >= seen->n_slots && !grow(seen))
        forget_all(seen);
    if (seen->n_slots) {
        *find(seen, &key) = key;
        seen->n++;
    }
}

void bb_seen_free(struct bb_seen_set *seen)
{
    free(seen->slots);
    *seen = (struct bb_seen_set){0};
}
