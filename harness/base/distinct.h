/*
 * bb_distinct: has this content been there before? A set of 64-bit digests, 16 bytes of memory for
 * each entry at most. Two contents with the same digest (one pair among 10 million in a million
 * tries) are taken for one, so it may only be used where that does no harm.
 */
#ifndef BB_BASE_DISTINCT_H
#define BB_BASE_DISTINCT_H

#include "base/bytes.h"

/* The zero value is empty. */
struct bb_distinct {
    uint64_t *slots; /* owned; 0 is a free one */
    size_t capacity; /* a power of two */
    size_t n;
};

void bb_distinct_free(struct bb_distinct *distinct);

/* Notes the content; *ret_new tells whether it is new. False without memory, nothing noted. */
bool bb_distinct_add(struct bb_distinct *distinct, struct bb_bytes content, bool *ret_new);

#endif
