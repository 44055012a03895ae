/*
 * libFuzzer's custom mutator and crossover, by the grammar of the target. Leaves and plain bytes go
 * through LLVMFuzzerMutate, so dictionaries and the table of recent compares keep working.
 *
 * With BRICKBAT_MUTATION_STATS in the environment a run that ends by itself says at its end what
 * each kind of mutation did.
 */
#include <stdlib.h>

#include <brickbat/target.h>

#include "mutate/mutator.h"

enum { CROSS_ONE_IN = 8 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed);

static size_t engine_bytes(void *user, uint8_t *data, size_t size, size_t max_size)
{
    (void)user;
    return LLVMFuzzerMutate(data, size, max_size);
}

/* The engine's interface has no place for state of ours. */
static struct bb_mutator *instance;

static void write_stats(void)
{
    bb_mutator_write_stats(instance, stderr);
}

/* NULL without a grammar or memory. */
static struct bb_mutator *mutator(void)
{
    if (instance || !bb_target.grammar)
        return instance;
    instance = bb_mutator_new(bb_target.grammar, engine_bytes, NULL);
    if (instance && getenv("BRICKBAT_MUTATION_STATS") && bb_mutator_watch(instance))
        atexit(write_stats);
    return instance;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    struct bb_mutator *m = mutator();
    return m ? bb_mutator_mutate(m, data, size, max_size, seed)
             : LLVMFuzzerMutate(data, size, max_size);
}

/* libFuzzer wants a crossover as often as a mutation, which is too often: one in CROSS_ONE_IN is
 * made. After a 0 it chooses again. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed)
{
    struct bb_mutator *m = mutator();
    if (!m || seed % CROSS_ONE_IN != 0)
        return 0;
    return bb_mutator_cross(m, bb_bytes_of(a, a_size), bb_bytes_of(b, b_size), out, max_size, seed);
}
