#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/dead_stack.h"

enum { WORDS = 1000, MARK = 0x5eed };

static uintptr_t first_word; /* its address: a pointer's value would be lost with the frame */

__attribute__((noinline, no_sanitize_address)) static void mark(void)
{
    volatile uintptr_t words[WORDS];
    for (size_t i = 0; i < WORDS; i++)
        words[i] = MARK;
    first_word = (uintptr_t)words;
}

/* Without a call between: each has a frame where the words are. */
__attribute__((noinline, no_sanitize_address)) static size_t count_marks(uintptr_t at)
{
    size_t n = 0;
    for (size_t i = 0; i < WORDS; i++)
        n += ((const volatile uintptr_t *)at)[i] == MARK;
    return n;
}

static void test_dead_stack__keeps_what_nobody_wipes(void **state)
{
    (void)state;
    mark();
    assert_true(count_marks(first_word) > WORDS / 2);
}

static void test_dead_stack__is_wiped(void **state)
{
    (void)state;
    mark();
    bb_dead_stack_wipe();
    assert_int_equal(count_marks(first_word), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dead_stack__keeps_what_nobody_wipes),
        cmocka_unit_test(test_dead_stack__is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
