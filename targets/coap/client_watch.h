/*
 * Oracles on what the client sends and on what it hands to its application, against what the
 * servers have sent it. Only rules that RFC 7252, 7641 and 7959 state without exception; each names
 * its section in client_watch.c.
 */
#ifndef BB_CLIENT_WATCH_H
#define BB_CLIENT_WATCH_H

#include "coap3/coap_internal.h"

#include "coap_message.h"
#include "server_peers.h"

/* More than that are not looked at any more. */
enum { BB_SEEN_MAX = 256, BB_TOKEN_BYTES = 8 };

struct bb_seen_token {
    uint8_t len;
    uint8_t bytes[BB_TOKEN_BYTES];
};

struct bb_seen_tokens {
    struct bb_seen_token all[BB_SEEN_MAX];
    size_t count; /* may exceed BB_SEEN_MAX */
};

/* A run of bytes of a body, as a response brought it. */
struct bb_seen_block {
    size_t offset;
    struct bb_bytes bytes; /* borrowed from the input */
    size_t size;           /* that it says */
    bool is_last;
};

struct bb_client_peer {
    struct bb_seen_tokens asked; /* the application's requests' */
    struct bb_seen_tokens sent;  /* those on the wire; libcoap makes its own for blocks */
    struct bb_seen_block blocks[BB_SEEN_MAX];
    size_t block_count;   /* may exceed BB_SEEN_MAX */
    bool has_short_block; /* one that is not the last and shorter than it says */
    unsigned block_sizes; /* bit n: a block of size exponent n came */
    uint16_t mids[BB_SEEN_MAX];
    uint8_t times_sent[BB_SEEN_MAX]; /* of the Confirmable message with that message ID */
    size_t mid_count;
    bool takes_ping_for_request; /* or a Pong, and asks for more blocks of the answer */
    bool chooses_mids;           /* the application does: they may repeat, so nothing is counted */
    /* Of the last message and of the last request. */
    uint16_t last_mid;
    struct bb_seen_token last_token;
};

struct bb_client_watch {
    struct bb_client_peer peers[BB_PEER_COUNT];
    /* The datagram that the client is working on, until the next one. */
    struct bb_bytes incoming; /* borrowed; empty while only time passes */
    unsigned incoming_peer;
};

/* The application is about to ask under a message ID of its own. */
void bb_client_watch_mid(struct bb_client_watch *watch, unsigned peer);

/* The application has asked with this token. */
void bb_client_watch_asked(struct bb_client_watch *watch, unsigned peer, struct bb_bytes token);

/* A datagram is about to be delivered; `datagram` must stay until the next call, the payload's
 * bytes as long as the watch. Empty bytes: from here on only time passes. */
void bb_client_watch_incoming(struct bb_client_watch *watch, unsigned peer,
                              struct bb_bytes datagram, struct bb_bytes payload);

/* Notes a request that the client sends. */
void bb_client_watch_request(struct bb_client_watch *watch, unsigned peer,
                             const struct bb_coap_message *sent);

/* client_datagrams.c: judges a datagram that the client sends over UDP, and notes requests. */
void bb_client_watch_outgoing(struct bb_client_watch *watch, unsigned peer,
                              struct bb_bytes datagram);

/* Judges a response that is given to the application. `sent` is the request that libcoap says it is
 * for, or NULL. block_mode: the session's. */
void bb_client_watch_response(struct bb_client_watch *watch, unsigned peer, const coap_pdu_t *sent,
                              const coap_pdu_t *received, unsigned block_mode);

#endif
