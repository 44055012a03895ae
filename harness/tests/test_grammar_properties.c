/*
 * What must hold for every shipped grammar, whatever the bytes: see the list in
 * include/brickbat/grammar.h. Inputs are the grammar's own messages, those damaged in random
 * places, and plain random bytes. (test_grammar_seeds.c has the seeds.)
 *
 * The one argument, if given, says how many random inputs each grammar gets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar_support.h"

enum {
    DEFAULT_RANDOM = 20000, /* ci/bench/lossless.c runs ten million */
    MAX_INPUT_BYTES = 512,
    MAX_TREE_BYTES = 8 << 20,
    /* Of generated messages, this share must lift back without a lie or raw bytes. The rest is what
     * a grammar itself leaves open, for instance an unknown code that happens to be a known one. */
    MIN_TRUTHFUL_PERCENT = 99,
    /* Of arena for a byte of input: five nodes. The most in a shipped grammar is three, for an
     * option of one byte in CoAP. */
    MAX_ARENA_BYTES_PER_BYTE = 5 * sizeof(struct bb_node) + 1,
};

static unsigned n_random = DEFAULT_RANDOM;
static unsigned n_generated;
static struct bb_tree tree;
static struct bb_tree again;

static size_t random_input(struct bb_rng *rng, uint8_t *ret_bytes)
{
    size_t len = bb_rng_below(rng, bb_rng_one_in(rng, 8) ? MAX_INPUT_BYTES : 40);
    for (size_t k = 0; k < len; k++)
        ret_bytes[k] = (uint8_t)(bb_rng_one_in(rng, 3) ? bb_rng_below(rng, 8) : bb_rng_next(rng));
    return len;
}

static void test_properties__random_bytes_are_lossless(void **state)
{
    (void)state;
    struct bb_rng rng;
    uint8_t input[MAX_INPUT_BYTES];
    for (size_t g = 0; bb_grammars[g]; g++) {
        bb_rng_seed(&rng, g);
        for (unsigned i = 0; i < n_random; i++) {
            size_t len = random_input(&rng, input);
            assert_lossless(bb_grammars[g], bb_bytes_of(input, len), &tree);
        }
    }
}

static bool is_truthful(const struct bb_grammar *grammar, struct bb_bytes bytes)
{
    assert_int_equal(bb_lift(grammar, bytes, &again, NULL), BB_OK);
    struct bb_lift_stats stats = bb_tree_stats(&again, bytes.len);
    return stats.lies == 0 && stats.raw_bytes == 0;
}

static unsigned check_generated(const struct bb_grammar *grammar, struct bb_rng *rng)
{
    static uint8_t bytes[1 << 18];
    unsigned n_truthful = 0;
    for (unsigned i = 0; i < n_generated; i++) {
        size_t len = 0;
        assert_int_equal(bb_generate(grammar, rng, 40, &tree), BB_OK);
        assert_int_equal(bb_render(&tree, bytes, sizeof bytes, &len), BB_OK);
        n_truthful += is_truthful(grammar, bb_bytes_of(bytes, len));
        assert_lossless(grammar, bb_bytes_of(bytes, len), &tree);
        len = damage(rng, bytes, len);
        assert_lossless(grammar, bb_bytes_of(bytes, len), &tree);
    }
    return n_truthful;
}

static void test_properties__generated_messages_are_truthful_and_lossless(void **state)
{
    (void)state;
    struct bb_rng rng;
    for (size_t g = 0; bb_grammars[g]; g++) {
        bb_rng_seed(&rng, 1000 + g);
        unsigned n = check_generated(bb_grammars[g], &rng);
        print_message("%s: %.2f %% of generated messages lift back without lies\n",
                      bb_grammar_name(bb_grammars[g]), 100.0 * n / n_generated);
        assert_true(100 * n >= MIN_TRUTHFUL_PERCENT * n_generated);
    }
}

/* Generates from the seed and renders into bytes. */
static size_t generate_from(const struct bb_grammar *grammar, uint64_t seed, struct bb_tree *into,
                            uint8_t *bytes, size_t size)
{
    struct bb_rng rng;
    size_t len = 0;
    bb_rng_seed(&rng, seed);
    assert_int_equal(bb_generate(grammar, &rng, 40, into), BB_OK);
    assert_int_equal(bb_render(into, bytes, size, &len), BB_OK);
    return len;
}

/* A tree that has been used before gives the same as a fresh one. */
static void test_properties__same_seed_same_bytes(void **state)
{
    (void)state;
    static uint8_t first[1 << 16];
    static uint8_t second[1 << 16];
    for (size_t g = 0; bb_grammars[g]; g++) {
        for (unsigned i = 0; i < n_generated / 10; i++) {
            struct bb_tree fresh = BB_TREE_INIT(MAX_TREE_BYTES);
            size_t a = generate_from(bb_grammars[g], i, &tree, first, sizeof first);
            size_t b = generate_from(bb_grammars[g], i, &fresh, second, sizeof second);
            assert_int_equal(a, b);
            assert_memory_equal(first, second, a);
            bb_tree_free(&fresh);
        }
    }
}

static void test_properties__an_input_too_rich_for_the_cap_stays_raw(void **state)
{
    (void)state;
    enum { LARGE = 1 << 16, CAP = 2 * LARGE + 65536 };
    static uint8_t input[LARGE];
    for (size_t g = 0; bb_grammars[g]; g++) {
        for (unsigned fill = 0; fill < 256; fill += 17) {
            memset(input, (int)fill, LARGE);
            struct bb_tree small = BB_TREE_INIT(CAP);
            assert_lossless(bb_grammars[g], bb_bytes_of(input, LARGE), &small);
            assert_true(small.arena.total_bytes <= CAP);
            bb_tree_free(&small);
        }
    }
}

/* Two-byte patterns repeated: the smallest elements that there can be, over and over. */
static void test_properties__memory_is_linear(void **state)
{
    (void)state;
    enum { LEN = 1 << 12 };
    static uint8_t input[LEN];
    unsigned step = 1 + 3600000 / n_random;
    for (size_t g = 0; bb_grammars[g]; g++) {
        size_t worst = 0;
        for (unsigned pattern = 0; pattern < 1 << 16; pattern += step) {
            for (size_t i = 0; i < LEN; i++)
                input[i] = (uint8_t)(pattern >> 8 * (i & 1));
            assert_int_equal(bb_lift(bb_grammars[g], bb_bytes_of(input, LEN), &tree, NULL), BB_OK);
            size_t used = tree.n_nodes * sizeof(struct bb_node) + LEN;
            worst = used > worst ? used : worst;
        }
        print_message("%s: at most %.1f bytes of arena for a byte of input\n",
                      bb_grammar_name(bb_grammars[g]), (double)worst / LEN);
        assert_true(worst <= MAX_ARENA_BYTES_PER_BYTE * LEN);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        n_random = (unsigned)strtoul(argv[1], NULL, 10);
    n_generated = n_random / 5;
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    again = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties__random_bytes_are_lossless),
        cmocka_unit_test(test_properties__generated_messages_are_truthful_and_lossless),
        cmocka_unit_test(test_properties__same_seed_same_bytes),
        cmocka_unit_test(test_properties__an_input_too_rich_for_the_cap_stays_raw),
        cmocka_unit_test(test_properties__memory_is_linear),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    bb_tree_free(&again);
    return failed;
}
