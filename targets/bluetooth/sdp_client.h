/*
 * A client of the SDP server: the state with which it may continue, and what it has put together of
 * pieces so far.
 */
#ifndef SDP_CLIENT_H
#define SDP_CLIENT_H

#include "sdp_response.h"

enum {
    SDP_CLIENTS = 2,
    SDP_JOINED_MAX_BYTES = 1 << 16, /* the server's buffers are as large */
};

struct sdp_client {
    int fd; /* -1: not connected */
    uint8_t state[SDP_STATE_MAX_BYTES];
    size_t state_len;  /* 0: nothing to continue */
    bool is_following; /* continued with exactly what was given, from the first response on */
    uint8_t pdu;       /* of the responses that are put together */
    size_t joined_len;
    uint8_t joined[SDP_JOINED_MAX_BYTES];
};

/* As before the first connection. */
void sdp_client_forget(struct sdp_client *client);

/* Puts the state that the client was given in the place of the zeros that stand for it. */
void sdp_client_fill_state(const struct sdp_client *client, uint8_t *request, size_t len);

/* Takes note of a response to `asking`, one of the clients. Oracle sdp_joined: responses that were
 * continued to their end are attribute lists. */
void sdp_client_take(const struct sdp_client *clients, struct sdp_client *asking,
                     struct bb_bytes request, const struct sdp_response *response);

#endif
