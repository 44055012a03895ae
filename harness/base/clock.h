/*
 * Time: a clock for measuring, a clock for people, and durations as people write them.
 */
#ifndef BB_BASE_CLOCK_H
#define BB_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/status.h"

enum {
    BB_TIME_TEXT_SIZE = sizeof "2024-01-31T23:59:59Z",
    BB_DURATION_TEXT_SIZE = 32,
};

/* Milliseconds of a clock that never goes back and does not know the date. */
int64_t bb_clock_ms(void);

/* ISO 8601 in UTC, to the second: "2024-01-31T23:59:59Z". Times that gmtime cannot represent give
 * "". ret_text is also returned. */
const char *bb_time_format(time_t when, char ret_text[static BB_TIME_TEXT_SIZE]);

/* "90", "90s", "5m", "2h", "1d": whole numbers of seconds, minutes, hours or days; no sign, no
 * space, nothing behind. BB_MALFORMED otherwise, also for 0 and for more than a year. */
BB_MUST_USE enum bb_status bb_duration_parse(const char *text, int64_t *ret_seconds,
                                             struct bb_err *err);

/* "0:07", "12:34", "1:02:03". Negative durations read as 0. ret_text is also returned. */
const char *bb_duration_format(int64_t seconds, char ret_text[static BB_DURATION_TEXT_SIZE]);

#endif
