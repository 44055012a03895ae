#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *bb_status_text(enum bb_status status)
{
    static const char *const text[] = {
#define X(name, words) [name] = words,
        BB_STATUS_LIST(X)
#undef X
    };
    if ((size_t)status >= sizeof text / sizeof *text)
        return "unknown status";
    return text[status];
}

enum bb_status bb_err_set(struct bb_err *err, enum bb_status status, int sys_errno,
                          const char *file, int line, const char *format, ...)
{
    if (!err)
        return status;
    /* Formatted aside first: an argument may point into err->what itself. */
    char words[sizeof err->what];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);

    *err = (struct bb_err){.status = status, .sys_errno = sys_errno, .file = file, .line = line};
    if (sys_errno)
        snprintf(err->what, sizeof err->what, "%.400s: %.100s", words, strerror(sys_errno));
    else
        memcpy(err->what, words, sizeof words);
    return status;
}
