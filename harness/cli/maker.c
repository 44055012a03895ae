#include "cli/maker.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MAX_TREE_BYTES = 256 << 20,
    MAX_BUDGET_BITS = 9, /* up to 511 nodes */
    MAX_TRIES = 20000,   /* in a row, for one message */
    MAX_LIE_TRIES = 40,
    MAX_ROUNDS = 4,
};

enum bb_status bb_maker_init(struct bb_maker *maker, const struct bb_grammar *grammar,
                             uint64_t seed, unsigned hostile_percent, size_t max_bytes,
                             struct bb_err *err)
{
    *maker = (struct bb_maker){
        .grammar = grammar,
        .tree = BB_TREE_INIT(MAX_TREE_BYTES),
        .max_bytes = max_bytes,
        .hostile_percent = hostile_percent,
        .mutator = bb_mutator_new(grammar, NULL, NULL),
        .bytes = malloc(max_bytes),
        .valid = malloc(max_bytes),
    };
    bb_rng_seed(&maker->rng, seed);
    if (maker->mutator && maker->bytes && maker->valid)
        return BB_OK;
    bb_maker_free(maker);
    return BB_FAIL(err, BB_NO_MEMORY, "no memory for messages of %zu bytes", max_bytes);
}

void bb_maker_free(struct bb_maker *maker)
{
    bb_mutator_free(maker->mutator);
    bb_tree_free(&maker->tree);
    bb_distinct_free(&maker->seen);
    free(maker->bytes);
    free(maker->valid);
    *maker = (struct bb_maker){0};
}

/* Whether anything in it contradicts itself, by the grammar's own account. */
static bool contradicts(struct bb_maker *maker, struct bb_bytes bytes)
{
    if (bb_lift(maker->grammar, bytes, &maker->tree, NULL) != BB_OK)
        return true;
    struct bb_lift_stats stats = bb_tree_stats(&maker->tree, bytes.len);
    return stats.lies || stats.raw_bytes;
}

/* Small ones and large ones alike. False if it came out empty, too large, or, against what is
 * promised of generated trees, contradicts itself. */
static bool make_valid(struct bb_maker *maker, size_t *ret_size)
{
    unsigned bits = (unsigned)bb_rng_below(&maker->rng, MAX_BUDGET_BITS);
    unsigned budget = (1u << bits) + (unsigned)bb_rng_below(&maker->rng, 1u << bits);
    size_t size = 0;
    if (bb_generate(maker->grammar, &maker->rng, budget, &maker->tree) != BB_OK ||
        bb_render(&maker->tree, maker->valid, maker->max_bytes, &size) != BB_OK || size == 0 ||
        contradicts(maker, bb_bytes_of(maker->valid, size)))
        return false;
    *ret_size = size;
    return true;
}

static void note_mutation(struct bb_made *made, const char *words)
{
    size_t n = strlen(made->how);
    if (n + 1 + strlen(words) < sizeof made->how)
        snprintf(made->how + n, sizeof made->how - n, "%s%s", n ? "+" : "", words);
}

static size_t mutate_once(struct bb_maker *maker, size_t size, struct bb_made *made)
{
    uint64_t rounds = 1 + bb_rng_below(&maker->rng, MAX_ROUNDS);
    made->how[0] = '\0';
    memcpy(maker->bytes, maker->valid, size);
    for (uint64_t i = 0; i < rounds; i++) {
        size = bb_mutator_mutate(maker->mutator, maker->bytes, size, maker->max_bytes,
                                 bb_rng_next(&maker->rng));
        note_mutation(made, bb_mutator_last(maker->mutator));
    }
    return size;
}

/* Not all grammars have fields that can lie, so after some tries anything mutated will do. */
static void make_hostile(struct bb_maker *maker, size_t size, struct bb_made *made)
{
    for (unsigned i = 0; i < MAX_LIE_TRIES && !made->contradicts; i++) {
        made->bytes = bb_bytes_of(maker->bytes, mutate_once(maker, size, made));
        made->contradicts = contradicts(maker, made->bytes);
    }
}

static bool make(struct bb_maker *maker, struct bb_made *made)
{
    size_t size = 0;
    *made = (struct bb_made){.hostile = bb_rng_below(&maker->rng, 100) < maker->hostile_percent};
    maker->tries++;
    if (!make_valid(maker, &size))
        return false;
    made->bytes = bb_bytes_of(maker->valid, size);
    if (made->hostile)
        make_hostile(maker, size, made);
    return made->bytes.len > 0;
}

enum bb_status bb_maker_next(struct bb_maker *maker, struct bb_made *ret_made, struct bb_err *err)
{
    for (unsigned i = 0; i < MAX_TRIES; i++) {
        bool is_new = false;
        if (!make(maker, ret_made))
            continue;
        if (!bb_distinct_add(&maker->seen, ret_made->bytes, &is_new))
            return BB_FAIL(err, BB_NO_MEMORY, "too many messages");
        if (is_new)
            return BB_OK;
    }
    return BB_FAIL(err, BB_NOT_FOUND,
                   "no more distinct messages of at most %zu bytes came of %d tries",
                   maker->max_bytes, MAX_TRIES);
}
