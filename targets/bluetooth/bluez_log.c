/*
 * bluetoothd's log (src/log.h): every line is formatted, for what that reads, and goes nowhere.
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
