/*
 * What is asserted about an endpoint of mbedtls besides what watch.h has.
 */
#ifndef TLS_MBEDTLS_WATCH_H
#define TLS_MBEDTLS_WATCH_H

#include <mbedtls/ssl.h>
#include <stdbool.h>

/* A handshake is over: a client has proof of who the server is. */
void watch_established(const mbedtls_ssl_context *ssl, bool is_server);

/* The session, saved and loaded, is the same. */
void watch_session(const mbedtls_ssl_context *ssl);

#endif
