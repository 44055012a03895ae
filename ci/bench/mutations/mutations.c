/*
 * bench_mutations [SECONDS]: how fast each grammar lifts, renders and mutates, on messages of its
 * own of about 100 bytes. Prints one line per grammar: thousand operations per second of CPU time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "grammar/schema.h"
#include "mutate/mutator.h"

enum { N_INPUTS = 64, MIN_BYTES = 60, MAX_BYTES = 140, ROOM = 512, MAX_TREE_BYTES = 8 << 20 };

struct input {
    uint8_t bytes[ROOM];
    size_t size;
};

struct bench {
    const struct bb_grammar *grammar;
    struct input inputs[N_INPUTS];
    struct bb_tree tree;
    struct bb_mutator *mutator;
};

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Messages of the size wanted, or the first ones that are not larger if a grammar makes none. */
static bool fill(struct bench *b)
{
    struct bb_rng rng;
    bb_rng_seed(&rng, 1);
    for (unsigned i = 0, tries = 0; i < N_INPUTS && tries < 1000000; tries++) {
        struct input *input = &b->inputs[i];
        if (bb_generate(b->grammar, &rng, 30, &b->tree) != BB_OK ||
            bb_render(&b->tree, input->bytes, MAX_BYTES, &input->size) != BB_OK)
            continue;
        if (input->size >= MIN_BYTES || (tries > 10000 && input->size))
            i++;
    }
    return b->inputs[N_INPUTS - 1].size;
}

static void lift(struct bench *b, unsigned i)
{
    struct input *input = &b->inputs[i % N_INPUTS];
    if (bb_lift(b->grammar, bb_bytes_of(input->bytes, input->size), &b->tree, NULL) != BB_OK)
        abort();
}

static void lift_and_render(struct bench *b, unsigned i)
{
    uint8_t out[ROOM];
    size_t size;
    lift(b, i);
    if (bb_render(&b->tree, out, sizeof out, &size) != BB_OK)
        abort();
}

/* As libFuzzer does it: an input is mutated five times on end, then the next one. */
static void mutate(struct bench *b, unsigned i)
{
    static struct input current;
    if (i % 5 == 0)
        current = b->inputs[i / 5 % N_INPUTS];
    current.size = bb_mutator_mutate(b->mutator, current.bytes, current.size, ROOM, i);
}

static double thousands_per_second(struct bench *b, void (*operation)(struct bench *, unsigned),
                                   double seconds)
{
    unsigned n = 0;
    double started = cpu_seconds();
    double used = 0;
    while (used < seconds) {
        for (unsigned k = 0; k < 1000; k++)
            operation(b, n++);
        used = cpu_seconds() - started;
    }
    return n / used / 1000;
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    printf("%-22s %12s %18s %14s\n", "grammar", "lift k/s", "lift+render k/s", "mutate k/s");
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bench b = {.grammar = bb_grammars[g], .tree = BB_TREE_INIT(MAX_TREE_BYTES)};
        b.mutator = bb_mutator_new(b.grammar, NULL, NULL);
        if (!b.mutator || !fill(&b))
            return EXIT_FAILURE;
        printf("%-22s %12.0f %18.0f %14.0f\n", bb_grammar_name(b.grammar),
               thousands_per_second(&b, lift, seconds),
               thousands_per_second(&b, lift_and_render, seconds),
               thousands_per_second(&b, mutate, seconds));
        bb_mutator_free(b.mutator);
        bb_tree_free(&b.tree);
    }
    return EXIT_SUCCESS;
}
