/* What is asserted about an endpoint of wolfSSL besides what watch.h has. */
#ifndef TLS_WOLFSSL_WATCH_H
#define TLS_WOLFSSL_WATCH_H

#include "wolfssl_endpoint.h"

/* Before every read: wolfSSL's state machine goes forward, or begins anew after a handshake; keys
 * that are used have a secret behind them. */
void watch_state(struct endpoint *e);

/* A handshake is over: with keys, after the messages that it needs, with a suite and a version that
 * was allowed; a client has proof of who the server is. */
void watch_established(const struct endpoint *e);

/* Data of a datagram was delivered, which was not there before the read: no record's is twice.
 * Weak, since programs whose endpoints have no datagrams do without it, and so without its oracle.
 */
void watch_delivered(struct endpoint *e) __attribute__((weak));

/* The session, saved and loaded, is the same. */
void watch_session(const WOLFSSL_SESSION *session);

#endif
