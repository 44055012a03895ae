/*
 * What must hold for the seeds of every target and grammar, and for mutants of them: they lift and
 * render back to the same bytes, and the grammar knows what nearly every byte of a seed is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder.h"
#include "grammar_support.h"

enum {
    MAX_CORPORA = 128,
    MIN_GRAMMAR_SEEDS = 20, /* in the folder of a grammar's name */
    MAX_SEED_BYTES = 1 << 16,
    MAX_TREE_BYTES = 32 << 20,
    N_MUTANTS = 50, /* of each seed */
    MIN_TYPED_PERCENT = 95,
};

struct corpus {
    char *folder; /* owned; regressions are in a folder of that name in it */
    const struct bb_grammar *grammar;
    size_t min_seeds;
};

static struct corpus corpora[MAX_CORPORA];
static size_t n_corpora;
static struct bb_tree tree;

/* "<grammar> <folder>" of each target on a line, as CMake wrote it (brickbat_write_seeds). */
static struct bb_buf targets = BB_BUF_INIT(MAX_SEED_BYTES);

/* By the target whose seeds are there; NULL if there is none. */
static const struct bb_grammar *grammar_of_target(const char *folder)
{
    char grammar[64], path[256];
    int n;
    for (const char *line = bb_buf_str(&targets);
         sscanf(line, "%63s %255s%n", grammar, path, &n) == 2; line += n)
        if (strcmp(path, folder) == 0)
            return bb_grammar_find(grammar);
    return NULL;
}

static void add_corpus(const char *folder)
{
    struct bb_paths files = {0};
    assert_int_equal(bb_folder_files(folder, &files, NULL), BB_OK);
    size_t n_files = files.n;
    bb_paths_free(&files);
    if (n_files == 0) /* nobody's */
        return;
    const struct bb_grammar *own = bb_grammar_find(bb_path_name(folder));
    const struct bb_grammar *grammar = own ? own : grammar_of_target(folder);
    if (!grammar)
        print_error("%s is of no grammar: neither its name is one, nor is it a target's\n", folder);
    assert_non_null(grammar);
    assert_true(n_corpora < MAX_CORPORA);
    corpora[n_corpora++] = (struct corpus){strdup(folder), grammar, own ? MIN_GRAMMAR_SEEDS : 1};
}

/* The folders two levels below corpus/: every one must have a grammar. */
static int find_corpora(void **state)
{
    (void)state;
    struct bb_paths protocols = {0};
    assert_int_equal(bb_file_read(BB_SEEDS, &targets, NULL), BB_OK);
    assert_int_equal(bb_folder_folders("corpus", &protocols, NULL), BB_OK);
    for (size_t i = 0; i < protocols.n; i++) {
        struct bb_paths folders = {0};
        assert_int_equal(bb_folder_folders(protocols.list[i], &folders, NULL), BB_OK);
        for (size_t k = 0; k < folders.n; k++)
            add_corpus(folders.list[k]);
        bb_paths_free(&folders);
    }
    bb_paths_free(&protocols);
    return 0;
}

static int free_corpora(void **state)
{
    (void)state;
    bb_buf_free(&targets);
    while (n_corpora)
        free(corpora[--n_corpora].folder);
    return 0;
}

static void list_seeds(const struct corpus *corpus, const char *below, struct bb_paths *ret_files)
{
    char folder[256];
    snprintf(folder, sizeof folder, "%s%s", corpus->folder, below);
    enum bb_status status = bb_folder_files(folder, ret_files, NULL);
    assert_true(status == BB_OK || (*below && status == BB_NOT_FOUND));
}

/* Reads the file into seed, which has been initialised before. */
static struct bb_bytes read_seed(const char *path, struct bb_buf *seed)
{
    bb_buf_reset(seed);
    assert_int_equal(bb_file_read(path, seed, NULL), BB_OK);
    return bb_buf_bytes(seed);
}

struct understood {
    size_t bytes;
    size_t raw_bytes;
    size_t n_lying; /* seeds with lies or raw bytes */
};

static void check_seed(const struct bb_grammar *grammar, struct bb_bytes seed,
                       struct understood *sum)
{
    assert_lossless(grammar, seed, &tree);
    struct bb_lift_stats stats = bb_tree_stats(&tree, seed.len);
    sum->bytes += seed.len;
    sum->raw_bytes += stats.raw_bytes;
    sum->n_lying += stats.lies || stats.raw_bytes;
}

