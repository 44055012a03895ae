/*
 * Oracles on what the server sends, against what the peers have sent it. Only rules that RFC 7252,
 * 7641 and 7959 state without exception; each names its section in server_watch.c.
 */
#ifndef BB_SERVER_WATCH_H
#define BB_SERVER_WATCH_H

#include <netinet/in.h>

#include "coap_message.h"
#include "server_peers.h"

/* Tokens remembered per peer; a peer that uses more is not held to the rules on tokens. */
enum { BB_WATCH_TOKENS = 64, BB_WATCH_TOKEN_BYTES = 8 };

struct bb_watch_token {
    uint8_t len;
    uint8_t bytes[BB_WATCH_TOKEN_BYTES];
};

struct bb_watch {
    struct {
        struct bb_watch_token tokens[BB_WATCH_TOKENS]; /* of requests so far */
        size_t token_count;                            /* may exceed BB_WATCH_TOKENS */
        unsigned block2_sizes; /* bit n: a block of size exponent n was asked for or sent */
        bool has_sent_csm;     /* which may have said what the longest message is */
    } peers[BB_PEER_COUNT];
    /* The datagram that the server is working on, until the next one. */
    struct bb_bytes incoming; /* borrowed; empty while only time passes */
    unsigned incoming_peer;
};

/* Notes a datagram that is about to be delivered; the bytes must stay until the next call.
 * Empty bytes: from here on only time passes. */
void bb_watch_incoming(struct bb_watch *watch, struct bb_bytes datagram);

/* Judges a datagram that the server sends. `to` is where. */
void bb_watch_outgoing(struct bb_watch *watch, struct bb_bytes datagram, const struct sockaddr *to);

#endif
