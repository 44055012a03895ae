/*
 * wolfSSL's tls.c with an over-read mended: of a list of protocol names (RFC 7301, section 3.1) the
 * names that begin in the last two bytes are not looked at before the list is kept, and whoever
 * compares them reads behind it. Here such a list is refused as any other that is cut.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/error-ssl.h>
#include <wolfssl/internal.h>

#include <stdbool.h>

#include "wolfssl_library_known.h"

static int parse_alpn(WOLFSSL *ssl, const byte *input, word16 length, byte is_request);

/* Its definition (whose parameters begin with `WOLFSSL`) gets another name than its call. */
#define TLSX_ALPN_ParseAndSet(first, input, length, is_request) \
    KNOWN_##first, input, length, is_request)
#define KNOWN_WOLFSSL unmended_parse_alpn(WOLFSSL
#define KNOWN_ssl     parse_alpn(ssl
#include "src/tls.c"

/* Does the last name go on behind the list, where the library does not look? */
static bool is_cut_unseen(const byte *list, word16 size)
{
    unsigned at = 0, last = 0;
    while (at < size) {
        last = at;
        at += 1U + list[at];
    }
    return at > size && last + OPAQUE16_LEN >= size;
}

static int parse_alpn(WOLFSSL *ssl, const byte *input, word16 length, byte is_request)
{
    if (length > OPAQUE16_LEN &&
        is_cut_unseen(input + OPAQUE16_LEN, (word16)(length - OPAQUE16_LEN))) {
        wolfssl_known_protocols_cut();
        return BUFFER_ERROR;
    }
    return unmended_parse_alpn(ssl, input, length, is_request);
}
