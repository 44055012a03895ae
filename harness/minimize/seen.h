/*
 * bb_seen_set: the candidates that were tried, so that none is tried twice.
 *
 * A candidate is known by 128 bits of hash, of two functions that have nothing in common, and by
 * its length: that two of them are taken for one will not happen. Nothing is dropped for want of a
 * place: the table grows, and once BB_SEEN_MAX candidates are in it (12 MB), or there is no memory
 * for more, it forgets all and begins again. So it may let a candidate be tried twice, and never
 * keeps one from being tried.
 */
#ifndef BB_MINIMIZE_SEEN_H
#define BB_MINIMIZE_SEEN_H

#include <stdbool.h>

#include "base/bytes.h"

enum { BB_SEEN_MAX = 1 << 18 };

struct bb_seen_key {
    uint64_t hash[2];
    size_t len; /* 0: a free place; no candidate is empty */
};

/* Empty when zeroed. End with bb_seen_free. */
struct bb_seen_set {
    struct bb_seen_key *slots; /* owned; open addressing, at most half full */
    size_t n_slots;            /* a power of two */
    size_t n;
};

struct bb_seen_key bb_seen_key_of(struct bb_bytes candidate);

/* Whether it was added. False for the empty candidate, which is not. */
bool bb_seen_has(const struct bb_seen_set *seen, struct bb_seen_key key);
void bb_seen_add(struct bb_seen_set *seen, struct bb_seen_key key);

void bb_seen_free(struct bb_seen_set *seen);

#endif
