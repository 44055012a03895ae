/*
 * bench_lossless [INPUTS [ROOT]]: that lifting and rendering gives back every byte, on a large
 * number of inputs (10 million by default) spread over all grammars: random bytes, generated
 * messages, damaged ones, and chains of mutants of generated messages and of the seeds below
 * ROOT/corpus. Prints a line per grammar. Exit 1, and the input in hex, at the first loss.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "grammar/schema.h"
#include "mutate/mutator.h"

enum { ROOM = 2048, MAX_TREE_BYTES = 8 << 20, CHAIN = 32, SEED_ROOM = 1 << 16, MAX_SEEDS = 256 };

struct input {
    uint8_t bytes[ROOM];
    size_t size;
};

struct check {
    const struct bb_grammar *grammar;
    struct bb_rng rng;
    struct bb_tree tree;
    struct bb_mutator *mutator;
    struct input seeds[MAX_SEEDS];
    size_t n_seeds;
    unsigned long long n_inputs;
    unsigned long long n_bytes;
};

static void die(const struct check *c, const struct input *input, const char *what)
{
    fprintf(stderr, "bench_lossless: %s: %s:\n", bb_grammar_name(c->grammar), what);
    for (size_t i = 0; i < input->size; i++)
        fprintf(stderr, "%02x", input->bytes[i]);
    fprintf(stderr, "\n");
    exit(EXIT_FAILURE);
}

static void check(struct check *c, const struct input *input)
{
    uint8_t out[ROOM];
    size_t size = 0;
    c->n_inputs++;
    c->n_bytes += input->size;
    if (bb_lift(c->grammar, bb_bytes_of(input->bytes, input->size), &c->tree, NULL) != BB_OK)
        die(c, input, "does not lift");
    if (bb_render(&c->tree, out, sizeof out, &size) != BB_OK)
        die(c, input, "does not render");
    if (size != input->size || memcmp(out, input->bytes, size) != 0)
        die(c, input, "renders to other bytes");
}

static void random_bytes(struct check *c, struct input *input)
{
    input->size = bb_rng_below(&c->rng, bb_rng_one_in(&c->rng, 8) ? 512 : 48);
    for (size_t i = 0; i < input->size; i++)
        input->bytes[i] =
            (uint8_t)(bb_rng_one_in(&c->rng, 3) ? bb_rng_below(&c->rng, 8) : bb_rng_next(&c->rng));
}

static void generated(struct check *c, struct input *input)
{
    if (bb_generate(c->grammar, &c->rng, 24, &c->tree) != BB_OK ||
        bb_render(&c->tree, input->bytes, ROOM / 2, &input->size) != BB_OK)
        input->size = 0;
}

/* Every mutant of a chain is checked. */
static void check_chain(struct check *c, struct input *input)
{
    for (unsigned i = 0; i < CHAIN; i++) {
        input->size = bb_mutator_mutate(c->mutator, input->bytes, input->size, ROOM / 2,
                                        bb_rng_next(&c->rng));
        check(c, input);
    }
}

static void check_round(struct check *c)
{
    struct input input;
    for (unsigned i = 0; i < CHAIN / 2; i++) {
        random_bytes(c, &input);
        check(c, &input);
    }
    for (unsigned i = 0; i < CHAIN / 4; i++) {
        generated(c, &input);
        check(c, &input);
        input.size = bb_havoc(&c->rng, input.bytes, input.size, ROOM / 2);
        check(c, &input);
    }
    check_chain(c, &input);
    if (c->n_seeds) {
        input = c->seeds[bb_rng_below(&c->rng, c->n_seeds)];
        check(c, &input);
        check_chain(c, &input);
    }
}

static void read_seeds(struct check *c, const char *root)
{
    char pattern[4096];
    glob_t found = {0};
    snprintf(pattern, sizeof pattern, "%s/corpus/*/%s/*", root, bb_grammar_name(c->grammar));
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc && c->n_seeds < MAX_SEEDS; i++) {
            struct bb_buf bytes = BB_BUF_INIT(SEED_ROOM);
            struct input *seed = &c->seeds[c->n_seeds];
            if (bb_file_read(found.gl_pathv[i], &bytes, NULL) == BB_OK && bytes.len <= ROOM / 2) {
                memcpy(seed->bytes, bytes.ptr, bytes.len);
                seed->size = bytes.len;
                c->n_seeds++;
            }
            bb_buf_free(&bytes);
        }
    }
    globfree(&found);
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static unsigned long long check_grammar(struct check *c, unsigned long long n, const char *root)
{
    c->tree = BB_TREE_INIT(MAX_TREE_BYTES);
    c->mutator = bb_mutator_new(c->grammar, NULL, NULL);
    if (!c->mutator)
        exit(EXIT_FAILURE);
    bb_rng_seed(&c->rng, 1);
    read_seeds(c, root);
    double started = cpu_seconds();
    while (c->n_inputs < n)
        check_round(c);
    printf("%-24s %12llu %14llu %6zu %8.1f\n", bb_grammar_name(c->grammar), c->n_inputs, c->n_bytes,
           c->n_seeds, cpu_seconds() - started);
    fflush(stdout);
    bb_mutator_free(c->mutator);
    bb_tree_free(&c->tree);
    return c->n_inputs;
}

int main(int argc, char **argv)
{
    unsigned long long wanted = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000000;
    unsigned long long total = 0;
    size_t n_grammars = 0;
    while (bb_grammars[n_grammars])
        n_grammars++;
    printf("%-24s %12s %14s %6s %8s\n", "grammar", "inputs", "bytes", "seeds", "CPU s");
    for (size_t g = 0; g < n_grammars; g++) {
        static struct check c;
        memset(&c, 0, sizeof c);
        c.grammar = bb_grammars[g];
        total += check_grammar(&c, wanted / n_grammars + 1, argc > 2 ? argv[2] : ".");
    }
    printf("%llu inputs over %zu grammars: all lossless\n", total, n_grammars);
    return EXIT_SUCCESS;
}
