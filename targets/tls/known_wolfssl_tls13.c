/*
 * wolfSSL's tls13.c with a null pointer mended: a server that asks a client for another hello puts
 * the group of the key share that it would have into its cookie, though there may be none. Here it
 * refuses the client.
 */
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/error-ssl.h>
#include <wolfssl/internal.h>

#include <stdbool.h>

#include "wolfssl_library_known.h"

static int restart_hash(WOLFSSL *ssl);

/* Its definition (whose parameter begins with `WOLFSSL`) keeps its name; calls get another one. */
#define RestartHandshakeHash(argument) KNOWN_##argument)
#define KNOWN_WOLFSSL                  RestartHandshakeHash(WOLFSSL
#define KNOWN_ssl                      restart_hash(ssl
#include "src/tls13.c"

static int restart_hash(WOLFSSL *ssl)
{
    bool has_cookie = ssl->options.sendCookie && ssl->options.side == WOLFSSL_SERVER_END;
    TLSX *share = TLSX_Find(ssl->extensions, TLSX_KEY_SHARE);
    if (has_cookie && share && !share->data) {
        wolfssl_known_retry_without_share();
        return BAD_KEY_SHARE_DATA;
    }
    return (RestartHandshakeHash)(ssl);
}
