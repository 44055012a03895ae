/* A parser's heap (shim/heap.h). That the calls get there, test_rename.c shows. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shim/heap.h"
#include "shim/heap_calls.h"

static void test_shim_heap__counts_what_is_held(void **state)
{
    (void)state;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    char *first = bb_shim_malloc(100), *second = bb_shim_calloc(5, 10), *text = NULL;
    assert_int_equal(bb_shim_heap_held_bytes(), 150);
    first = bb_shim_realloc(first, 300);
    assert_int_equal(bb_shim_heap_held_bytes(), 350);
    char *copy = bb_shim_strndup("abcdef", 3);
    assert_string_equal(copy, "abc");
    assert_int_equal(bb_shim_asprintf(&text, "%d-%s", 7, "x"), 3);
    assert_string_equal(text, "7-x");
    assert_int_equal(bb_shim_heap_held_bytes(), 358);
    assert_int_equal(bb_shim_heap_held_blocks(), 4);
    bb_shim_free(first);
    bb_shim_free(second);
    bb_shim_free(copy);
    bb_shim_free(text);
    bb_shim_free(NULL);
    assert_int_equal(bb_shim_heap_held_bytes(), 0);
    assert_int_equal(bb_shim_heap_held_blocks(), 0);
    assert_int_equal(bb_shim_heap_peak_bytes(), 358);
}

static unsigned n_beyond;

static void count_beyond(void)
{
    n_beyond++;
}

static void test_shim_heap__tells_of_what_is_beyond_the_bound(void **state)
{
    (void)state;
    n_beyond = 0;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    bb_shim_heap_on_beyond(100, count_beyond);
    char *first = bb_shim_malloc(60), *second = bb_shim_malloc(40);
    assert_int_equal(n_beyond, 0); /* just the bound */
    char *third = bb_shim_malloc(1);
    assert_int_equal(n_beyond, 1);
    bb_shim_free(first);
    bb_shim_free(third);
    first = bb_shim_realloc(NULL, 60); /* what counts is held at a time */
    assert_int_equal(n_beyond, 1);
    bb_shim_heap_on_beyond(0, NULL);
    third = bb_shim_malloc(1000);
    assert_int_equal(n_beyond, 1);
    bb_shim_free(first);
    bb_shim_free(second);
    bb_shim_free(third);
}

static void test_shim_heap__refuses_what_goes_beyond(void **state)
{
    (void)state;
    bb_shim_heap_begin(100);
    char *block = bb_shim_malloc(60);
    assert_non_null(block);
    memset(block, 'x', 60);
    assert_null(bb_shim_malloc(41));
    assert_int_equal(errno, ENOMEM);
    assert_null(bb_shim_realloc(block, 101));
    assert_null(bb_shim_calloc(SIZE_MAX / 2, 1));
    assert_null(bb_shim_reallocarray(NULL, 11, 10));
    assert_int_equal(bb_shim_heap_refused(), 4);
    assert_int_equal(block[59], 'x'); /* a refused realloc leaves the block alone */
    block = bb_shim_realloc(block, 100);
    assert_non_null(block);
    assert_int_equal(bb_shim_heap_held_bytes(), 100);
    bb_shim_free(block);
}

static void test_shim_heap__sizes_do_not_wrap(void **state)
{
    (void)state;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    assert_null(bb_shim_reallocarray(NULL, SIZE_MAX / 2, 3));
    assert_int_equal(errno, ENOMEM);
    assert_int_equal(bb_shim_heap_held_blocks(), 0);
}

static void test_shim_heap__blocks_of_others_can_be_freed(void **state)
{
    (void)state;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    char *own = bb_shim_malloc(8);
    bb_shim_free(malloc(16));
    assert_int_equal(bb_shim_heap_held_bytes(), 8);
    char *taken = bb_shim_realloc(malloc(4), 32); /* is held from now on */
    assert_int_equal(bb_shim_heap_held_bytes(), 40);
    bb_shim_free(own);
    bb_shim_free(taken);
}

/* Enough blocks for the table to grow several times, freed out of order. */
static void test_shim_heap__finds_each_of_many_blocks(void **state)
{
    enum { BLOCKS = 20000 };
    static void *blocks[BLOCKS];
    (void)state;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    size_t bytes = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = bb_shim_malloc(i % 97);
        bytes += i % 97;
    }
    for (size_t i = 0; i < BLOCKS; i += 2) {
        bb_shim_free(blocks[i]);
        bytes -= i % 97;
    }
    assert_int_equal(bb_shim_heap_held_bytes(), bytes);
    assert_int_equal(bb_shim_heap_held_blocks(), BLOCKS / 2);
    assert_int_equal(bb_shim_heap_wipe(), bytes);
    assert_int_equal(bb_shim_heap_held_blocks(), 0);
    assert_int_equal(bb_shim_heap_wipe(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shim_heap__counts_what_is_held),
        cmocka_unit_test(test_shim_heap__tells_of_what_is_beyond_the_bound),
        cmocka_unit_test(test_shim_heap__refuses_what_goes_beyond),
        cmocka_unit_test(test_shim_heap__sizes_do_not_wrap),
        cmocka_unit_test(test_shim_heap__blocks_of_others_can_be_freed),
        cmocka_unit_test(test_shim_heap__finds_each_of_many_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
