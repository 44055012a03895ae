/*
 * An endpoint against bytes: what a peer sends, whole, as the input of a fuzz target.
 */
#ifndef TLS_PEER_H
#define TLS_PEER_H

#include "base/bytes.h"
#include "endpoint.h"

/* Input: a stream. It arrives in pieces, and at its end the peer closes. */
void peer_stream(const struct endpoint_setup *setup, struct bb_bytes input);

/* Input: datagrams, each behind its length in 16 bits; an empty one stands for time that passes
 * until the timer runs out. At the end the peer falls silent. */
void peer_datagrams(const struct endpoint_setup *setup, struct bb_bytes input);

#endif
