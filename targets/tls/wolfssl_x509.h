/*
 * What the target of wolfSSL's parsers does with one input: each of these takes all of it for what
 * its name says, and goes on with whatever the parser makes of it.
 */
#ifndef TLS_WOLFSSL_X509_H
#define TLS_WOLFSSL_X509_H

#include "base/bytes.h"

void wolfssl_examine_certificate(struct bb_bytes der);
void wolfssl_examine_request(struct bb_bytes der);
void wolfssl_examine_list(struct bb_bytes der);
void wolfssl_examine_keys(struct bb_bytes der);
void wolfssl_examine_pkcs7(struct bb_bytes der);
void wolfssl_examine_messages(struct bb_bytes der); /* PKCS#12 */

/* Once, before the first message. */
void wolfssl_prepare_pkcs7(void);

/* What was found, for bb_state. */
enum {
    WOLFSSL_IS_CERTIFICATE = 1,
    WOLFSSL_IS_AUTHORITY,
    WOLFSSL_IS_REQUEST,
    WOLFSSL_IS_LIST,
    WOLFSSL_IS_TRUSTED_LIST,
    WOLFSSL_IS_PRIVATE_KEY = 16, /* and its type */
    WOLFSSL_IS_PUBLIC_KEY = 32,  /* and its type */
    WOLFSSL_IS_MESSAGE = 48,     /* and what it is */
};

#endif
