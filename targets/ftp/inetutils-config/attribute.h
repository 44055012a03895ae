/*
 * gnulib's attribute.h, which ftpd.c includes last: from here on some of its calls are
 * known_ftpd.c's.
 */
#include_next "attribute.h"

#ifdef BB_KNOWN_FTPD
static const char *name; /* where a function has none of its own */
#define ftpd_popen(program, type)                 \
    __extension__({                               \
        FILE *stream = ftpd_popen(program, type); \
        name = ftp_known_listing_name(program);   \
        stream;                                   \
    })

#define telnet_fgets(line, size, stream) telnet_fgets(line, ftp_known_urgent_size(size), stream)

#define socket(family, type, protocol) \
    (ftp_known_close_passive(&pdata), socket(family, type, protocol))

/* As curdir() and as curdir(void). */
#define curdir(...) CURDIR_##__VA_ARGS__
#define CURDIR_     ftp_known_folder(curdir())
#define CURDIR_void curdir(void)
#endif
