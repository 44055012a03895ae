/*
 * wolfSSL's tls13.c with three faults mended:
 *
 * A server that asks a client for another hello puts the group of the key share that it would have
 * into its cookie, though there may be none. Here it refuses the client.
 *
 * The buffers of messages have no room for the connection ID (RFC 9147, section 9) in front of
 * them. Here they have.
 *
 * A server of DTLS that goes down from 1.3, but still takes itself for one of 1.3, calls itself
 * until the stack is full. Here it knows better.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/error-ssl.h>
#include <wolfssl/internal.h>

#include <stdbool.h>

#include "wolfssl_library_known.h"

static int restart_hash(WOLFSSL *ssl);
static int make_room(WOLFSSL *ssl, int size);
static int accept_lower(WOLFSSL *ssl);

#define CheckAvailableSize(ssl, size) make_room(ssl, size)
#define wolfSSL_accept(ssl)           accept_lower(ssl)
/* Its definition (whose parameter begins with `WOLFSSL`) keeps its name; calls get another one. */
#define RestartHandshakeHash(argument) KNOWN_##argument)
#define KNOWN_WOLFSSL                  RestartHandshakeHash(WOLFSSL
#define KNOWN_ssl                      restart_hash(ssl
#include "src/tls13.c"

static int restart_hash(WOLFSSL *ssl)
{
    bool has_cookie = ssl->options.sendCookie && ssl->options.side == WOLFSSL_SERVER_END;
    TLSX *share = TLSX_Find(ssl->extensions, TLSX_KEY_SHARE);
    if (has_cookie && share && !share->data && wolfssl_known_retry_without_share())
        return BAD_KEY_SHARE_DATA;
    return (RestartHandshakeHash)(ssl);
}

static int make_room(WOLFSSL *ssl, int size)
{
    enum { SPARE_BYTES = 96 }; /* of a Finished with SHA-384, the shortest message */
    unsigned cid_bytes = 0;
    if (ssl->options.dtls)
        wolfSSL_dtls_cid_get_tx_size(ssl, &cid_bytes); /* leaves it alone if there is none */
    if (cid_bytes > SPARE_BYTES && !wolfssl_known_connection_id_long())
        cid_bytes = 0;
    return (CheckAvailableSize)(ssl, size + (int)cid_bytes);
}

static int accept_lower(WOLFSSL *ssl)
{
    if (ssl->options.tls1_3 && !IsAtLeastTLSv1_3(ssl->version) && wolfssl_known_accept_recursion())
        ssl->options.tls1_3 = 0;
    return (wolfSSL_accept)(ssl);
}
