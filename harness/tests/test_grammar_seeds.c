/*
 * What must hold for the seeds of every target, and for mutants of them: they lift and render back
 * to the same bytes, and the grammar knows what nearly every byte of a seed is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder.h"
#include "grammar_support.h"

enum {
    MAX_SEED_BYTES = 1 << 16,
    MAX_TREE_BYTES = 32 << 20,
    N_MUTANTS = 200, /* of each seed */
    MIN_TYPED_PERCENT = 95,
};

struct corpus {
    const char *folder; /* below corpus/; regressions are in a folder of that name in it */
    const char *grammar;
};

static const struct corpus corpora[] = {
    {"modbus/modbus_libmodbus", "modbus"},         {"modbus/modbus_libmodbus_reply", "modbus_adu"},
    {"mqtt/mqtt_mosquitto_broker", "mqtt_broker"}, {"coap/coap_libcoap_pdu", "coap"},
    {"coap/coap_libcoap_server", "coap_session"},  {"coap/crashes", "coap_session"},
};
enum { N_CORPORA = sizeof corpora / sizeof *corpora };

static struct bb_tree tree;

static const struct bb_grammar *grammar_of(const struct corpus *corpus)
{
    const struct bb_grammar *grammar = bb_grammar_find(corpus->grammar);
    assert_non_null(grammar);
    return grammar;
}

static void list_seeds(const struct corpus *corpus, const char *below, struct bb_paths *ret_files)
{
    char folder[256];
    snprintf(folder, sizeof folder, "corpus/%s%s", corpus->folder, below);
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

static void test_seeds__are_lossless_and_understood(void **state)
{
    (void)state;
    struct bb_buf seed = BB_BUF_INIT(MAX_SEED_BYTES);
    for (size_t i = 0; i < N_CORPORA; i++) {
        struct bb_paths files = {0};
        size_t bytes = 0;
        size_t raw = 0;
        list_seeds(&corpora[i], "", &files);
        for (size_t k = 0; k < files.n; k++) {
            struct bb_bytes input = read_seed(files.list[k], &seed);
            assert_lossless(grammar_of(&corpora[i]), input, &tree);
            bytes += input.len;
            raw += bb_tree_stats(&tree, input.len).raw_bytes;
        }
        assert_true(bytes > 0);
        print_message("%s: %zu seeds, %.2f %% of %zu bytes typed\n", corpora[i].folder, files.n,
                      100.0 - 100.0 * raw / bytes, bytes);
        assert_true(100 * raw <= (100 - MIN_TYPED_PERCENT) * bytes);
        bb_paths_free(&files);
    }
    bb_buf_free(&seed);
}

static void test_seeds__regressions_are_lossless(void **state)
{
    (void)state;
    struct bb_buf seed = BB_BUF_INIT(MAX_SEED_BYTES);
    for (size_t i = 0; i < N_CORPORA; i++) {
        struct bb_paths files = {0};
        list_seeds(&corpora[i], "/regressions", &files);
        for (size_t k = 0; k < files.n; k++)
            assert_lossless(grammar_of(&corpora[i]), read_seed(files.list[k], &seed), &tree);
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
    for (size_t i = 0; i < N_CORPORA; i++) {
        struct bb_paths files = {0};
        list_seeds(&corpora[i], "", &files);
        bb_rng_seed(&rng, i);
        for (size_t k = 0; k < files.n; k++) {
            const char *donor = files.list[bb_rng_below(&rng, files.n)];
            check_mutants(grammar_of(&corpora[i]), &rng, read_seed(files.list[k], &seed),
                          read_seed(donor, &other));
        }
        bb_paths_free(&files);
    }
    bb_buf_free(&seed);
    bb_buf_free(&other);
}

/* Folders without files are nobody's corpus. */
static bool is_listed(const char *folder)
{
    struct bb_paths files = {0};
    assert_int_equal(bb_folder_files(folder, &files, NULL), BB_OK);
    bool is_empty = files.n == 0;
    bb_paths_free(&files);
    if (is_empty)
        return true;
    for (size_t i = 0; i < N_CORPORA; i++)
        if (strcmp(corpora[i].folder, folder + strlen("corpus/")) == 0)
            return true;
    return false;
}

/* A new target's seeds must not be forgotten above. */
static void test_seeds__every_corpus_is_tested(void **state)
{
    (void)state;
    struct bb_paths protocols = {0};
    assert_int_equal(bb_folder_folders("corpus", &protocols, NULL), BB_OK);
    for (size_t i = 0; i < protocols.n; i++) {
        struct bb_paths targets = {0};
        assert_int_equal(bb_folder_folders(protocols.list[i], &targets, NULL), BB_OK);
        for (size_t k = 0; k < targets.n; k++) {
            if (!is_listed(targets.list[k]))
                print_error("%s has no grammar in this test\n", targets.list[k]);
            assert_true(is_listed(targets.list[k]));
        }
        bb_paths_free(&targets);
    }
    bb_paths_free(&protocols);
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds__are_lossless_and_understood),
        cmocka_unit_test(test_seeds__regressions_are_lossless),
        cmocka_unit_test(test_seeds__mutants_are_lossless),
        cmocka_unit_test(test_seeds__every_corpus_is_tested),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    return failed;
}
