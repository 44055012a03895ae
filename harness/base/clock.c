#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

int64_t bb_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *bb_time_format(time_t when, char ret_text[static BB_TIME_TEXT_SIZE])
{
    struct tm utc;
    if (!gmtime_r(&when, &utc) ||
        strftime(ret_text, BB_TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        ret_text[0] = '\0';
    return ret_text;
}

/* Seconds in a unit; 0 if it is none. Nothing at all means seconds. */
static int64_t unit_seconds(const char *unit)
{
    if (unit[0] == '\0')
        return 1;
    if (unit[1] != '\0')
        return 0;
    switch (unit[0]) {
    case 's': return 1;
    case 'm': return 60;
    case 'h': return 60 * 60;
    case 'd': return 24 * 60 * 60;
    default: return 0;
    }
}

enum bb_status bb_duration_parse(const char *text, int64_t *ret_seconds, struct bb_err *err)
{
    const int64_t longest = (int64_t)366 * 24 * 60 * 60;
    size_t digits = strspn(text, "0123456789");
    int64_t unit = unit_seconds(text + digits);
    char number[20] = "";
    uint64_t count;
    if (unit == 0 || digits == 0)
        goto malformed;
    if (digits >= sizeof number)
        goto too_long;
    memcpy(number, text, digits);
    if (bb_number_parse(number, 1, UINT64_MAX, &count, NULL) != BB_OK)
        goto malformed;
    if (count > (uint64_t)(longest / unit))
        goto too_long;
    *ret_seconds = (int64_t)count * unit;
    return BB_OK;
malformed:
    return BB_FAIL(err, BB_MALFORMED, "'%.40s' is not a duration: write 90, 90s, 5m, 2h or 1d",
                   text);
too_long:
    return BB_FAIL(err, BB_MALFORMED, "'%.40s' is longer than a year", text);
}

const char *bb_duration_format(int64_t seconds, char ret_text[static BB_DURATION_TEXT_SIZE])
{
    if (seconds < 0)
        seconds = 0;
    int64_t hours = seconds / 3600;
    int64_t minutes = seconds / 60 % 60;
    if (hours)
        snprintf(ret_text, BB_DURATION_TEXT_SIZE, "%" PRId64 ":%02" PRId64 ":%02" PRId64, hours,
                 minutes, seconds % 60);
    else
        snprintf(ret_text, BB_DURATION_TEXT_SIZE, "%" PRId64 ":%02" PRId64, minutes, seconds % 60);
    return ret_text;
}
