/*
 * Oracles on what libcoap sends over TCP, against what its peer has sent: only rules that RFC 8323
 * and 7959 state without exception; each names its section in tcp_watch.c.
 */
#ifndef BB_TCP_WATCH_H
#define BB_TCP_WATCH_H

#include "tcp_stream.h"

/* Tokens remembered; a peer that uses more is not held to the rules on tokens. */
enum { BB_TCP_TOKENS = 64, BB_TCP_TOKEN_BYTES = 8 };

/* One connection. */
struct bb_tcp_watch {
    struct bb_buf sent; /* owned; what libcoap has sent and is no whole message yet */
    struct bb_buf text; /* owned; a message as a datagram */
    size_t messages;    /* sent so far */
    struct {
        uint8_t len;
        uint8_t bytes[BB_TCP_TOKEN_BYTES];
    } tokens[BB_TCP_TOKENS]; /* of the peer's requests */
    size_t token_count;      /* may exceed BB_TCP_TOKENS */
    size_t pings;            /* from the peer, not answered yet */
    uint32_t max_message;    /* that the peer takes, in bytes: the most it ever said */
    uint32_t least_message;  /* the least that held */
    uint32_t least_said;     /* the least it ever said */
    size_t longest_request;  /* token and options of one of the peer's */
    bool takes_blocks;       /* the peer */
    unsigned block2_sizes;   /* bit n: a block of size exponent n was asked for or sent */
};

/* Begins with a new connection; keeps the memory. */
void bb_tcp_watch_start(struct bb_tcp_watch *watch);
void bb_tcp_watch_free(struct bb_tcp_watch *watch);

/* Notes a message that the peer has sent. */
void bb_tcp_watch_incoming(struct bb_tcp_watch *watch, const struct bb_coap_message *message);

/* Judges bytes that a server sends. */
void bb_tcp_watch_outgoing(struct bb_tcp_watch *watch, struct bb_bytes bytes);

#endif
