/*
 * Bugs of wolfSSL that are known, and mended where they happen (known_wolfssl_*.c, which include
 * the library's own files). README.md says what each one is.
 */
#ifndef WOLFSSL_LIBRARY_KNOWN_H
#define WOLFSSL_LIBRARY_KNOWN_H

#include <stdbool.h>

/* Each is for the moment in which one is met: true, and counted as known_<name>, if it is to be
 * mended; false if BRICKBAT_UNROUTED names it. */
bool wolfssl_known_integer_empty(void);
bool wolfssl_known_content_cut(void);
bool wolfssl_known_retry_without_share(void);
bool wolfssl_known_protocols_cut(void);
bool wolfssl_known_status_without_certificate(void);
bool wolfssl_known_connection_id_long(void);
bool wolfssl_known_accept_recursion(void);

#endif
