/*
 * What must hold for every shipped grammar, whatever the bytes: see the list in
 * include/brickbat/grammar.h. Inputs are the grammar's own messages, those damaged in random
 * places, and plain random bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/schema.h"

enum {
    N_RANDOM = 100000,
    N_GENERATED = 20000,
    MAX_INPUT_BYTES = 512,
    MAX_TREE_BYTES = 8 << 20,
    /* Of generated messages, this share must lift back without a lie. The rest is what a grammar
     * itself leaves open, for instance an unknown function code that happens to be a known one. */
    MIN_TRUTHFUL_PERCENT = 95,
};

static struct bb_tree tree;
static struct bb_tree again;

static void print_failure(const struct bb_grammar *grammar, struct bb_bytes input,
                          struct bb_bytes output)
{
    fprintf(stderr, "%s: not lossless:\n in: ", bb_grammar_name(grammar));
    for (size_t i = 0; i < input.len; i++)
        fprintf(stderr, "%02x", input.ptr[i]);
    fprintf(stderr, "\nout: ");
    for (size_t i = 0; i < output.len; i++)
        fprintf(stderr, "%02x", output.ptr[i]);
    struct bb_buf text = BB_BUF_INIT(1 << 20);
    if (bb_show(grammar, input, BB_SHOW_PLAIN, &text) == BB_OK)
        fprintf(stderr, "\n%s", bb_buf_str(&text));
    bb_buf_free(&text);
}

static void assert_lossless(const struct bb_grammar *grammar, struct bb_bytes input)
{
    static uint8_t out[1 << 18];
    size_t size = 0;
    assert_int_equal(bb_lift(grammar, input, &tree, NULL), BB_OK);
    assert_int_equal(bb_render(&tree, out, sizeof out, &size), BB_OK);
    struct bb_bytes output = bb_bytes_of(out, size);
    if (!bb_bytes_equal(input, output)) {
        print_failure(grammar, input, output);
        fail();
    }
}

static void test_properties__random_bytes_are_lossless(void **state)
{
    (void)state;
    struct bb_rng rng;
    for (size_t g = 0; bb_grammars[g]; g++) {
        bb_rng_seed(&rng, g);
        for (unsigned i = 0; i < N_RANDOM; i++) {
            uint8_t input[MAX_INPUT_BYTES];
            size_t len = bb_rng_below(&rng, bb_rng_one_in(&rng, 8) ? sizeof input : 40);
            for (size_t k = 0; k < len; k++)
                input[k] =
                    (uint8_t)(bb_rng_one_in(&rng, 3) ? bb_rng_below(&rng, 8) : bb_rng_next(&rng));
            assert_lossless(bb_grammars[g], bb_bytes_of(input, len));
        }
    }
}

/* Flips, cuts, doubles: what happens to messages on their way. */
static size_t damage(struct bb_rng *rng, uint8_t *bytes, size_t len)
{
    for (uint64_t n = 1 + bb_rng_below(rng, 3); n > 0 && len > 0; n--) {
        size_t at = bb_rng_below(rng, len);
        switch (bb_rng_below(rng, 4)) {
        case 0: bytes[at] ^= (uint8_t)(1u << bb_rng_below(rng, 8)); break;
        case 1: bytes[at] = (uint8_t)(bb_rng_one_in(rng, 2) ? 0xff : bb_rng_next(rng)); break;
        case 2: len = at; break;
        default: memmove(bytes + at, bytes + at + 1, len - at - 1); len--;
        }
    }
    return len;
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
    for (unsigned i = 0; i < N_GENERATED; i++) {
        size_t len = 0;
        assert_int_equal(bb_generate(grammar, rng, 40, &tree), BB_OK);
        assert_int_equal(bb_render(&tree, bytes, sizeof bytes, &len), BB_OK);
        n_truthful += is_truthful(grammar, bb_bytes_of(bytes, len));
        assert_lossless(grammar, bb_bytes_of(bytes, len));
        len = damage(rng, bytes, len);
        assert_lossless(grammar, bb_bytes_of(bytes, len));
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
        print_message("%s: %.1f %% of generated messages lift back without lies\n",
                      bb_grammar_name(bb_grammars[g]), 100.0 * n / N_GENERATED);
        assert_true(100 * n >= MIN_TRUTHFUL_PERCENT * N_GENERATED);
    }
}

static void test_properties__memory_is_linear_and_capped(void **state)
{
    (void)state;
    enum { LARGE = 1 << 16 };
    uint8_t *input = calloc(1, LARGE);
    assert_non_null(input);
    for (size_t g = 0; bb_grammars[g]; g++) {
        for (unsigned fill = 0; fill < 256; fill += 17) {
            memset(input, (int)fill, LARGE);
            struct bb_tree small = BB_TREE_INIT(2 * LARGE + 65536);
            assert_int_equal(bb_lift(bb_grammars[g], bb_bytes_of(input, LARGE), &small, NULL),
                             BB_OK);
            assert_true(small.arena.total_bytes <= 2 * LARGE + 65536);
            bb_tree_free(&small);
        }
    }
    free(input);
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    again = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties__random_bytes_are_lossless),
        cmocka_unit_test(test_properties__generated_messages_are_truthful_and_lossless),
        cmocka_unit_test(test_properties__memory_is_linear_and_capped),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    bb_tree_free(&again);
    return failed;
}
