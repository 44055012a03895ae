/*
 * bluetoothd's log (src/log.h), and the system's: every line is formatted, for what that reads, and
 * goes nowhere.
 */
#include <stdarg.h>
#include <stdio.h>

#include "src/log.h"

static void drop(const char *format, va_list arguments)
{
    char line[512];
    vsnprintf(line, sizeof line, format, arguments);
}

void btd_error(uint16_t index, const char *format, ...)
{
    va_list arguments;
    (void)index;
    va_start(arguments, format);
    drop(format, arguments);
    va_end(arguments);
}

void btd_debug(uint16_t index, const char *format, ...)
{
    va_list arguments;
    (void)index;
    va_start(arguments, format);
    drop(format, arguments);
    va_end(arguments);
}

/* syslog of lib/sdp.c. */
void bluez_syslog(int priority, const char *format, ...);

void bluez_syslog(int priority, const char *format, ...)
{
    va_list arguments;
    (void)priority;
    va_start(arguments, format);
    drop(format, arguments);
    va_end(arguments);
}
