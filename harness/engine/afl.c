/*
 * AFL++ custom mutator of one grammar (API of AFL++ 4, docs/custom_mutators.md): one shared library
 * per grammar, compiled with BB_GRAMMAR set to its table. Mutation and crossover are those of
 * mutate/, with byte mutations of our own for the leaves; trimming deletes subtrees, so that what
 * is left still parses.
 *
 * AFL++ takes a NULL *out_buf as fatal, whatever the size: it is always set.
 *
 * With BRICKBAT_MUTATION_STATS in AFL++'s environment it says at its end what each kind of mutation
 * did.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/file.h"
#include "minimize/reducer.h"
#include "mutate/mutator.h"

extern const struct bb_grammar BB_GRAMMAR;

enum {
    CROSS_ONE_IN = 8, /* mutations that mix in AFL++'s second input */
    MAX_TRIM_STEPS = 256,
};

struct afl {
    struct bb_mutator *mutator;
    struct bb_rng rng;
    struct bb_buf out;       /* AFL++ goes on using it after the call */
    struct bb_buf entry;     /* of the queue */
    bool watched;            /* the mutator */
    struct bb_reducer *trim; /* of the queue entry under way */
    int32_t trim_step;
};

void *afl_custom_init(void *engine, unsigned int seed);
void afl_custom_deinit(void *data);
size_t afl_custom_fuzz(void *data, uint8_t *in, size_t in_size, uint8_t **out_buf, uint8_t *add,
                       size_t add_size, size_t max_size);
uint8_t afl_custom_queue_new_entry(void *data, const uint8_t *path, const uint8_t *parent_path);
const char *afl_custom_describe(void *data, size_t max_len);
int32_t afl_custom_init_trim(void *data, uint8_t *in, size_t in_size);
size_t afl_custom_trim(void *data, uint8_t **out_buf);
int32_t afl_custom_post_trim(void *data, unsigned char success);

void *afl_custom_init(void *engine, unsigned int seed)
{
    (void)engine;
    struct afl *afl = calloc(1, sizeof *afl);
    if (!afl)
        return NULL;
    afl->mutator = bb_mutator_new(&BB_GRAMMAR, NULL, NULL);
    afl->out = BB_BUF_INIT(SIZE_MAX / 2);
    afl->entry = BB_BUF_INIT(SIZE_MAX / 2);
    bb_rng_seed(&afl->rng, seed);
    if (!afl->mutator) {
        free(afl);
        return NULL;
    }
    afl->watched = getenv("BRICKBAT_MUTATION_STATS") && bb_mutator_watch(afl->mutator);
    return afl;
}

void afl_custom_deinit(void *data)
{
    struct afl *afl = data;
    if (afl->watched)
        bb_mutator_write_stats(afl->mutator, stderr);
    bb_mutator_free(afl->mutator);
    bb_reducer_free(afl->trim);
    bb_buf_free(&afl->out);
    bb_buf_free(&afl->entry);
    free(afl);
}

size_t afl_custom_fuzz(void *data, uint8_t *in, size_t in_size, uint8_t **out_buf, uint8_t *add,
                       size_t add_size, size_t max_size)
{
    struct afl *afl = data;
    uint64_t seed = bb_rng_next(&afl->rng);
    struct bb_bytes input = bb_bytes_of(in, in_size < max_size ? in_size : max_size);
    bb_buf_reset(&afl->out);
    if (!bb_buf_reserve(&afl->out, max_size)) {
        *out_buf = in;
        return 0;
    }
    *out_buf = afl->out.ptr;
    if (add && add_size && bb_rng_one_in(&afl->rng, CROSS_ONE_IN))
        return bb_mutator_cross(afl->mutator, input, bb_bytes_of(add, add_size), afl->out.ptr,
                                max_size, seed);
    bb_buf_append(&afl->out, input);
    return bb_mutator_mutate(afl->mutator, afl->out.ptr, input.len, max_size, seed);
}

/* Told of each new entry before it is trimmed; it may be of a stage of AFL++'s own. Returns whether
 * the file was changed. */
uint8_t afl_custom_queue_new_entry(void *data, const uint8_t *path, const uint8_t *parent_path)
{
    (void)parent_path;
    struct afl *afl = data;
    bb_buf_reset(&afl->entry);
    if (afl->watched && bb_file_read((const char *)path, &afl->entry, NULL) == BB_OK)
        bb_mutator_kept(afl->mutator, bb_buf_bytes(&afl->entry));
    return false;
}

/* Becomes part of the names of queue entries and crashes. */
const char *afl_custom_describe(void *data, size_t max_len)
{
    (void)max_len; /* 64 at least; ours are shorter */
    struct afl *afl = data;
    return bb_mutator_last(afl->mutator);
}

/* How many steps trimming may take; 0: none. */
int32_t afl_custom_init_trim(void *data, uint8_t *in, size_t in_size)
{
    struct afl *afl = data;
    bb_reducer_free(afl->trim);
    afl->trim = bb_reducer_new(&BB_GRAMMAR, bb_bytes_of(in, in_size));
    afl->trim_step = 0;
    return afl->trim ? MAX_TRIM_STEPS : 0;
}

/* The next candidate. There may be fewer than announced: then what is best is run once more, and
 * post_trim ends the matter. */
size_t afl_custom_trim(void *data, uint8_t **out_buf)
{
    struct afl *afl = data;
    struct bb_bytes candidate;
    if (!bb_reducer_next(afl->trim, &candidate)) {
        candidate = bb_reducer_best(afl->trim);
        afl->trim_step = MAX_TRIM_STEPS;
    }
    *out_buf = (uint8_t *)candidate.ptr;
    return candidate.len;
}

/* Told whether the candidate took the same path; returns the step that comes next. */
int32_t afl_custom_post_trim(void *data, unsigned char success)
{
    struct afl *afl = data;
    if (afl->trim_step == MAX_TRIM_STEPS)
        return MAX_TRIM_STEPS;
    bb_reducer_judge(afl->trim, success);
    return ++afl->trim_step;
}
