/*
 * coap_libcoap_server: a session of datagrams from four peers with a libcoap server (server_app.h),
 * over the socket shim and a virtual clock.
 *
 * Input: datagrams, each behind a 16-bit big-endian length that is capped at what is left; a lone
 * last byte is ignored. Which peer sends a datagram is told by its message ID (server_peers.h).
 * The clock advances 100 ms after each datagram. An empty datagram is not delivered: it stands for
 * 30 seconds of silence, in which libcoap's timers run (retransmissions, separate responses,
 * notifications, expiry).
 */
#include <brickbat/target.h>

#include "libcoap_log.h"
#include "script.h"
#include "server_app.h"
#include "server_known.h"
#include "server_watch.h"
#include "shim/clock.h"
#include "shim/random.h"
#include "shim/socket.h"

enum {
    DATAGRAM_MS = 100,
    MAX_DATAGRAMS = 128,  /* the rest of an input is ignored */
    MAX_SILENCES = 16,    /* 8 minutes: sessions expire after 5 */
    STATE_MESSAGES = 256, /* protocol states 0..255 are the codes of messages sent */
};

struct server {
    coap_context_t *context;
    int fd;
    struct bb_app app;
    struct bb_watch watch;
};

static void on_send(void *server, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)fd;
    bb_watch_outgoing(&((struct server *)server)->watch, bytes, to);
}

/* Gives each session message IDs of its peer's quarter. */
static int on_event(coap_session_t *session, const coap_event_t event)
{
    if (event == COAP_EVENT_SERVER_SESSION_NEW)
        session->tx_mid = bb_peer_first_mid(bb_peer_of_address(&session->addr_info.remote.addr.sa));
    return 0;
}

static bool start(struct server *server)
{
    struct sockaddr_in address = bb_peer_server_address(0);
    coap_address_t listen;
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_on_send(on_send, server);
    coap_address_init(&listen);
    listen.addr.sin = address;
    server->context = coap_new_context(&listen);
    if (!server->context)
        return false;
    server->fd = server->context->endpoint->sock.fd;
    coap_register_event_handler(server->context, on_event);
    bb_app_start(server->context, &server->app);
    return true;
}

/* Reports what is going on in the server: which tables are in use. */
static void report_state(const struct server *server)
{
    const coap_context_t *context = server->context;
    const coap_session_t *session, *next;
    unsigned busy = (context->sendqueue != NULL) | (context->async_state != NULL) << 1 |
                    (context->cache != NULL) << 2 | (context->observe_pending != 0) << 3;
    SESSIONS_ITER(context->endpoint->sessions, session, next)
    {
        busy |= (session->delayqueue != NULL) << 4 | (session->lg_xmit != NULL) << 5 |
                (session->lg_srcv != NULL) << 6;
    }
    bb_state(STATE_MESSAGES + busy);
    bb_state(STATE_MESSAGES + 128 + server->app.made);
}

static void deliver(struct server *server, struct bb_bytes datagram)
{
    unsigned peer = bb_peer_of_datagram(datagram);
    struct sockaddr_in from = bb_peer_address(peer), to = bb_peer_server_address(peer);
    bb_watch_incoming(&server->watch, datagram);
    bb_shim_socket_set_local(server->fd, (struct sockaddr *)&to, sizeof to);
    coap_context_set_block_mode(server->context, bb_peer_block_mode(peer));
    bb_shim_socket_push_from(server->fd, datagram, (struct sockaddr *)&from, sizeof from);
    coap_io_process(server->context, COAP_IO_NO_WAIT);
    bb_shim_clock_advance_ms(DATAGRAM_MS);
}

static void run(struct server *server, struct bb_bytes input)
{
    struct bb_bytes datagram;
    int datagrams = 0, silences = 0;
    while (datagrams < MAX_DATAGRAMS && bb_script_take(&input, &datagram)) {
        bb_script_cut(&datagram, COAP_RXBUFFER_SIZE);
        if (datagram.len > 0 && bb_server_leaves_out(server->context, datagram)) {
            continue;
        } else if (datagram.len > 0) {
            deliver(server, datagram);
            datagrams++;
        } else if (silences++ < MAX_SILENCES) {
            bb_watch_incoming(&server->watch, datagram);
            bb_script_be_silent(server->context);
        }
        report_state(server);
    }
    bb_watch_incoming(&server->watch, bb_bytes_of(NULL, 0));
    coap_io_process(server->context, COAP_IO_NO_WAIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct server server = {0};
    bb_libcoap_log_start();
    if (start(&server))
        run(&server, bb_bytes_of(data, size));
    coap_free_context(server.context);
    bb_shim_socket_reset();
    return 0;
}
