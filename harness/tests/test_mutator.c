/*
 * What every mutation must hold to, for every shipped grammar: it changes the input, stays within
 * max_size, is repeatable, can shrink and grow, and mostly keeps what is derived right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/schema.h"
#include "mutate/credit.h"
#include "mutate/mutator.h"

enum {
    N_MUTATIONS = 2000, /* of each grammar */
    MAX_SIZE = 512,
    MAX_TREE_BYTES = 8 << 20,
    /* Lies are asked for in about 3 %, plain bytes in about 6 % of edits; 1.3 edits a mutation. */
    MIN_TRUTHFUL_PERCENT = 80,
};

struct input {
    uint8_t bytes[4 * MAX_SIZE];
    size_t size;
};

static void generate(const struct bb_grammar *grammar, struct bb_rng *rng, struct input *input)
{
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    do {
        assert_int_equal(bb_generate(grammar, rng, 20, &tree), BB_OK);
    } while (bb_render(&tree, input->bytes, MAX_SIZE, &input->size) != BB_OK || input->size == 0);
    bb_tree_free(&tree);
}

static void assert_lossless(const struct bb_grammar *grammar, const struct input *input,
                            struct bb_tree *tree)
{
    uint8_t out[4 * MAX_SIZE];
    size_t size = 0;
    assert_int_equal(bb_lift(grammar, bb_bytes_of(input->bytes, input->size), tree, NULL), BB_OK);
    assert_int_equal(bb_render(tree, out, sizeof out, &size), BB_OK);
    assert_int_equal(size, input->size);
    assert_memory_equal(out, input->bytes, size);
}

static void test_mutator__changes_the_input_within_max_size(void **state)
{
    (void)state;
    struct bb_rng rng;
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    for (size_t g = 0; bb_grammars[g]; g++) {
        bb_rng_seed(&rng, g);
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct input input = {0};
        for (unsigned i = 0; i < N_MUTATIONS; i++) {
            if (i % 8 == 0)
                generate(bb_grammars[g], &rng, &input);
            struct input before = input;
            size_t max_size = bb_rng_one_in(&rng, 4) ? input.size : MAX_SIZE;
            input.size = bb_mutator_mutate(m, input.bytes, input.size, max_size, i);
            assert_in_range(input.size, 1, max_size);
            assert_false(bb_bytes_equal(bb_bytes_of(before.bytes, before.size),
                                        bb_bytes_of(input.bytes, input.size)));
            assert_lossless(bb_grammars[g], &input, &tree);
        }
        bb_mutator_free(m);
    }
    bb_tree_free(&tree);
}

/* A message and much behind it, in one step: buffers that are copied to without a look overflow. */
static void test_mutator__appends_to_a_message_that_stays(void **state)
{
    (void)state;
    struct bb_rng rng;
    for (size_t g = 0; bb_grammars[g]; g++) {
        bb_rng_seed(&rng, g);
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct input whole = {0};
        do {
            generate(bb_grammars[g], &rng, &whole);
        } while (whole.size > MAX_SIZE / 2);
        unsigned n_longer = 0;
        for (unsigned i = 0; i < 5 * N_MUTATIONS; i++) {
            struct input input = whole;
            input.size = bb_mutator_mutate(m, input.bytes, input.size, MAX_SIZE, i);
            n_longer +=
                input.size >= MAX_SIZE - 1 && memcmp(input.bytes, whole.bytes, whole.size) == 0;
        }
        assert_true(n_longer > 0);
        bb_mutator_free(m);
    }
}

static void test_mutator__is_repeatable(void **state)
{
    (void)state;
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m[2] = {bb_mutator_new(bb_grammars[g], NULL, NULL),
                                   bb_mutator_new(bb_grammars[g], NULL, NULL)};
        struct bb_rng rng;
        bb_rng_seed(&rng, 7);
        struct input input[2];
        generate(bb_grammars[g], &rng, &input[0]);
        input[1] = input[0];
        for (unsigned i = 0; i < 1000; i++) {
            for (unsigned k = 0; k < 2; k++)
                input[k].size = bb_mutator_mutate(m[k], input[k].bytes, input[k].size, MAX_SIZE, i);
            assert_int_equal(input[0].size, input[1].size);
            assert_memory_equal(input[0].bytes, input[1].bytes, input[0].size);
            assert_string_equal(bb_mutator_last(m[0]), bb_mutator_last(m[1]));
        }
        bb_mutator_free(m[0]);
        bb_mutator_free(m[1]);
    }
}

static void test_mutator__mostly_tells_the_truth(void **state)
{
    (void)state;
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct bb_rng rng;
        bb_rng_seed(&rng, g);
        unsigned truthful = 0;
        for (unsigned i = 0; i < N_MUTATIONS; i++) {
            struct input input;
            generate(bb_grammars[g], &rng, &input);
            input.size = bb_mutator_mutate(m, input.bytes, input.size, MAX_SIZE, i);
            struct bb_bytes bytes = bb_bytes_of(input.bytes, input.size);
            assert_int_equal(bb_lift(bb_grammars[g], bytes, &tree, NULL), BB_OK);
            truthful += bb_tree_stats(&tree, input.size).lies == 0;
        }
        print_message("%s: %.1f %% of mutants without lies\n", bb_grammar_name(bb_grammars[g]),
                      100.0 * truthful / N_MUTATIONS);
        assert_true(100 * truthful >= MIN_TRUTHFUL_PERCENT * N_MUTATIONS);
        bb_mutator_free(m);
    }
    bb_tree_free(&tree);
}

