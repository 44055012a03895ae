/*
 * The candidates that were tried: all of them are known, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "minimize/reducer.h"
#include "minimize/seen.h"

static bool before_key(struct bb_seen_set *seen, struct bb_seen_key key)
{
    bool has = bb_seen_has(seen, key);
    bb_seen_add(seen, key);
    return has;
}

static bool before(struct bb_seen_set *seen, size_t number)
{
    char text[32];
    snprintf(text, sizeof text, "candidate %zu", number);
    return before_key(seen, bb_seen_key_of(bb_bytes_str(text)));
}

static void test_seen__knows_all_and_nothing_else(void **state)
{
    enum { N = 200000 };
    struct bb_seen_set seen = {0};
    (void)state;
    for (size_t i = 0; i < N; i++)
        assert_false(before(&seen, i));
    for (size_t i = 0; i < N; i++)
        assert_true(before(&seen, i));
    assert_int_equal(seen.n, N);
    bb_seen_free(&seen);
}

static void test_seen__one_equal_hash_is_not_enough(void **state)
{
    const struct bb_seen_key first = {.hash = {0x1234567, 99}, .len = 8};
    const struct bb_seen_key others[] = {
        {.hash = {0x1234567, 100}, .len = 8},
        {.hash = {0x1234568, 99}, .len = 8},
        {.hash = {0x1234567, 99}, .len = 7},
    };
    struct bb_seen_set seen = {0};
    (void)state;
    assert_false(before_key(&seen, first));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(before_key(&seen, others[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(before_key(&seen, others[i]));
    assert_true(before_key(&seen, first));
    bb_seen_free(&seen);
}

/* Inputs of equal length whose bytes differ in one place, or have changed places. */
static void test_seen__the_hashes_see_every_byte(void **state)
{
    uint8_t bytes[64] = {0};
    struct bb_seen_set seen = {0};
    (void)state;
    assert_false(before_key(&seen, bb_seen_key_of(bb_bytes_of(bytes, sizeof bytes))));
    for (size_t i = 0; i < sizeof bytes; i++) {
        for (unsigned value = 1; value < 256; value++) {
            bytes[i] = (uint8_t)value;
            const struct bb_seen_key key = bb_seen_key_of(bb_bytes_of(bytes, sizeof bytes));
            assert_false(before_key(&seen, key));
        }
        bytes[i] = 0;
    }
    bb_seen_free(&seen);
}

static void test_seen__over_its_cap_it_repeats_and_is_never_wrong(void **state)
{
    enum { N = BB_SEEN_MAX + 100 };
    struct bb_seen_set seen = {0};
    (void)state;
    for (size_t i = 0; i < N; i++)
        assert_false(before(&seen, i));
    assert_int_equal(seen.n_slots, 2 * BB_SEEN_MAX);
    assert_int_equal(seen.n, 100);
    for (size_t i = BB_SEEN_MAX; i < N; i++)
        assert_true(before(&seen, i));
    for (size_t i = 0; i < 1000; i++)
        assert_false(before(&seen, i)); /* forgotten: tried again */
    bb_seen_free(&seen);
}

static void test_seen__the_empty_one_is_none(void **state)
{
    struct bb_seen_set seen = {0};
    (void)state;
    assert_false(before_key(&seen, bb_seen_key_of((struct bb_bytes){0})));
    assert_false(before_key(&seen, bb_seen_key_of((struct bb_bytes){0})));
    assert_int_equal(seen.n, 0);
}

/* --- by the reducer ------------------------------------------------------------------------- */

enum { N_BYTES = 700 };

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct bb_seen_key));
}

/* Every other candidate is kept, so that many rounds go over the same ground. */
static void test_seen__the_reducer_proposes_nothing_twice(void **state)
{
    enum { MOST = 100000 };
    static struct bb_seen_key keys[MOST];
    uint8_t bytes[N_BYTES];
    struct bb_bytes candidate;
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i % 5);
    struct bb_reducer *reducer = bb_reducer_new(NULL, bb_bytes_of(bytes, sizeof bytes));
    while (n < MOST && bb_reducer_next(reducer, &candidate)) {
        keys[n++] = bb_seen_key_of(candidate);
        bb_reducer_judge(reducer, candidate.len > 300 && n % 7 == 0);
    }
    assert_in_range(n, 1000, MOST - 1);
    qsort(keys, n, sizeof *keys, compare);
    for (size_t i = 1; i < n; i++)
        assert_int_not_equal(compare(&keys[i - 1], &keys[i]), 0);
    bb_reducer_free(reducer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seen__knows_all_and_nothing_else),
        cmocka_unit_test(test_seen__one_equal_hash_is_not_enough),
        cmocka_unit_test(test_seen__the_hashes_see_every_byte),
        cmocka_unit_test(test_seen__over_its_cap_it_repeats_and_is_never_wrong),
        cmocka_unit_test(test_seen__the_empty_one_is_none),
        cmocka_unit_test(test_seen__the_reducer_proposes_nothing_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
