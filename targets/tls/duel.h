/*
 * Makes the seeds of the targets: lets the endpoint of a target talk to another one over memory,
 * and writes down what the other one sent. The target completes the same handshake when it gets
 * these bytes, since nothing in it depends on anything else.
 */
#ifndef TLS_DUEL_H
#define TLS_DUEL_H

#include "base/buf.h"
#include "endpoint.h"

/* One direction. Datagrams stand behind their length, as in the input of a target. */
struct duel_wire {
    struct bb_buf bytes; /* all that was ever sent */
    size_t taken;
    bool is_datagram;
};

/* What an endpoint sees. */
struct duel_ends {
    struct duel_wire *in, *out;
};

struct duel {
    struct duel_wire to_server, to_client;
    struct duel_ends server_ends, client_ends;
    struct endpoint *server, *client;
    bool has_ended; /* both have */
};

/* Lets the two talk until neither has anything to say. To be freed. */
void duel_fight(struct duel *ret_duel, const struct endpoint_setup *server,
                const struct endpoint_setup *client, bool is_datagram);
void duel_free(struct duel *duel);

/* Writes CORPUS/TARGET/NAME. False with a word on standard error if it cannot. */
bool duel_write(const struct duel_wire *wire, const char *corpus, const char *target,
                const char *name);

#endif
