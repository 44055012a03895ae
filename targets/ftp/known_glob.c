/*
 * gnulib's glob.c, what the server makes of patterns, with a fault passed over: each group of
 * alternatives in braces ("{a,b}{a,b}...") multiplies the work, without a limit. Here patterns with
 * too many of them find nothing, for want of memory.
 */
#include <config.h>

#include <glob.h>

#include "ftpd_known.h"

int glob_of_gnulib(const char *pattern, int flags, int (*on_error)(const char *, int),
                   glob_t *found);

#define glob glob_of_gnulib
#include "glob.c"
#undef glob

int glob(const char *pattern, int flags, int (*on_error)(const char *, int), glob_t *found)
{
    if (flags & GLOB_BRACE && ftp_known_has_many_alternatives(pattern))
        return GLOB_NOSPACE;
    return glob_of_gnulib(pattern, flags, on_error, found);
}