/* One mutant of a message without lies: -1 if lies were asked for, else whether it has none. */
static int is_consistent(const struct bb_grammar *grammar, struct bb_mutator *m, struct bb_rng *rng,
                         struct bb_tree *tree, uint64_t seed)
{
    struct input input;
    generate(grammar, rng, &input);
    struct bb_bytes bytes = bb_bytes_of(input.bytes, input.size);
    assert_int_equal(bb_lift(grammar, bytes, tree, NULL), BB_OK);
    if (bb_tree_stats(tree, input.size).lies)
        return -1;
    bytes.len = bb_mutator_mutate(m, input.bytes, input.size, 2 * MAX_SIZE, seed);
    const char *kinds = bb_mutator_last(m);
    if (strstr(kinds, "lie") || strstr(kinds, "plain"))
        return -1;
    assert_int_equal(bb_lift(grammar, bytes, tree, NULL), BB_OK);
    return bb_tree_stats(tree, bytes.len).lies == 0;
}

/* Over all grammars 99 %; each of them nearly so. */
static void test_mutator__is_consistent_unless_asked_to_lie(void **state)
{
    (void)state;
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    unsigned all = 0, all_consistent = 0;
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct bb_rng rng;
        bb_rng_seed(&rng, 1000 + g);
        unsigned n = 0, consistent = 0;
        for (unsigned i = 0; i < 400; i++) {
            int is = is_consistent(bb_grammars[g], m, &rng, &tree, i);
            n += is >= 0;
            consistent += is > 0;
        }
        print_message("%s: %u of %u mutants are consistent\n", bb_grammar_name(bb_grammars[g]),
                      consistent, n);
        assert_true(n > 200 && 100 * consistent >= 95 * n);
        all += n;
        all_consistent += consistent;
        bb_mutator_free(m);
    }
    assert_true(100 * all_consistent >= 99 * all);
    bb_tree_free(&tree);
}

static void test_mutator__shrinks_and_grows(void **state)
{
    (void)state;
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct bb_rng rng;
        bb_rng_seed(&rng, g);
        unsigned shrunk = 0;
        unsigned grown = 0;
        for (unsigned i = 0; i < 1000; i++) {
            struct input input;
            generate(bb_grammars[g], &rng, &input);
            size_t before = input.size;
            input.size = bb_mutator_mutate(m, input.bytes, input.size, MAX_SIZE, i);
            shrunk += input.size < before;
            grown += input.size > before;
        }
        print_message("%s: %u of 1000 mutants are smaller, %u are larger\n",
                      bb_grammar_name(bb_grammars[g]), shrunk, grown);
        assert_true(shrunk > 100);
        assert_true(grown > 100);
        bb_mutator_free(m);
    }
}

static void test_mutator__crossover_takes_from_both(void **state)
{
    (void)state;
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        struct bb_rng rng;
        bb_rng_seed(&rng, 100 + g);
        unsigned mixed = 0;
        for (unsigned i = 0; i < 1000; i++) {
            struct input a, b, out;
            generate(bb_grammars[g], &rng, &a);
            generate(bb_grammars[g], &rng, &b);
            out.size = bb_mutator_cross(m, bb_bytes_of(a.bytes, a.size),
                                        bb_bytes_of(b.bytes, b.size), out.bytes, MAX_SIZE, i);
            assert_in_range(out.size, 1, MAX_SIZE);
            struct bb_bytes bytes = bb_bytes_of(out.bytes, out.size);
            mixed += !bb_bytes_equal(bytes, bb_bytes_of(a.bytes, a.size)) &&
                     !bb_bytes_equal(bytes, bb_bytes_of(b.bytes, b.size));
        }
        assert_true(mixed > 900);
        bb_mutator_free(m);
    }
}

static void test_mutator__takes_any_bytes(void **state)
{
    (void)state;
    struct bb_rng rng;
    bb_rng_seed(&rng, 5);
    for (size_t g = 0; bb_grammars[g]; g++) {
        struct bb_mutator *m = bb_mutator_new(bb_grammars[g], NULL, NULL);
        for (unsigned i = 0; i < 2000; i++) {
            uint8_t bytes[MAX_SIZE];
            size_t size = bb_rng_below(&rng, 64);
            for (size_t k = 0; k < size; k++)
                bytes[k] = (uint8_t)bb_rng_next(&rng);
            size_t max_size = 1 + bb_rng_below(&rng, 80);
            assert_in_range(bb_mutator_mutate(m, bytes, size, max_size, i), 1, max_size);
        }
        bb_mutator_free(m);
    }
}

