/*
 * Makes the seeds of the targets: lets the endpoint of a target talk to another one over memory,
 * and writes down what the other one sent. The target completes the same handshake when it gets
 * these bytes, since nothing in it depends on anything else.
 */
#ifndef TLS_DUEL_H
#define TLS_DUEL_H

#include "base/buf.h"
#include "endpoint.h"

/* What lies between the two. All but a stream carry datagrams, and let a timer run out when nobody
 * has anything to say: that is an empty datagram, as in the input of a target. */
enum duel_network {
    DUEL_STREAM,
    DUEL_DATAGRAMS,
    DUEL_LOSING,   /* some of the first datagrams */
    DUEL_DOUBLING, /* every datagram */
    DUEL_SWAPPING, /* every second datagram, with the one before it, if both are on their way */
};

/* One direction. Datagrams stand behind their length, as in the input of a target. */
struct duel_wire {
    struct bb_buf bytes; /* all that ever arrived or will */
    size_t taken;
    enum duel_network network;
    unsigned n_sent;
    size_t last; /* where the latest datagram stands */
};

/* What an endpoint sees. */
struct duel_ends {
    struct duel_wire *in, *out;
    bool may_time_out; /* once, when it finds nothing */
};

struct duel {
    struct duel_wire to_server, to_client;
    struct duel_ends server_ends, client_ends;
    struct endpoint *server, *client;
    bool has_ended; /* both have */
};

/* Lets the two talk until neither has anything to say. To be freed. */
void duel_fight(struct duel *ret_duel, const struct endpoint_setup *server,
                const struct endpoint_setup *client, enum duel_network network);
void duel_free(struct duel *duel);

struct duel_seed {
    const char *corpus, *target, *name;
    bool is_complete, should_be; /* the connection it is of */
};

/* Writes CORPUS/TARGET/NAME. False with a word on standard error if it cannot, or if the connection
 * did not go as it should have. */
bool duel_write(const struct duel_wire *wire, const struct duel_seed *seed);

#endif
