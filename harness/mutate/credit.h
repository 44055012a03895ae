/*
 * bb_credit: which kinds of mutation made the inputs that an engine kept.
 *
 * An engine does not say which outputs found something new; but one that did comes back as an
 * input, and others do not. So outputs are remembered, by hash, with the kinds that made them.
 * Inputs are remembered too: what the engine had before, or was credited, counts for nobody.
 *
 * Both tables are of a fixed size; what shares a place with something newer is forgotten, about
 * 64 thousand outputs later. An output that no engine kept until then is not going to be.
 */
#ifndef BB_MUTATE_CREDIT_H
#define BB_MUTATE_CREDIT_H

#include "base/bytes.h"

enum { BB_CREDIT_PLACES = 1 << 16 };

/* A place's number is the low 16 bits of the hash; the rest of the hash tells who has it. */
struct bb_credit {
    uint64_t made[BB_CREDIT_PLACES];  /* outputs; instead of the place's number the set of kinds */
    uint64_t known[BB_CREDIT_PLACES]; /* inputs */
};

/* Remembers an output. Kinds: a set, one bit each, not empty. */
void bb_credit_made(struct bb_credit *credit, struct bb_bytes output, uint16_t kinds);

/* The kinds that made an input which an engine kept, the first time that it is seen; else 0. */
uint16_t bb_credit_kept(struct bb_credit *credit, struct bb_bytes input);

/* In how many bytes the two differ where both have some, and in length. */
size_t bb_credit_difference(struct bb_bytes a, struct bb_bytes b);

#endif
