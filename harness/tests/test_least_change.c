/*
 * The least change that an input survives, on stand-ins for a crashing target: predicates over the
 * bytes of Modbus requests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "minimize/least_change.h"

static struct bb_buf words = BB_BUF_INIT(4096);
static unsigned executions;

static int forget(void **state)
{
    (void)state;
    bb_buf_free(&words);
    return 0;
}

static const char *least_change(const char *grammar, struct bb_bytes input,
                                enum bb_outcome (*run)(void *, struct bb_bytes), unsigned budget,
                                enum bb_status want)
{
    struct bb_verdict verdict = {.run = run, .runs_to_survive = 1};
    const struct bb_least_change_options options = {
        .grammar = grammar ? bb_grammar_find(grammar) : NULL,
        .verdict = &verdict,
        .max_candidates = budget,
    };
    bb_buf_reset(&words);
    assert_int_equal(bb_least_change(input, &options, &words), want);
    executions = verdict.budget.executions;
    assert_true(executions <= budget);
    return bb_buf_str(&words);
}

#define BYTES(...) \
    bb_bytes_of((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* Write single register 600 of device 17. */
#define WRITE_600 BYTES(0, 1, 0, 0, 0, 6, 17, 6, 2, 0x58, 0xab, 0xcd)

static enum bb_outcome crashes_from_300_on(void *user, struct bb_bytes input)
{
    (void)user;
    return input.len >= 10 && input.ptr[7] == 6 && input.ptr[8] * 256 + input.ptr[9] >= 300
               ? BB_SAME
               : BB_SURVIVED;
}

static void test_least_change__is_the_nearest_value_of_the_field(void **state)
{
    (void)state;
    const char *said = least_change("modbus_tcp", WRITE_600, crashes_from_300_on, 64, BB_OK);
    assert_string_equal(said, "with WriteSingleRegister.address = 299 (not 600) it does not crash");
}

static enum bb_outcome crashes_when_length_lies(void *user, struct bb_bytes input)
{
    (void)user;
    return input.len >= 6 && input.ptr[4] * 256u + input.ptr[5] != input.len - 6 ? BB_SAME
                                                                                 : BB_SURVIVED;
}

static void test_least_change__a_lie_told_truly(void **state)
{
    (void)state;
    const char *said =
        least_change("modbus_tcp", BYTES(0, 1, 0, 0, 0, 9, 17, 6, 2, 0x58, 0xab, 0xcd),
                     crashes_when_length_lies, 64, BB_OK);
    assert_string_equal(said, "with TcpRequest.length telling the truth (not 9) it does not crash");
    assert_int_equal(executions, 1);
}

static void test_least_change__bytes_without_a_grammar(void **state)
{
    (void)state;
    assert_string_equal(least_change(NULL, WRITE_600, crashes_from_300_on, 200, BB_OK),
                        "with 0x05 (not 0x06) as byte 7 it does not crash");
}

static enum bb_outcome always_crashes(void *user, struct bb_bytes input)
{
    (void)user, (void)input;
    return BB_SAME;
}

static enum bb_outcome crashes_in_another_way(void *user, struct bb_bytes input)
{
    (void)user, (void)input;
    return BB_ANOTHER;
}

static enum bb_outcome is_interrupted(void *user, struct bb_bytes input)
{
    (void)user, (void)input;
    return BB_ABORT;
}

static void test_least_change__none_is_no_words(void **state)
{
    (void)state;
    assert_string_equal(least_change("modbus_tcp", WRITE_600, always_crashes, 1000, BB_OK), "");
    assert_string_equal(least_change("modbus_tcp", WRITE_600, crashes_in_another_way, 30, BB_OK),
                        "");
    assert_string_equal(least_change("modbus_tcp", (struct bb_bytes){0}, always_crashes, 30, BB_OK),
                        "");
    assert_string_equal(least_change("modbus_tcp", WRITE_600, is_interrupted, 30, BB_INTERRUPTED),
                        "");
    assert_int_equal(executions, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_least_change__is_the_nearest_value_of_the_field),
        cmocka_unit_test(test_least_change__a_lie_told_truly),
        cmocka_unit_test(test_least_change__bytes_without_a_grammar),
        cmocka_unit_test(test_least_change__none_is_no_words),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