/* Of the kinds that bb_mutator_last names, and of all others. */
static void sum_new_coverage(struct bb_mutator *m, uint64_t *ret_named, uint64_t *ret_others)
{
    const struct bb_mutation_stats *stats = bb_mutator_stats(m);
    const char *names = bb_mutator_last(m);
    *ret_named = *ret_others = 0;
    for (enum bb_mutation kind = 0; kind < BB_N_MUTATIONS; kind++) {
        bool is_named = strstr(names, bb_mutation_name(kind));
        *(is_named ? ret_named : ret_others) += stats->kinds[kind].new_coverage;
        assert_true(!is_named || stats->kinds[kind].uses);
        assert_true(!is_named || stats->kinds[kind].bytes_changed);
    }
}

static uint64_t n_credited(struct bb_mutator *m)
{
    uint64_t named, others;
    sum_new_coverage(m, &named, &others);
    return named + others;
}

/* An output that comes back as an input later is credited to the kinds that made it, once. */
static void test_mutator__credits_what_the_engine_kept(void **state)
{
    (void)state;
    struct bb_mutator *m = bb_mutator_new(bb_grammars[0], NULL, NULL);
    assert_true(bb_mutator_watch(m));
    struct bb_rng rng;
    bb_rng_seed(&rng, 3);
    struct input first, kept, work;
    generate(bb_grammars[0], &rng, &first);
    kept = first;
    kept.size = bb_mutator_mutate(m, kept.bytes, kept.size, MAX_SIZE, 1);
    bb_mutator_kept(m, bb_bytes_of(kept.bytes, kept.size));
    uint64_t named, others;
    sum_new_coverage(m, &named, &others);
    assert_true(named > 0);
    assert_int_equal(others, 0);
    for (unsigned i = 0; i < 3; i++) {
        work = first; /* a seed, not of our making */
        bb_mutator_mutate(m, work.bytes, work.size, MAX_SIZE, 1);
        bb_mutator_kept(m, bb_bytes_of(kept.bytes, kept.size));
    }
    assert_int_equal(n_credited(m), named);
    bb_mutator_free(m);
}

static struct input mutated(struct bb_mutator *m, const struct input *input, uint64_t seed)
{
    struct input out = *input;
    out.size = bb_mutator_mutate(m, out.bytes, out.size, MAX_SIZE, seed);
    return out;
}

/* The engine goes on from an output whatever came of it. */
static void test_mutator__credits_no_output_that_is_only_mutated_further(void **state)
{
    (void)state;
    struct bb_mutator *m = bb_mutator_new(bb_grammars[0], NULL, NULL);
    assert_true(bb_mutator_watch(m));
    struct bb_rng rng;
    bb_rng_seed(&rng, 4);
    struct input current, other, kept = {0};
    generate(bb_grammars[0], &rng, &current);
    generate(bb_grammars[0], &rng, &other);
    for (unsigned i = 0; i < 200; i++) {
        struct bb_bytes a = bb_bytes_of(current.bytes, current.size);
        struct input out;
        if (i % 4 == 0)
            out.size = bb_mutator_cross(m, a, bb_bytes_of(other.bytes, other.size), out.bytes,
                                        MAX_SIZE, i);
        else
            out = mutated(m, &current, i);
        current = out;
        if (i == 100)
            kept = out;
    }
    assert_int_equal(n_credited(m), 0);
    bb_mutator_mutate(m, kept.bytes, kept.size, MAX_SIZE, 1);
    assert_true(n_credited(m) > 0);
    bb_mutator_free(m);
}

static void test_mutator__counts_differing_bytes(void **state)
{
    (void)state;
    static const char text[] = "twenty-three bytes long";
    for (size_t i = 0; i < sizeof text - 1; i++) {
        char other[sizeof text];
        memcpy(other, text, sizeof text);
        other[i] ^= (char)0x80;
        other[0] ^= 1;
        struct bb_bytes bytes = bb_bytes_of(other, i + 1);
        assert_int_equal(bb_credit_difference(bb_bytes_str(text), bytes),
                         (i ? 2 : 1) + sizeof text - 1 - bytes.len);
        assert_int_equal(bb_credit_difference(bytes, bytes), 0);
    }
    uint8_t zeros[3001] = {0}, ones[3000];
    memset(ones, 1, sizeof ones);
    assert_int_equal(bb_credit_difference(bb_bytes_of(zeros, sizeof zeros),
                                          bb_bytes_of(ones, sizeof ones)),
                     sizeof zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutator__changes_the_input_within_max_size),
        cmocka_unit_test(test_mutator__appends_to_a_message_that_stays),
        cmocka_unit_test(test_mutator__is_repeatable),
        cmocka_unit_test(test_mutator__mostly_tells_the_truth),
        cmocka_unit_test(test_mutator__is_consistent_unless_asked_to_lie),
        cmocka_unit_test(test_mutator__shrinks_and_grows),
        cmocka_unit_test(test_mutator__crossover_takes_from_both),
        cmocka_unit_test(test_mutator__takes_any_bytes),
        cmocka_unit_test(test_mutator__credits_what_the_engine_kept),
        cmocka_unit_test(test_mutator__credits_no_output_that_is_only_mutated_further),
        cmocka_unit_test(test_mutator__counts_differing_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
