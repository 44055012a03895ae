/*
 * For tests that parse one small log after the other and say what they expect of its report. To be
 * included by one file of a test.
 */
#ifndef BB_TESTS_ONE_REPORT_H
#define BB_TESTS_ONE_REPORT_H

#include "triage_logs.h"

static struct bb_arena arena = {.max_bytes = BB_REPORT_ARENA_BYTES};
static struct bb_report report;

static int forget(void **state)
{
    (void)state;
    bb_arena_free(&arena);
    return 0;
}

static void parse(const char *log)
{
    bb_arena_reset(&arena);
    report = parse_log(&arena, log);
}

static void assert_crash(const char *type, const char *address, bool security)
{
    assert_string_equal(report.crash_type, type);
    assert_string_equal(report.crash_address, address);
    assert_int_equal(report.security, security);
}

static void assert_state(const char *first, const char *second, const char *third)
{
    assert_string_equal(report.crash_state[0], first);
    assert_string_equal(report.crash_state[1], second);
    assert_string_equal(report.crash_state[2], third);
}

#endif
