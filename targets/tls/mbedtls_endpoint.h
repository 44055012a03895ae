/*
 * One end of a TLS or DTLS connection: mbedtls with a certificate, a shared key, tickets, cookies
 * and whatever else a device may have switched on, and a small application behind it.
 *
 * The clock is the shim's and random numbers are a sequence of the endpoint's own, so what it sends
 * depends on its setup and on what it receives, and on nothing else: bytes that a real peer once
 * sent to it complete the same handshake again (mbedtls_record.c).
 *
 *     endpoint_open(&e, &endpoint_tls_server, &io);
 *     while (endpoint_run(&e) == ENDPOINT_WAITS)
 *         ... have io.receive find more, or stop ...
 *     endpoint_close(&e);
 *
 * The application: a client sends ENDPOINT_SECRET, a server echoes what it reads behind it. So the
 * secret goes over every connection that carries data, and must not be seen there.
 */
#ifndef TLS_MBEDTLS_ENDPOINT_H
#define TLS_MBEDTLS_ENDPOINT_H

#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/ssl_ticket.h>
#include <stdbool.h>

#include "base/bytes.h"

#define ENDPOINT_SECRET "the door code is 4711-0815"

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

/* What the fuzz targets run: everything is on. */
extern const struct endpoint_setup endpoint_tls_server, endpoint_tls_client, endpoint_dtls_server,
    endpoint_dtls_client;

struct endpoint_io {
    /* Puts up to `size` bytes into ret_bytes, on DTLS one datagram, cut to that size. Returns how
     * many, or ENDPOINT_NOTHING: nothing is there yet; 0 is the end of a stream. */
    int (*receive)(void *user, uint8_t *ret_bytes, size_t size);
    /* DTLS: nothing came, and the endpoint would wait. True: its timer runs out; false: it waits.
     */
    bool (*times_out)(void *user);
    void (*sent)(void *user, struct bb_bytes bytes);
    void *user;
};

enum { ENDPOINT_NOTHING = -1 };

enum endpoint_progress { ENDPOINT_WAITS, ENDPOINT_ENDED };

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

/* Aborts when memory is out or mbedtls refuses the setup. */
void endpoint_open(struct endpoint *e, const struct endpoint_setup *setup,
                   const struct endpoint_io *io);

/* Goes on until nothing is there to receive, or the connection has ended. */
enum endpoint_progress endpoint_run(struct endpoint *e);

void endpoint_close(struct endpoint *e);

#endif
