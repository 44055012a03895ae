/*
 * Small sanitizer logs for tests that need a report, and how to parse them.
 */
#ifndef BB_TESTS_TRIAGE_LOGS_H
#define BB_TESTS_TRIAGE_LOGS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "triage/report.h"

/* A heap overflow whose stack is the functions a, b, c. */
#define OVERFLOW_LOG(a, b, c)                                                                  \
    "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x1\n" \
    "WRITE of size 1 at 0x602000000011 thread T0\n"                                            \
    "    #0 0x4f13bb in " a " lib/a.c:1:2\n"                                                   \
    "    #1 0x4f13bc in " b " lib/a.c:3:4\n"                                                   \
    "    #2 0x4f13bd in " c " lib/a.c:5:6\n"                                                   \
    "SUMMARY: AddressSanitizer: heap-buffer-overflow lib/a.c:1:2 in " a "\n"

static inline struct bb_report parse_log(struct bb_arena *arena, const char *log)
{
    const struct bb_report_options options = {.target = "demo"};
    struct bb_report report;
    assert_int_equal(bb_report_parse(arena, bb_bytes_str(log), &options, &report, NULL), BB_OK);
    return report;
}

#endif
