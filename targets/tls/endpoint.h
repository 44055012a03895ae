/*
 * One end of a TLS or DTLS connection, of whichever library, with a certificate, a shared key,
 * tickets and whatever else a device may have switched on, and a small application behind it.
 *
 * The clock is the shim's and random numbers are a sequence of the endpoint's own, so what it sends
 * depends on its setup and on what it receives, and on nothing else: bytes that a real peer once
 * sent to it complete the same handshake again (duel.h).
 *
 *     struct endpoint *e = endpoint_open(&endpoint_tls_server, &io);
 *     while (endpoint_run(e) == ENDPOINT_WAITS)
 *         ... have io.receive find more, or stop ...
 *     endpoint_close(e);
 *
 * The application: a client sends ENDPOINT_SECRET, a server echoes what it reads behind it. So the
 * secret goes over every connection that carries data, and must not be seen there.
 *
 * A target has one library, which says what a setup and an endpoint consist of: mbedtls_endpoint.h,
 * wolfssl_endpoint.h.
 */
#ifndef TLS_ENDPOINT_H
#define TLS_ENDPOINT_H

#include <stdbool.h>

#include "base/bytes.h"

#define ENDPOINT_SECRET "the door code is 4711-0815"

struct endpoint_setup;
struct endpoint;

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

/* Whether it is one of DTLS. */
bool endpoint_is_datagram(const struct endpoint_setup *setup);

/* Makes what all endpoints of this setup share and keep. To be called once, or more often for
 * nothing, when no endpoint is open. */
void endpoint_prepare(const struct endpoint_setup *setup);

/* Aborts when memory is out or the library refuses the setup. */
struct endpoint *endpoint_open(const struct endpoint_setup *setup, const struct endpoint_io *io);

/* Goes on until nothing is there to receive, or the connection has ended. */
enum endpoint_progress endpoint_run(struct endpoint *e);

void endpoint_close(struct endpoint *e);

#endif
