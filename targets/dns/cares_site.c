#include "cares_site.h"

#include <errno.h>

FILE *cares_site_fopen(const char *name, const char *mode)
{
    (void)name, (void)mode;
    errno = ENOENT;
    return NULL;
}

char *cares_site_getenv(const char *name)
{
    (void)name;
    return NULL;
}
