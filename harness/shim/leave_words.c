/*
 * The calls that say something and leave. Their words are formatted, so that a sanitizer sees the
 * arguments, and dropped.
 */
#include <stdio.h>

#include "shim/leave_calls.h"

enum { WORDS_SIZE = 1024 };

static void format_words(const char *format, va_list arguments)
{
    char words[WORDS_SIZE];
    if (format) /* err(1, NULL) says only what errno means */
        vsnprintf(words, sizeof words, format, arguments);
}

_Noreturn void bb_shim_verr(int status, const char *format, va_list arguments)
{
    format_words(format, arguments);
    bb_shim_exit(status);
}

_Noreturn void bb_shim_err(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    format_words(format, arguments);
    va_end(arguments);
    bb_shim_exit(status);
}

_Noreturn void bb_shim_verrx(int status, const char *format, va_list arguments)
{
    bb_shim_verr(status, format, arguments);
}

_Noreturn void bb_shim_errx(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    format_words(format, arguments);
    va_end(arguments);
    bb_shim_exit(status);
}

void bb_shim_error(int status, int number, const char *format, ...)
{
    va_list arguments;
    (void)number;
    va_start(arguments, format);
    format_words(format, arguments);
    va_end(arguments);
    if (status)
        bb_shim_exit(status);
}
