/*
 * Flows: which packets belong together (the same two addresses and ports), and which end is the
 * client.
 */
#ifndef BB_CAPTURE_FLOWS_H
#define BB_CAPTURE_FLOWS_H

#include "capture/link.h"
#include "capture/stream.h"

enum { BB_MAX_PORTS = 64 };

struct bb_ports {
    uint16_t list[BB_MAX_PORTS];
    size_t n; /* 0: all are wanted */
};

bool bb_ports_have(const struct bb_ports *ports, uint16_t port);

/* Packets of one direction, one behind the other, as a session. */
struct bb_session {
    struct bb_buf bytes;
    uint64_t first_frame;
    int64_t first_time_us;
    unsigned n_before; /* sessions that this one goes on from */
};

struct bb_flow {
    struct bb_address client;
    struct bb_address server;
    struct bb_stream streams[2];   /* TCP: what the client sent, what the server sent */
    struct bb_session sessions[2]; /* UDP and HCI, in that order, too */
    struct bb_flow *next;          /* in order of appearance */
    uint64_t number;               /* from 1 */
    uint8_t protocol;
    bool closed; /* TCP: has been cut already */
};

struct bb_flows {
    void *tree; /* of tsearch(3) */
    struct bb_flow *first;
    struct bb_flow **tail;
    uint64_t n;       /* flows in the list */
    uint64_t numbers; /* connections seen; more than n when ports are used again */
};

enum { BB_MAX_FLOWS = 1 << 18 };

/* The zero value is empty. */
void bb_flows_free(struct bb_flows *flows);

/* The flow of a packet, a new one if it has none yet. ret_side tells who sent it. NULL: no memory,
 * or more than BB_MAX_FLOWS. `flags` are those of TCP: who sends the first SYN is the client.
 * Without, the end with a port of the list is the server, else the one with the lower port, else
 * whoever speaks second. */
struct bb_flow *bb_flows_find(struct bb_flows *flows, uint8_t protocol, uint8_t flags,
                              const struct bb_address *source, const struct bb_address *target,
                              const struct bb_ports *ports, enum bb_side *ret_side);

/* The same two ends begin a new connection: all that is known of the old one is forgotten. */
void bb_flow_restart(struct bb_flows *flows, struct bb_flow *flow);

#endif
