/*
 * A set of hashes that the children of the fork server fill and that outlives them: it is in memory
 * that all of them share. One child runs at a time.
 */
#ifndef BB_ENGINE_LEARNED_H
#define BB_ENGINE_LEARNED_H

#include <stdbool.h>
#include <stdint.h>

enum { BB_LEARNED_MAX = 2048, BB_LEARNED_SLOTS = 4 * BB_LEARNED_MAX };

struct bb_learned {
    uint64_t slot[BB_LEARNED_SLOTS]; /* open addressing; 0: free */
    unsigned n;
};

/* An empty set, for the parent to make before the first fork; NULL without memory. */
struct bb_learned *bb_learned_new(void);

/* NULL is the empty set, and stays so. Of more than BB_LEARNED_MAX hashes the later ones are not
 * kept. The hash 0 is never in a set. */
bool bb_learned_has(const struct bb_learned *set, uint64_t hash);
void bb_learned_add(struct bb_learned *set, uint64_t hash);

#endif
