/* The name servers that c-ares asks. What they answer is one message, with the query's ID in it. */
#ifndef BB_DNS_CARES_SERVER_H
#define BB_DNS_CARES_SERVER_H

#include "base/bytes.h"
#include "shim/socket.h"

enum { SERVER_MAX_FDS = BB_SHIM_FD_COUNT, SERVER_MESSAGE_BYTES = 1500 };

struct server {
    struct bb_bytes message;
    struct bb_bytes question; /* of the message: its name, type and class */
    size_t n_queries, n_answers, n_empty;
    /* What is to be sent, by descriptor. */
    struct reply {
        uint8_t bytes[2 + SERVER_MESSAGE_BYTES];
        size_t len;
        bool is_stream;
    } replies[SERVER_MAX_FDS];
};

/* Takes what the client sends from now on. */
void server_start(struct server *server, struct bb_bytes message);

/* Sends what there is to send. False if there is nothing. */
bool server_answer(struct server *server);

/* Sends an empty datagram to whoever waits for an answer to one. False if nobody does. */
bool server_send_empty(struct server *server);

#endif
