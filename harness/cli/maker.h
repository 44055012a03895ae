/*
 * Makes messages of a grammar: valid ones, and hostile ones that are valid ones mutated until, if
 * the grammar lets them, something in them contradicts itself. No message comes twice. The same
 * seed gives the same messages in the same order, and a longer series begins as a shorter one does.
 */
#ifndef BB_CLI_MAKER_H
#define BB_CLI_MAKER_H

#include <brickbat/grammar.h>

#include "base/distinct.h"
#include "mutate/mutator.h"

enum { BB_MAKER_MAX_BYTES = 1 << 20, BB_MAKER_DEFAULT_BYTES = 4096, BB_MAKER_WORDS = 256 };

struct bb_maker {
    const struct bb_grammar *grammar;
    struct bb_mutator *mutator;
    struct bb_rng rng;
    struct bb_tree tree;
    struct bb_distinct seen;
    size_t max_bytes;
    unsigned hostile_percent;
    uint64_t tries; /* messages made, also those that were there already or too large */
    uint8_t *bytes; /* max_bytes of it */
    uint8_t *valid; /* max_bytes of it */
};

struct bb_made {
    struct bb_bytes bytes; /* never empty; valid until the next call */
    bool hostile;
    bool contradicts;         /* it holds a lie, or bytes that no field takes */
    char how[BB_MAKER_WORDS]; /* of a hostile one, its mutations: "insert+lie" */
};

/* BB_NO_MEMORY. End with bb_maker_free. */
BB_MUST_USE enum bb_status bb_maker_init(struct bb_maker *maker, const struct bb_grammar *grammar,
                                         uint64_t seed, unsigned hostile_percent, size_t max_bytes,
                                         struct bb_err *err);
void bb_maker_free(struct bb_maker *maker);

/* The next message. BB_NOT_FOUND after many tries without a new one: there may be no more.
 * BB_NO_MEMORY. */
BB_MUST_USE enum bb_status bb_maker_next(struct bb_maker *maker, struct bb_made *ret_made,
                                         struct bb_err *err);

#endif