static void check_corpus(const struct corpus *corpus, struct bb_buf *seed)
{
    struct bb_paths files = {0};
    struct understood sum = {0};
    list_seeds(corpus, "", &files);
    for (size_t k = 0; k < files.n; k++)
        check_seed(corpus->grammar, read_seed(files.list[k], seed), &sum);
    assert_true(sum.bytes > 0);
    print_message("%s: %zu seeds, %zu of them with lies or raw bytes, %.2f %% of %zu bytes typed\n",
                  corpus->folder, files.n, sum.n_lying, 100.0 - 100.0 * sum.raw_bytes / sum.bytes,
                  sum.bytes);
    assert_true(files.n >= corpus->min_seeds);
    assert_true(100 * sum.raw_bytes <= (100 - MIN_TYPED_PERCENT) * sum.bytes);
    bb_paths_free(&files);
}

static void test_seeds__are_lossless_and_understood(void **state)
{
    (void)state;
    struct bb_buf seed = BB_BUF_INIT(MAX_SEED_BYTES);
    for (size_t i = 0; i < n_corpora; i++)
        check_corpus(&corpora[i], &seed);
    bb_buf_free(&seed);
}

static void test_seeds__regressions_are_lossless(void **state)
{
    (void)state;
    struct bb_buf seed = BB_BUF_INIT(MAX_SEED_BYTES);
    for (size_t i = 0; i < n_corpora; i++) {
        struct bb_paths files = {0};
        list_seeds(&corpora[i], "/regressions", &files);
        for (size_t k = 0; k < files.n; k++)
            assert_lossless(corpora[i].grammar, read_seed(files.list[k], &seed), &tree);
        bb_paths_free(&files);
    }
    bb_buf_free(&seed);
}

/* The seed damaged in a few places; every other time with the end of another seed behind it. */
static size_t make_mutant(struct bb_rng *rng, struct bb_bytes seed, struct bb_bytes other,
                          uint8_t *ret_bytes)
{
    size_t len = seed.len;
    memcpy(ret_bytes, seed.ptr, len);
    if (bb_rng_one_in(rng, 2)) {
        size_t keep = bb_rng_below(rng, len + 1);
        size_t skip = bb_rng_below(rng, other.len + 1);
        memcpy(ret_bytes + keep, other.ptr + skip, other.len - skip);
        len = keep + other.len - skip;
    }
    return damage(rng, ret_bytes, len);
}

static void check_mutants(const struct bb_grammar *grammar, struct bb_rng *rng,
                          struct bb_bytes seed, struct bb_bytes other)
{
    static uint8_t mutant[2 * MAX_SEED_BYTES];
    for (unsigned n = 0; n < N_MUTANTS; n++) {
        size_t len = make_mutant(rng, seed, other, mutant);
        assert_lossless(grammar, bb_bytes_of(mutant, len), &tree);
    }
}

static void test_seeds__mutants_are_lossless(void **state)
{
    (void)state;
    struct bb_buf seed = BB_BUF_INIT(MAX_SEED_BYTES);
    struct bb_buf other = BB_BUF_INIT(MAX_SEED_BYTES);
    struct bb_rng rng;
    for (size_t i = 0; i < n_corpora; i++) {
        struct bb_paths files = {0};
        list_seeds(&corpora[i], "", &files);
        bb_rng_seed(&rng, i);
        for (size_t k = 0; k < files.n; k++) {
            const char *donor = files.list[bb_rng_below(&rng, files.n)];
            check_mutants(corpora[i].grammar, &rng, read_seed(files.list[k], &seed),
                          read_seed(donor, &other));
        }
        bb_paths_free(&files);
    }
    bb_buf_free(&seed);
    bb_buf_free(&other);
}

static void test_seeds__every_target_has_a_corpus(void **state)
{
    (void)state;
    char grammar[64], path[256];
    int n;
    for (const char *line = bb_buf_str(&targets);
         sscanf(line, "%63s %255s%n", grammar, path, &n) == 2; line += n) {
        bool found = false;
        for (size_t k = 0; k < n_corpora; k++)
            found |= strcmp(corpora[k].folder, path) == 0;
        if (!found)
            print_error("%s is not there or empty\n", path);
        assert_true(found);
    }
}

static void test_seeds__every_grammar_has_a_corpus(void **state)
{
    (void)state;
    unsigned n_missing = 0;
    for (size_t g = 0; bb_grammars[g]; g++) {
        bool found = false;
        for (size_t i = 0; i < n_corpora; i++)
            found |= corpora[i].grammar == bb_grammars[g];
        if (!found)
            print_error("%s: no seeds\n", bb_grammar_name(bb_grammars[g]));
        n_missing += !found;
    }
    assert_int_equal(n_missing, 0);
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds__are_lossless_and_understood),
        cmocka_unit_test(test_seeds__regressions_are_lossless),
        cmocka_unit_test(test_seeds__mutants_are_lossless),
        cmocka_unit_test(test_seeds__every_target_has_a_corpus),
        cmocka_unit_test(test_seeds__every_grammar_has_a_corpus),
    };
    int failed = cmocka_run_group_tests(tests, find_corpora, free_corpora);
    bb_tree_free(&tree);
    return failed;
}
