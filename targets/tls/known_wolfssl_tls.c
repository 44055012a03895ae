/*
 * wolfSSL's tls.c with two faults mended:
 *
 * Of a list of protocol names (RFC 7301, section 3.1) the names that begin in the last two bytes
 * are not looked at before the list is kept, and whoever compares them reads behind it. Here such a
 * list is refused as any other that is cut.
 *
 * Who is asked for the status of a certificate in 1.3 reads that certificate, be there one or not.
 * Here the question is passed over.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/error-ssl.h>
#include <wolfssl/internal.h>

#include <stdbool.h>

#include "wolfssl_library_known.h"

static int parse_alpn(WOLFSSL *ssl, const byte *input, word16 length, byte is_request);
static int parse_status_request(WOLFSSL *ssl, const byte *input, word16 length, byte is_request);

/* Their definitions (whose parameters begin with `WOLFSSL`) get other names than their calls. */
#define TLSX_ALPN_ParseAndSet(first, input, length, is_request) \
    ALPN_##first, input, length, is_request)
#define ALPN_WOLFSSL unmended_parse_alpn(WOLFSSL
#define ALPN_ssl     parse_alpn(ssl
#define TLSX_CSR_Parse(first, input, length, is_request) STATUS_##first, input, length, is_request)
#define STATUS_WOLFSSL unmended_parse_status_request(WOLFSSL
#define STATUS_ssl     parse_status_request(ssl
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
        is_cut_unseen(input + OPAQUE16_LEN, (word16)(length - OPAQUE16_LEN)) &&
        wolfssl_known_protocols_cut())
        return BUFFER_ERROR;
    return unmended_parse_alpn(ssl, input, length, is_request);
}

static int parse_status_request(WOLFSSL *ssl, const byte *input, word16 length, byte is_request)
{
    if (is_request && length > 0 && ssl->options.tls1_3 && !ssl->buffers.certificate &&
        wolfssl_known_status_without_certificate())
        return 0;
    return unmended_parse_status_request(ssl, input, length, is_request);
}
