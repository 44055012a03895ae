/*
 * bench_size: how long a megabyte takes to lift, render and show, and the memory of its tree.
 *
 * Two inputs for each grammar, of a quarter of a megabyte and of a whole one: messages as they are
 * generated, and the list whose elements make the most of their bytes, repeated. JSON lines: times
 * in ms, the best of several; memory in bytes of the tree's arena for each byte of input.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "grammar/schema.h"
#include "grammar/sites.h"

enum {
    MEGABYTE = 1000000,
    ROOM = 2 * MEGABYTE,
    REPEATS = 5,
    MAX_TREE_BYTES = 1 << 30,
    N_GENERATED = 200,
};

struct input {
    const char *kind;
    uint8_t *bytes; /* ROOM */
    size_t size;
};

struct result {
    double lift_ms, render_ms, show_ms, bytes_per_byte;
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * (double)now.tv_sec + (double)now.tv_nsec / 1e6;
}

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench_size: %s failed\n", what);
    exit(EXIT_FAILURE);
}

static double least(double a, double b)
{
    return a && a < b ? a : b;
}

static struct result measure(const struct bb_grammar *grammar, const struct input *input,
                             size_t size)
{
    static uint8_t out[ROOM];
    struct bb_bytes bytes = bb_bytes_of(input->bytes, size);
    struct result best = {0};
    for (unsigned i = 0; i < REPEATS; i++) {
        struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
        struct bb_buf text = BB_BUF_INIT(MAX_TREE_BYTES);
        size_t rendered = 0;
        double start = now_ms();
        must(bb_lift(grammar, bytes, &tree, NULL) == BB_OK, "lift");
        double lifted = now_ms();
        must(bb_render(&tree, out, sizeof out, &rendered) == BB_OK, "render");
        double done = now_ms();
        must(bb_bytes_equal(bytes, bb_bytes_of(out, rendered)), "round trip");
        double before = now_ms();
        must(bb_show(grammar, bytes, BB_SHOW_PLAIN, &text) == BB_OK, "show");
        best.show_ms = least(best.show_ms, now_ms() - before);
        best.lift_ms = least(best.lift_ms, lifted - start);
        best.render_ms = least(best.render_ms, done - lifted);
        best.bytes_per_byte = (double)tree.arena.total_bytes / (double)size;
        bb_tree_free(&tree);
        bb_buf_free(&text);
    }
    return best;
}

/* --- inputs --------------------------------------------------------------------------------- */

static void generate(const struct bb_grammar *grammar, struct bb_tree *tree, uint64_t seed)
{
    struct bb_rng rng;
    bb_rng_seed(&rng, seed);
    must(bb_generate(grammar, &rng, 30, tree) == BB_OK, "generate");
}

static void fill_typical(const struct bb_grammar *grammar, struct bb_tree *tree,
                         struct input *input)
{
    *input = (struct input){.kind = "typical", .bytes = input->bytes};
    for (uint64_t seed = 1; input->size < MEGABYTE; seed++) {
        size_t n = 0;
        generate(grammar, tree, seed);
        if (bb_render(tree, input->bytes + input->size, ROOM - input->size, &n) == BB_OK)
            input->size += n;
    }
}

/* Repeats the k-th element of a generated tree n times, and renders. False if there is none. */
static bool repeat(const struct bb_grammar *grammar, struct bb_tree *tree, uint64_t seed, size_t k,
                   size_t n, struct input *input)
{
    struct bb_sites sites = {0};
    generate(grammar, tree, seed);
    must(bb_sites_collect(&sites, tree), "sites");
    bool found = false;
    for (size_t i = 0; i < sites.n && !found; i++) {
        found = bb_site_is_element(&sites.ptr[i]) && k-- == 0;
        struct bb_node *element = sites.ptr[i].node;
        for (size_t copies = 0; found && copies < n; copies++) {
            struct bb_node *copy = bb_node_copy(tree, element);
            must(copy, "copy");
            copy->next = element->next;
            element->next = copy;
        }
    }
    bb_sites_free(&sites);
    return found && bb_render(tree, input->bytes, ROOM, &input->size) == BB_OK && input->size;
}

/* How many nodes n copies lift to, for each byte of them. */
static double density(const struct bb_grammar *grammar, struct bb_tree *tree,
                      const struct input *input)
{
    must(bb_lift(grammar, bb_bytes_of(input->bytes, input->size), tree, NULL) == BB_OK, "lift");
    return (double)tree->n_nodes / (double)input->size;
}

static bool fill_dense(const struct bb_grammar *grammar, struct bb_tree *tree, struct input *input)
{
    enum { TRIED = 100 };
    double best = 0;
    size_t best_k = 0, per_element = 0;
    uint64_t best_seed = 0;
    for (uint64_t seed = 1; seed <= N_GENERATED; seed++) {
        for (size_t k = 0; k < 8; k++) {
            if (!repeat(grammar, tree, seed, k, TRIED, input))
                continue;
            size_t size = input->size;
            double dense = density(grammar, tree, input);
            if (dense <= best)
                continue;
            best = dense, best_k = k, best_seed = seed, per_element = size / TRIED + 1;
        }
    }
    *input = (struct input){.kind = "dense", .bytes = input->bytes};
    return best > 0 &&
           repeat(grammar, tree, best_seed, best_k, MEGABYTE / per_element + TRIED, input) &&
           input->size >= MEGABYTE / 2;
}

static void report(const struct bb_grammar *grammar, const struct input *input)
{
    size_t size = input->size < MEGABYTE ? input->size : MEGABYTE;
    struct result quarter = measure(grammar, input, size / 4);
    struct result whole = measure(grammar, input, size);
    printf("{\"grammar\": \"%s\", \"input\": \"%s\", \"bytes\": %zu, \"lift_ms\": %.2f, "
           "\"render_ms\": %.2f, \"show_ms\": %.2f, \"bytes_per_byte\": %.1f, "
           "\"whole_over_quarter\": {\"lift\": %.2f, \"render\": %.2f, \"show\": %.2f}}\n",
           bb_grammar_name(grammar), input->kind, size, whole.lift_ms, whole.render_ms,
           whole.show_ms, whole.bytes_per_byte, whole.lift_ms / quarter.lift_ms,
           whole.render_ms / quarter.render_ms, whole.show_ms / quarter.show_ms);
    fflush(stdout);
}

int main(void)
{
    struct input input = {.bytes = malloc(ROOM)};
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    must(input.bytes, "malloc");
    for (size_t g = 0; bb_grammars[g]; g++) {
        fill_typical(bb_grammars[g], &tree, &input);
        report(bb_grammars[g], &input);
        if (fill_dense(bb_grammars[g], &tree, &input))
            report(bb_grammars[g], &input);
    }
    bb_tree_free(&tree);
    free(input.bytes);
    return EXIT_SUCCESS;
}
