/* The machine that c-ares runs on, as far as it looks: no files, no environment. */
#ifndef BB_DNS_CARES_SITE_H
#define BB_DNS_CARES_SITE_H

#include <stdio.h>

FILE *cares_site_fopen(const char *name, const char *mode);
char *cares_site_getenv(const char *name);

#endif
