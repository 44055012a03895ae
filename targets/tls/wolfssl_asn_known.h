/*
 * A bug of wolfSSL's reader of DER that is known, and mended where it happens
 * (known_wolfssl_asn.c). README.md says what it is.
 */
#ifndef WOLFSSL_ASN_KNOWN_H
#define WOLFSSL_ASN_KNOWN_H

void wolfssl_known_integer_empty(void);

#endif
