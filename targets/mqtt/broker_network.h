/*
 * The network of the broker under test: eight clients and the clock, moved by the script.
 *
 * mosquitto's own main loop runs. Each turn it asks its multiplexer (mux__handle) to wait for the
 * network and to serve what is ready; ours plays one step of the script instead of waiting. So
 * everything else that a turn does is the broker's own: freeing contexts, keep-alive, session
 * expiry, delayed wills, $SYS.
 *
 * A client's connection is opened at its first step, and anew at its next step after either side
 * has closed it. A client reads what the broker sent at its own steps only; until then the broker
 * can send it NETWORK_WINDOW_BYTES, and queues the rest.
 */
#ifndef BROKER_NETWORK_H
#define BROKER_NETWORK_H

#include "broker_script.h"

#include "config.h"
#include "mosquitto_broker_internal.h"

enum { NETWORK_WINDOW_BYTES = 512, NETWORK_WARM_BYTES = 1 << 16 };

struct network {
    struct mosquitto__listener_sock door; /* what mux__handle is given: leads back to this struct */
    struct bb_bytes script;               /* what is left of it; borrowed */
    int fd[SCRIPT_SLOTS];                 /* -1: no connection */
};

/* Has the shim allocate what it will need for inputs of up to NETWORK_WARM_BYTES, so that no run's
 * memory grows for its sake. Once per process. */
void network_warm_up(void);

/* Opens the listening socket. The socket shim must have been reset before. */
void network_open(struct network *network, struct mosquitto__listener *listener,
                  struct bb_bytes script);

/* Has the broker look at the clock, as it does each time that it waited. */
void network_read_clock(void);

/* Runs the broker's main loop to the end of the script. */
void network_run(struct network *network);

/* All clients hang up, and the clock advances past the longest interval that MQTT knows. */
void network_close(struct network *network);

#endif
