/* What terminals and log collectors add to the lines of a log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "triage/log_text.h"

static void assert_bytes(struct bb_bytes actual, const char *expected)
{
    if (!bb_bytes_equal(actual, bb_bytes_str(expected)))
        print_error("'%.*s' is not '%s'\n", (int)actual.len, (const char *)actual.ptr, expected);
    assert_true(bb_bytes_equal(actual, bb_bytes_str(expected)));
}

static void test_log_text__prefixes_are_taken_off(void **state)
{
    static const char *const prefixes[] = {
        "2024-05-01T12:00:00.123456789Z ",
        "2024-05-01T12:00:00+02:00 ",
        "2024-05-01 12:00:00,123 ",
        "[2024-05-01 12:00:00] ",
        "2024-05-01T12:00:00.123456789Z stderr F ",
        "[12:00:00] ",
        "12:00:00.250 ",
        "May  1 12:00:00 host prog[123]: ",
        "May 11 12:00:00 host prog: ",
        "parser-1  | ",
        "05-01 12:00:00.123  1234  1234 E asan: ",
        "E/asan( 1234): ",
        "[  123.456789] ",
        "[pid  1234] ",
        "parser-1  | 2024-05-01T12:00:00Z [  1.5] ",
        "",
    };
    static const char *const lines[] = {
        "    #1 0x4f13bb in parse_header lib/header.c:212:5",
        "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x1",
        "READ of size 1 at 0x602000000011 thread T0",
    };
    char text[512];
    (void)state;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
            snprintf(text, sizeof text, "%s%s", prefixes[i], lines[k]);
            assert_bytes(bb_log_text_unprefixed(bb_bytes_str(text)), lines[k]);
        }
    }
}

static void test_log_text__other_beginnings_stay(void **state)
{
    static const char *const lines[] = {
        "",
        "[",
        "2024",
        "12:00:00x",
        "[12:00:00][critical][assert] assert failure: x",
        "F0403 23:21:04.101037 3057259 parser.cc:326] Check failed: n < size (9 vs. 4)",
        "[0101/120000.5:FATAL:parser.cc(12)] Check failed: x",
        "May be nothing",
        "a.c:12:3: runtime error: division by zero",
        "#12 NEW    cov: 12 ft: 13",
        "E/",
        "[12] ",
        "| ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_bytes(bb_log_text_unprefixed(bb_bytes_str(lines[i])), lines[i]);
}

static void assert_plain(const char *log, const char *expected)
{
    struct bb_buf plain = BB_BUF_INIT(1000);
    assert_true(bb_log_text_plain(bb_bytes_str(log), &plain));
    assert_bytes(bb_buf_bytes(&plain), expected);
    bb_buf_free(&plain);
}

static void test_log_text__escapes_are_taken_off(void **state)
{
    (void)state;
    assert_plain("\033[1m\033[31m==1==ERROR: x\033[0m\n", "==1==ERROR: x\n");
    assert_plain("a\033]0;title\007b\033(c", "abc");
    assert_plain("cut \033[38;5", "cut ");
    assert_plain("a line \033[3\nanother", "a line \nanother");
    assert_plain("\033", "");
    assert_plain("none", "none");
    assert_false(bb_log_text_has_escapes(bb_bytes_str("none")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log_text__prefixes_are_taken_off),
        cmocka_unit_test(test_log_text__other_beginnings_stay),
        cmocka_unit_test(test_log_text__escapes_are_taken_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
