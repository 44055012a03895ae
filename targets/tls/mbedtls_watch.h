/*
 * What is asserted about an endpoint of mbedtls besides memory safety. Each is an oracle of
 * brickbat/target.h, so the replayer counts them.
 */
#ifndef TLS_MBEDTLS_WATCH_H
#define TLS_MBEDTLS_WATCH_H

#include <mbedtls/ssl.h>
#include <stdbool.h>

#include "base/bytes.h"

/* Every write to the network: whole records of known types within their size (RFC 5246,
 * section 6.2; RFC 6347, section 4.1), no application data before the first handshake is over, and
 * never the secret that the application sends. */
void watch_sent(struct bb_bytes bytes, bool is_datagram, bool is_established);

/* Application data was delivered. */
void watch_received(bool is_established);

/* A handshake is over: a client has proof of who the server is. */
void watch_established(const mbedtls_ssl_context *ssl, bool is_server);

/* The session, saved and loaded, is the same. */
void watch_session(const mbedtls_ssl_context *ssl);

#endif
