/*
 * Bugs of wolfSSL that are known, and mended where they happen (known_wolfssl_*.c, which include
 * the library's own files). README.md says what each one is.
 */
#ifndef WOLFSSL_LIBRARY_KNOWN_H
#define WOLFSSL_LIBRARY_KNOWN_H

void wolfssl_known_integer_empty(void);
void wolfssl_known_content_cut(void);
void wolfssl_known_retry_without_share(void);
void wolfssl_known_protocols_cut(void);

#endif
