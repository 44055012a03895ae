/*
 * Certificates and requests that wolfSSL cannot print or be asked about without breaking memory.
 */
#ifndef WOLFSSL_X509_KNOWN_H
#define WOLFSSL_X509_KNOWN_H

#include <stdbool.h>

#include "base/bytes.h"

/* False, and counted as known_extension_freed_twice or known_exponent_too_long, if it is one of
 * them, or cannot be parsed. */
bool wolfssl_known_is_readable(struct bb_bytes der, bool is_request);

#endif
