/*
 * coap_libcoap_tcp_server: a client's side of a connection with a libcoap server (server_app.h)
 * over TCP (RFC 8323), over the socket shim and a virtual clock.
 *
 * Input: messages back to back. Each arrives on its own, in pieces (tcp_stream.h), and 100 ms pass.
 * Two messages of code 0.00, which RFC 8323 has receivers ignore, have a meaning for the harness,
 * too: without a token 30 s of silence follow; with one the client stops reading after as many
 * bytes as 16 times the token's first byte says, until the next such message.
 * When the server hangs up, the client connects again, and libcoap handles blocks in the next of
 * its three ways (server_peers.h).
 */
#include <brickbat/target.h>

#include "libcoap_log.h"
#include "script.h"
#include "server_app.h"
#include "server_known.h"
#include "server_peers.h"
#include "shim/clock.h"
#include "shim/random.h"
#include "shim/socket.h"
#include "tcp_watch.h"

enum {
    MESSAGE_MS = 100,
    MAX_MESSAGES = 128, /* the rest of an input is ignored */
    MAX_SILENCES = 16,
    MAX_CONNECTIONS = 3,
    MAX_READS = 4, /* until a piece is read */
    ROOM_UNIT_BYTES = 16,
    MESSAGE_MAX_BYTES = 1 << 20,
    STATE_TABLES = 256, /* protocol states 0..255 are the codes of messages sent */
};

struct server {
    coap_context_t *context;
    int listener;
    int fd; /* the client's connection */
    int connections;
    int silences;
    struct bb_app app;
    struct bb_tcp_watch watch;
    struct bb_buf datagram; /* a message of the client's as a datagram */
};

static void on_send(void *server, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)to, (void)fd;
    bb_tcp_watch_outgoing(&((struct server *)server)->watch, bytes);
}

/* libcoap connects to the client when a separate response is due and the connection is gone. Nobody
 * listens there. */
static int on_event(coap_session_t *session, const coap_event_t event)
{
    (void)session;
    if (event == COAP_EVENT_TCP_FAILED)
        BB_KNOWN(async_connects_to_client);
    return 0;
}

static bool connect_client(struct server *server)
{
    if (server->connections == MAX_CONNECTIONS)
        return false;
    uint8_t block_mode = bb_peer_block_mode((unsigned)server->connections++);
    coap_context_set_block_mode(server->context, block_mode);
    bb_tcp_watch_start(&server->watch);
    server->fd = bb_shim_socket_offer(server->listener);
    coap_io_process(server->context, COAP_IO_NO_WAIT);
    return bb_shim_socket_is_open(server->fd);
}

static void start(struct server *server)
{
    coap_address_t listen;
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_on_send(on_send, server);
    bb_shim_socket_refuse(true);
    coap_address_init(&listen);
    listen.addr.sin = bb_peer_server_address(0);
    server->context = coap_new_context(NULL);
    coap_endpoint_t *endpoint = coap_new_endpoint(server->context, &listen, COAP_PROTO_TCP);
    if (!endpoint)
        abort();
    server->listener = endpoint->sock.fd;
    coap_register_event_handler(server->context, on_event);
    bb_app_start(server->context, &server->app);
}

static void deliver(struct server *server, struct bb_bytes frame)
{
    struct bb_bytes rest = frame, piece;
    while (bb_tcp_take_piece(frame, &rest, &piece) && bb_shim_socket_push(server->fd, piece)) {
        for (int i = 0; i < MAX_READS && bb_shim_socket_pending(server->fd) > 0; i++)
            coap_io_process(server->context, COAP_IO_NO_WAIT);
    }
    coap_io_process(server->context, COAP_IO_NO_WAIT);
    bb_shim_clock_advance_ms(MESSAGE_MS);
}

/* What a message of code 0.00 means for the harness. */
static void obey(struct server *server, struct bb_bytes token)
{
    if (token.len > 0)
        bb_shim_socket_set_room(server->fd, (size_t)token.ptr[0] * ROOM_UNIT_BYTES);
    else if (server->silences++ < MAX_SILENCES)
        bb_script_be_silent(server->context);
}

static void report_state(const struct server *server)
{
    const coap_context_t *context = server->context;
    const coap_session_t *session, *next;
    unsigned busy = (context->async_state != NULL) | (context->cache != NULL) << 1 |
                    (context->observe_pending != 0) << 2;
    SESSIONS_ITER(context->endpoint->sessions, session, next)
    {
        busy |= (session->delayqueue != NULL) << 3 | (session->lg_xmit != NULL) << 4 |
                (session->lg_srcv != NULL) << 5 | (session->partial_pdu != NULL) << 6;
    }
    bb_state(STATE_TABLES + busy);
}

static void step(struct server *server, struct bb_bytes frame)
{
    struct bb_coap_message message;
    bb_buf_reset(&server->datagram);
    bool has_header = bb_tcp_to_datagram(frame, &server->datagram);
    struct bb_bytes datagram = bb_buf_bytes(&server->datagram);
    bool is_empty = has_header && datagram.ptr[1] == 0;
    if (has_header && bb_server_leaves_out(server->context, datagram))
        return;
    if (has_header && bb_coap_decode(datagram, &message))
        bb_tcp_watch_incoming(&server->watch, &message);
    deliver(server, frame);
    if (is_empty)
        obey(server, bb_bytes_of(datagram.ptr + 4, datagram.len > 4 ? 1 : 0));
    report_state(server);
}

static void run(struct server *server, struct bb_bytes input)
{
    struct bb_bytes frame;
    if (!connect_client(server))
        return;
    for (int i = 0; i < MAX_MESSAGES && input.len > 0; i++) {
        if (!bb_shim_socket_is_open(server->fd) && !connect_client(server))
            return;
        if (!bb_tcp_take(&input, &frame)) {
            frame = input;
            input.len = 0;
        }
        step(server, frame);
    }
    bb_shim_socket_push_eof(server->fd);
    coap_io_process(server->context, COAP_IO_NO_WAIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct server server; /* keeps the memory of its buffers */
    struct bb_tcp_watch watch = server.watch;
    struct bb_buf datagram = server.datagram;
    server = (struct server){.watch = watch, .datagram = datagram};
    server.datagram.max_bytes = MESSAGE_MAX_BYTES;
    bb_libcoap_log_start();
    start(&server);
    run(&server, bb_bytes_of(data, size));
    coap_free_context(server.context);
    BB_ORACLE(coap_sockets_closed, bb_shim_socket_open_count() == 0, "a socket is left open");
    return 0;
}
