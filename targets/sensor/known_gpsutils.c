/*
 * gpsd's gpsutils.c with two faults mended: a date whose month a receiver gives as 0 has month -1
 * in struct tm, which mkgmtime takes for an index; and times that gmtime_r refuses, or whose
 * nanoseconds are none, are printed all the same, the first as what happens to be on the stack.
 */
#include <gpsd_config.h>

#include <gpsd.h>

#include "gpsd_known.h"

#define mkgmtime            mkgmtime_of_month
#define timespec_to_iso8601 timespec_in_range_to_iso8601
#include "libgps/gpsutils.c"
#undef mkgmtime
#undef timespec_to_iso8601

time_t mkgmtime(struct tm *date)
{
    if (date->tm_mon < 0) {
        gpsd_known_month();
        date->tm_mon = 0;
    }
    return mkgmtime_of_month(date);
}

char *timespec_to_iso8601(timespec_t time, char text[], size_t size)
{
    if (!gpsd_known_is_time(&time))
        time = (timespec_t){.tv_sec = 1}; /* 0 is none at all, to the client */
    return timespec_in_range_to_iso8601(time, text, size);
}
