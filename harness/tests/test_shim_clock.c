/*
 * The virtual clock and the random numbers of the shim.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shim/clock.h"
#include "shim/clock_calls.h"
#include "shim/random.h"
#include "shim/random_calls.h"

static void test_shim_clock__stands_still_until_it_is_advanced(void **state)
{
    (void)state;
    struct timeval wall;
    struct timespec boot;
    bb_shim_clock_reset();
    assert_int_equal(bb_shim_time(NULL), BB_SHIM_CLOCK_START_S);
    bb_shim_clock_advance_ms(1500);
    assert_int_equal(bb_shim_time(NULL), BB_SHIM_CLOCK_START_S + 1);
    assert_int_equal(bb_shim_gettimeofday(&wall, NULL), 0);
    assert_int_equal(wall.tv_sec, BB_SHIM_CLOCK_START_S + 1);
    assert_int_equal(wall.tv_usec, 500000);
    assert_int_equal(bb_shim_clock_gettime(CLOCK_MONOTONIC, &boot), 0);
    assert_int_equal(boot.tv_sec, BB_SHIM_CLOCK_BOOT_S + 1);
    assert_int_equal(boot.tv_nsec, 500000000);
}

static void test_shim_clock__sleeping_advances_it(void **state)
{
    (void)state;
    struct timespec nap = {.tv_sec = 1, .tv_nsec = 5};
    struct timespec left = {.tv_sec = 9};
    bb_shim_clock_reset();
    assert_int_equal(bb_shim_sleep(2), 0);
    assert_int_equal(bb_shim_usleep(3), 0);
    assert_int_equal(bb_shim_nanosleep(&nap, &left), 0);
    assert_int_equal(left.tv_sec, 0);
    assert_int_equal(bb_shim_clock_elapsed_ns(), 3000003005);
}

static void test_shim_clock__reset_puts_it_back(void **state)
{
    (void)state;
    bb_shim_clock_advance_ms(10);
    bb_shim_clock_reset();
    assert_int_equal(bb_shim_clock_elapsed_ns(), 0);
}

static void test_shim_random__same_seed_same_numbers(void **state)
{
    (void)state;
    uint8_t first[11], second[11];
    bb_shim_random_reset(7);
    bb_shim_srand(1); /* ignored */
    int number = bb_shim_rand();
    assert_int_equal(bb_shim_getrandom(first, sizeof first, 0), sizeof first);
    bb_shim_random_reset(7);
    bb_shim_srandom(2);
    assert_int_equal(bb_shim_random(), number);
    assert_int_equal(bb_shim_getentropy(second, sizeof second), 0);
    assert_memory_equal(first, second, sizeof first);
    assert_true(number >= 0);
}

static void test_shim_random__other_seed_other_numbers(void **state)
{
    (void)state;
    uint8_t first[8], second[8];
    bb_shim_random_reset(1);
    bb_shim_getrandom(first, sizeof first, 0);
    bb_shim_random_reset(2);
    bb_shim_getrandom(second, sizeof second, 0);
    assert_memory_not_equal(first, second, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shim_clock__stands_still_until_it_is_advanced),
        cmocka_unit_test(test_shim_clock__sleeping_advances_it),
        cmocka_unit_test(test_shim_clock__reset_puts_it_back),
        cmocka_unit_test(test_shim_random__same_seed_same_numbers),
        cmocka_unit_test(test_shim_random__other_seed_other_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
