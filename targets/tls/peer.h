/*
 * An endpoint against bytes: what a peer sends, whole, as the input of a fuzz target.
 */
#ifndef TLS_PEER_H
#define TLS_PEER_H

#include "endpoint.h"

/* Which endpoint a target is about; peer.c is the rest of it. It is prepared once, before the first
 * input.
 *
 * Of a stream, the input is all its bytes. They arrive in pieces, and at their end the peer closes.
 *
 * Of datagrams, each is behind its length in 16 bits; an empty one stands for time that passes
 * until the timer runs out. At the end the peer falls silent. */
extern const struct endpoint_setup *const peer_endpoint;

#endif
