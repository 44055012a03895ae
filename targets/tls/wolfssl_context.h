/*
 * What all endpoints of one setup share: certificates, keys, suites, callbacks. Made once, since
 * that takes longer than a handshake.
 */
#ifndef TLS_WOLFSSL_CONTEXT_H
#define TLS_WOLFSSL_CONTEXT_H

#include "wolfssl_endpoint.h"

/* Makes it at the first call; it lives as long as the process, and so must the setup. Aborts when
 * wolfSSL refuses it. Its suites are put back at every call: a renegotiation, or a shared key
 * of 1.3, leaves only those that it took, for all connections to come (later versions do not). */
WOLFSSL_CTX *wolfssl_context(const struct endpoint_setup *setup);

/* Whether a suite of this name is one that the setup allows. */
bool wolfssl_context_has_suite(const struct endpoint_setup *setup, const char *name);

#endif
