/*
 * An endpoint of mbedtls against bytes: what a peer sends, whole, as the input of a fuzz target.
 */
#ifndef TLS_MBEDTLS_PEER_H
#define TLS_MBEDTLS_PEER_H

#include "mbedtls_endpoint.h"

/* Input: a stream, or on DTLS datagrams each behind its length in 16 bits; an empty one stands for
 * time that passes until the timer runs out. The stream arrives in pieces, at its end the peer
 * closes; on DTLS the peer falls silent. */
void peer_run(const struct endpoint_setup *setup, struct bb_bytes input);

#endif
