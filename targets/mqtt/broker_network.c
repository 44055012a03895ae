#include "broker_network.h"

#include <stddef.h>
#include <sys/socket.h>

#include "packet_mosq.h"
#include "shim/clock.h"
#include "shim/clock_calls.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"
#include "time_mosq.h"

#include "broker_bridge.h"
#include "broker_oracle.h"

static const uint64_t LONGEST_INTERVAL_S = UINT32_MAX;

extern int run; /* mosquitto.c: the main loop goes on while it is true */

/* Contexts are found by their socket each time: almost any call may free one. */
static struct mosquitto *context_of(int fd)
{
    struct mosquitto *context = NULL;
    HASH_FIND(hh_sock, db.contexts_by_sock, &fd, sizeof(fd), context);
    return context;
}

static void forget_closed(struct network *network)
{
    for (unsigned i = 0; i < SCRIPT_SLOTS; i++)
        if (network->fd[i] >= 0 && !bb_shim_socket_is_open(network->fd[i]))
            network->fd[i] = -1;
}

/* The slot's descriptor, accepted by the broker if it is new; -1 if the broker refused it. */
static int connection_of(struct network *network, unsigned slot)
{
    if (broker_bridge_is(slot))
        return broker_bridge_fd();
    if (network->fd[slot] >= 0)
        return network->fd[slot];
    int fd = bb_shim_socket_offer(network->door.sock);
    if (fd < 0 || !net__socket_accept(&network->door))
        return -1;
    bb_shim_socket_set_room(fd, NETWORK_WINDOW_BYTES);
    network->fd[slot] = fd;
    return fd;
}

static void serve_writable(int fd)
{
    struct mosquitto *context = context_of(fd);
    bb_shim_socket_set_room(fd, NETWORK_WINDOW_BYTES);
    if (!context || (!context->current_out_packet && !context->out_packet))
        return;
    int rc = packet__write(context);
    if (rc)
        do_disconnect(context, rc);
}

static void serve_readable(int fd)
{
    struct mosquitto *context;
    while ((context = context_of(fd)) && bb_shim_socket_pending(fd)) {
        int rc = packet__read(context);
        if (rc)
            do_disconnect(context, rc);
    }
}

/* The end of the stream is readable, too; what the broker makes of it is an error. */
static void serve_hangup(int fd)
{
    struct mosquitto *context = context_of(fd);
    if (context)
        do_disconnect(context, packet__read(context));
}

static void client_send(struct network *network, const struct script_step *step)
{
    int fd = connection_of(network, step->slot);
    if (fd < 0)
        return;
    serve_writable(fd);
    if (bb_shim_socket_push(fd, step->bytes))
        serve_readable(fd);
}

static void client_close(struct network *network, unsigned slot)
{
    int fd = broker_bridge_is(slot) ? broker_bridge_fd() : network->fd[slot];
    if (fd < 0)
        return;
    bb_shim_socket_push_eof(fd);
    serve_hangup(fd);
}

static void play(struct network *network, const struct script_step *step)
{
    switch (step->kind) {
    case SCRIPT_SEND: client_send(network, step); break;
    case SCRIPT_CLOSE: client_close(network, step->slot); break;
    case SCRIPT_CLOCK: bb_shim_clock_advance_ms(1000ull * step->seconds); break;
    }
}

void network_warm_up(void)
{
    static const uint8_t zeroes[NETWORK_WARM_BYTES];
    bb_shim_socket_reset();
    for (unsigned i = 0; i < SCRIPT_SLOTS + 1; i++) {
        int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
        bb_shim_socket_push(fd, bb_bytes_of(zeroes, sizeof zeroes));
    }
}

void network_open(struct network *network, struct mosquitto__listener *listener,
                  struct bb_bytes script)
{
    *network = (struct network){.door = {.listener = listener}, .script = script};
    for (unsigned i = 0; i < SCRIPT_SLOTS; i++)
        network->fd[i] = -1;
    network->door.sock = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_listen(network->door.sock, SCRIPT_SLOTS);
}

void network_read_clock(void)
{
    db.now_s = mosquitto_time();
    db.now_real_s = bb_shim_time(NULL);
}

void network_run(struct network *network)
{
    run = 1;
    mosquitto_main_loop(&network->door, 1);
}

void network_close(struct network *network)
{
    for (unsigned slot = 0; slot < SCRIPT_SLOTS; slot++)
        client_close(network, slot);
    bb_shim_clock_advance_ms(1000 * (LONGEST_INTERVAL_S + 1));
    network_read_clock();
}

/* In place of mosquitto's mux.c. */

int mux__handle(struct mosquitto__listener_sock *listensock, int listensock_count)
{
    (void)listensock_count;
    size_t offset = offsetof(struct network, door);
    struct network *network = (struct network *)((char *)listensock - offset);
    struct script_step step;
    forget_closed(network);
    oracle_after_turn();
    if (!script_take(&network->script, &step)) {
        run = 0;
        return MOSQ_ERR_SUCCESS;
    }
    play(network, &step);
    network_read_clock();
    return MOSQ_ERR_SUCCESS;
}

/* What to wait for is the script's business. */

int mux__init(struct mosquitto__listener_sock *listensock, int listensock_count)
{
    (void)listensock, (void)listensock_count;
    return MOSQ_ERR_SUCCESS;
}

int mux__add_in(struct mosquitto *context)
{
    (void)context;
    return MOSQ_ERR_SUCCESS;
}

int mux__add_out(struct mosquitto *context)
{
    (void)context;
    return MOSQ_ERR_SUCCESS;
}

int mux__remove_out(struct mosquitto *context)
{
    (void)context;
    return MOSQ_ERR_SUCCESS;
}

int mux__delete(struct mosquitto *context)
{
    (void)context;
    return MOSQ_ERR_SUCCESS;
}

int mux__cleanup(void)
{
    return MOSQ_ERR_SUCCESS;
}
