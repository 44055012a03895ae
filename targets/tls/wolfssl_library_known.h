/*
 * Bugs of wolfSSL that are known, and mended where they happen (known_wolfssl_*.c, which include
 * the library's own files). README.md says what each one is.
 */
#ifndef WOLFSSL_LIBRARY_KNOWN_H
#define WOLFSSL_LIBRARY_KNOWN_H

#include <stdbool.h>

void wolfssl_known_integer_empty(void);
void wolfssl_known_content_cut(void);
void wolfssl_known_retry_without_share(void);
void wolfssl_known_protocols_cut(void);
void wolfssl_known_accept_recursion(void);

/* Of these, whether they are to be mended: not if BRICKBAT_UNROUTED names one. */
bool wolfssl_known_status_without_certificate(void);
bool wolfssl_known_connection_id_long(void);

#endif
