/* An endpoint (endpoint.h) of mbedtls: TLS and DTLS up to 1.2. */
#ifndef TLS_MBEDTLS_ENDPOINT_H
#define TLS_MBEDTLS_ENDPOINT_H

#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/ssl_ticket.h>

#include "endpoint.h"

struct endpoint_setup {
    bool is_server;
    bool is_datagram;
    bool shows_certificate; /* client: if it is asked for one */
    bool wants_certificate; /* server: asks for one, takes none as well */
    bool renegotiates;      /* client: after the first answer */
    bool has_psk;
    bool has_cid;
    const int *suites;                 /* ends with 0; NULL: all that the configuration has */
    const char **alpn;                 /* ends with NULL; NULL: none */
    unsigned char max_record;          /* MBEDTLS_SSL_MAX_FRAG_LEN_... */
    int max_minor;                     /* newest version offered: MBEDTLS_SSL_MINOR_VERSION_... */
    const mbedtls_ssl_session *resume; /* client; NULL: a new session */
};

struct endpoint {
    const struct endpoint_setup *setup;
    struct endpoint_io io;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_ssl_cache_context cache;
    mbedtls_ssl_ticket_context tickets;
    mbedtls_ssl_cookie_ctx cookies;
    uint64_t random;
    struct {
        uint64_t set_ns;
        uint64_t intermediate_ns, final_ns; /* since then; final_ns 0: not running */
    } timer;
    bool is_established; /* a handshake was completed */
    unsigned n_received; /* pieces of application data */
    bool has_asked;      /* client: the request is out */
    bool has_renegotiated;
};

#endif
