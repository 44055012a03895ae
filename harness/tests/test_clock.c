/* Durations and times as text, and the clock that only goes forward. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

static int64_t parsed(const char *text)
{
    int64_t seconds = -1;
    return bb_duration_parse(text, &seconds, NULL) == BB_OK ? seconds : -1;
}

static void test_clock__parses_units(void **state)
{
    (void)state;
    assert_int_equal(parsed("90"), 90);
    assert_int_equal(parsed("60s"), 60);
    assert_int_equal(parsed("5m"), 300);
    assert_int_equal(parsed("2h"), 7200);
    assert_int_equal(parsed("1d"), 86400);
    assert_int_equal(parsed("007s"), 7);
    assert_int_equal(parsed("366d"), 366 * 86400);
}

static void test_clock__refuses_what_is_no_duration(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "s",
                                        "0",
                                        "0m",
                                        "-5",
                                        "+5",
                                        "1.5m",
                                        " 5s",
                                        "5 s",
                                        "5s ",
                                        "5sec",
                                        "5S",
                                        "1h30",
                                        "abc",
                                        "0x10",
                                        "367d",
                                        "9223372036854775807h",
                                        "18446744073709551616",
                                        "99999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(parsed(wrong[i]), -1);
}

static void test_clock__failure_leaves_the_output_and_says_why(void **state)
{
    (void)state;
    int64_t seconds = 42;
    struct bb_err err = {0};
    assert_int_equal(bb_duration_parse("ten", &seconds, &err), BB_MALFORMED);
    assert_int_equal(seconds, 42);
    assert_string_equal(err.what, "'ten' is not a duration: write 90, 90s, 5m, 2h or 1d");
}

static void test_clock__formats_durations(void **state)
{
    (void)state;
    char text[BB_DURATION_TEXT_SIZE];
    assert_string_equal(bb_duration_format(7, text), "0:07");
    assert_string_equal(bb_duration_format(754, text), "12:34");
    assert_string_equal(bb_duration_format(3723, text), "1:02:03");
    assert_string_equal(bb_duration_format(-1, text), "0:00");
    bb_duration_format(INT64_MAX, text);
}

static void test_clock__formats_utc(void **state)
{
    (void)state;
    char text[BB_TIME_TEXT_SIZE];
    assert_string_equal(bb_time_format(0, text), "1970-01-01T00:00:00Z");
    assert_string_equal(bb_time_format(1706745599, text), "2024-01-31T23:59:59Z");
}

static void test_clock__never_goes_back(void **state)
{
    (void)state;
    int64_t last = bb_clock_ms();
    for (int i = 0; i < 1000; i++) {
        int64_t now = bb_clock_ms();
        assert_true(now >= last);
        last = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock__parses_units),
        cmocka_unit_test(test_clock__refuses_what_is_no_duration),
        cmocka_unit_test(test_clock__failure_leaves_the_output_and_says_why),
        cmocka_unit_test(test_clock__formats_durations),
        cmocka_unit_test(test_clock__formats_utc),
        cmocka_unit_test(test_clock__never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
