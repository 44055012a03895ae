/*
 * coap_libcoap_tcp_client: a libcoap client that asks a server over TCP (RFC 8323), over the socket
 * shim and a virtual clock.
 *
 * Input: messages of both directions, back to back.
 * - A request (code 0.01 to 0.31) is what the application asks (client_app.h); it is not delivered,
 *   and what libcoap makes of it goes to the server. One that libcoap would not take is not asked.
 * - Anything else comes from the server, in pieces (tcp_stream.h), and 100 ms pass. A response's
 *   empty token is filled in: with that of the client's last request.
 * - A message of code 0.00, which is to be ignored, stands for 30 s of silence, too.
 * When the connection is gone, the client makes another one, and libcoap handles blocks in the next
 * of its three ways (server_peers.h).
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include "client_app.h"
#include "client_known.h"
#include "client_watch.h"
#include "libcoap_log.h"
#include "script.h"
#include "shim/clock.h"
#include "shim/random.h"
#include "shim/socket.h"
#include "tcp_stream.h"

enum {
    MESSAGE_MS = 100,
    MAX_MESSAGES = 128, /* the rest of an input is ignored */
    MAX_SILENCES = 16,
    MAX_CONNECTIONS = 3,
    MAX_READS = 4, /* until a piece is read */
    BUFFER_MAX_BYTES = 1 << 20,
    STATE_TABLES = 256, /* protocol states 0..255 are the codes of responses taken */
};

struct client {
    coap_context_t *context;
    coap_session_t *session;
    unsigned connection; /* the number of it */
    int silences;
    size_t sent_messages; /* on this connection */
    size_t pings;         /* from the server, not answered yet */
    struct bb_buf sent;   /* what libcoap has sent and is no whole message yet */
    struct bb_buf text;   /* a message that was sent, as a datagram */
    struct bb_buf frame;  /* the message that is delivered, with its token */
    struct bb_buf datagram;
    struct bb_client_app app;
    struct bb_client_watch watch;
};

/* RFC 8323 section 5.3: the first message is a CSM; section 5.4: a Pong is sent for a Ping only. */
static void check_signal(struct client *client, uint8_t code)
{
    BB_ORACLE(tcp_csm_first, client->sent_messages > 0 || code == BB_COAP_CSM,
              "the first message is not a CSM");
    if (code != BB_COAP_PONG)
        return;
    BB_ORACLE(tcp_pong, client->pings > 0, "a Pong without a Ping");
    client->pings--;
}

/* What is no signal is a request: nobody asks this client. */
static void check_request(struct client *client, struct bb_bytes datagram)
{
    struct bb_coap_message sent;
    BB_ORACLE(tcp_sent_parses, bb_coap_decode(datagram, &sent), "a malformed message was sent");
    BB_ORACLE(tcp_kind, bb_coap_class(sent.code) == 0,
              "a message that is neither a signal nor a request");
    if (sent.code) /* else libcoap's Reset, which is nothing on TCP */
        bb_client_watch_request(&client->watch, client->connection, &sent);
}

static void check_frame(struct client *client, struct bb_bytes frame)
{
    bb_buf_reset(&client->text);
    BB_ORACLE(tcp_sent_parses, bb_tcp_to_datagram(frame, &client->text), "half a header was sent");
    struct bb_bytes datagram = bb_client_without_echo(bb_buf_bytes(&client->text));
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, frame.len);
    bool is_taken = coap_pdu_parse(COAP_PROTO_TCP, frame.ptr, frame.len, pdu);
    coap_delete_pdu(pdu);
    BB_ORACLE(tcp_sent_parses, is_taken || datagram.len < client->text.len,
              "libcoap refuses what it sent itself");
    check_signal(client, datagram.ptr[1]);
    if (bb_coap_class(datagram.ptr[1]) != 7)
        check_request(client, datagram);
    client->sent_messages++;
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    struct client *client = context;
    struct bb_bytes frame;
    (void)fd, (void)to;
    bb_buf_append(&client->sent, bytes);
    struct bb_bytes stream = bb_buf_bytes(&client->sent);
    while (bb_tcp_take(&stream, &frame))
        check_frame(client, frame);
    if (stream.len && stream.ptr != client->sent.ptr)
        memmove(client->sent.ptr, stream.ptr, stream.len);
    client->sent.len = stream.len;
}

static coap_response_t on_response(coap_session_t *session, const coap_pdu_t *sent,
                                   const coap_pdu_t *received, const coap_mid_t mid)
{
    struct client *client = coap_get_app_data(session->context);
    (void)mid;
    client->app.responses++;
    bb_state(received->code);
    bb_client_watch_response(&client->watch, client->connection, sent, received,
                             session->block_mode);
    return COAP_RESPONSE_OK;
}

static void on_nack(coap_session_t *session, const coap_pdu_t *sent,
                    const coap_nack_reason_t reason, const coap_mid_t mid)
{
    (void)sent, (void)reason, (void)mid;
    ((struct client *)coap_get_app_data(session->context))->app.nacks++;
}

static void start(struct client *client)
{
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_on_send(on_send, client);
    client->context = bb_client_app_context(client, on_response, on_nack);
}

/* Tokens that libcoap makes are the same in every run; message IDs do not count on TCP. */
static void connect_server(struct client *client)
{
    static const uint8_t no_token[1];
    coap_address_t server;
    coap_address_init(&server);
    server.addr.sin = bb_peer_address(0);
    client->sent_messages = client->pings = 0;
    bb_buf_reset(&client->sent);
    coap_context_set_block_mode(client->context, bb_peer_block_mode(client->connection));
    client->session = coap_new_client_session(client->context, NULL, &server, COAP_PROTO_TCP);
    if (!client->session)
        abort();
    coap_session_init_token(client->session, 0, no_token);
}

static void disconnect(struct client *client)
{
    bb_client_watch_incoming(&client->watch, client->connection, (struct bb_bytes){0},
                             (struct bb_bytes){0});
    bb_client_give_back(client->session);
    coap_session_release(client->session);
    client->session = NULL;
}

static bool is_connected(const struct client *client)
{
    return client->session->sock.flags != COAP_SOCKET_EMPTY;
}

/* Another connection for the one that is gone; false if there were enough. */
static bool reconnect(struct client *client)
{
    if (client->connection + 1 == MAX_CONNECTIONS)
        return false;
    disconnect(client);
    client->connection++;
    connect_server(client);
    return true;
}

static void ask(struct client *client, struct bb_bytes datagram)
{
    struct bb_coap_message message;
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, datagram.len);
    bool is_sane = pdu && coap_pdu_parse(COAP_PROTO_UDP, datagram.ptr, datagram.len, pdu);
    coap_delete_pdu(pdu);
    if (!is_sane || !bb_coap_decode(datagram, &message))
        return;
    bb_client_watch_incoming(&client->watch, client->connection, (struct bb_bytes){0},
                             (struct bb_bytes){0});
    struct bb_bytes token = bb_client_app_ask(&client->app, client->session, &message);
    bb_client_watch_asked(&client->watch, client->connection, token);
}

/* The frame with its token, if it is a response that has none. */
static struct bb_bytes fill_in(struct client *client, struct bb_bytes frame, uint8_t code)
{
    const struct bb_seen_token *token = &client->watch.peers[client->connection].last_token;
    unsigned class = bb_coap_class(code);
    if (class < 2 || class > 5 || frame.ptr[0] & 15)
        return frame;
    size_t header = frame.ptr[0] >> 4 < 13 ? 2 : frame.ptr[0] >> 4 == 13 ? 3 : 4;
    if (frame.ptr[0] >> 4 == 15)
        header = 6;
    bb_buf_reset(&client->frame);
    bb_buf_append(&client->frame, bb_bytes_of(frame.ptr, header));
    bb_buf_append(&client->frame, bb_bytes_of(token->bytes, token->len));
    bb_buf_append(&client->frame, bb_bytes_of(frame.ptr + header, frame.len - header));
    client->frame.ptr[0] |= token->len;
    return bb_buf_bytes(&client->frame);
}

static void deliver(struct client *client, struct bb_bytes frame)
{
    struct bb_bytes rest = frame, piece;
    int fd = client->session->sock.fd;
    while (bb_tcp_take_piece(frame, &rest, &piece) && is_connected(client) &&
           bb_shim_socket_push(fd, piece)) {
        for (int i = 0; i < MAX_READS && bb_shim_socket_pending(fd) > 0; i++)
            coap_io_process(client->context, COAP_IO_NO_WAIT);
    }
}

static void receive(struct client *client, struct bb_bytes frame, uint8_t code)
{
    struct bb_coap_message message = {0};
    struct bb_bytes filled = fill_in(client, frame, code);
    bb_buf_reset(&client->datagram);
    bb_tcp_to_datagram(filled, &client->datagram);
    struct bb_bytes datagram = bb_buf_bytes(&client->datagram);
    if (bb_client_leaves_out(client->session, datagram))
        return;
    bb_coap_decode(datagram, &message);
    size_t len = message.payload.len;
    client->pings += code == BB_COAP_PING;
    bb_client_watch_incoming(&client->watch, client->connection, datagram,
                             bb_bytes_of(frame.ptr + frame.len - len, len));
    deliver(client, filled);
}

static void be_silent(struct client *client)
{
    if (client->silences++ >= MAX_SILENCES)
        return;
    bb_client_watch_incoming(&client->watch, client->connection, (struct bb_bytes){0},
                             (struct bb_bytes){0});
    bb_script_be_silent(client->context);
}

static void step(struct client *client, struct bb_bytes frame)
{
    bb_buf_reset(&client->datagram);
    if (!bb_tcp_to_datagram(frame, &client->datagram)) {
        deliver(client, frame);
        return;
    }
    struct bb_bytes datagram = bb_buf_bytes(&client->datagram);
    uint8_t code = datagram.ptr[1];
    if (code && bb_coap_class(code) == 0)
        ask(client, datagram);
    else
        receive(client, frame, code);
    if (code == 0)
        be_silent(client);
    bb_shim_clock_advance_ms(MESSAGE_MS);
}

static void report_state(const struct client *client)
{
    const coap_session_t *session = client->session;
    bb_state(STATE_TABLES + ((session->delayqueue != NULL) | (session->lg_xmit != NULL) << 1 |
                             (session->lg_crcv != NULL) << 2 | (session->partial_pdu != NULL) << 3 |
                             (unsigned)session->state << 4));
}

static void run(struct client *client, struct bb_bytes input)
{
    struct bb_bytes frame;
    connect_server(client);
    for (int i = 0; i < MAX_MESSAGES && input.len > 0; i++) {
        if (!is_connected(client) && !reconnect(client))
            break;
        if (!bb_tcp_take(&input, &frame)) {
            frame = input;
            input.len = 0;
        }
        step(client, frame);
        report_state(client);
    }
    if (is_connected(client))
        bb_shim_socket_push_eof(client->session->sock.fd);
    be_silent(client);
    disconnect(client);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct client client; /* large, and keeps the memory of its buffers */
    struct bb_buf *buffers[] = {&client.sent, &client.text, &client.frame, &client.datagram};
    struct bb_buf kept[4];
    for (size_t i = 0; i < 4; i++) {
        bb_buf_reset(buffers[i]);
        kept[i] = *buffers[i];
        kept[i].max_bytes = BUFFER_MAX_BYTES;
    }
    memset(&client, 0, sizeof client);
    for (size_t i = 0; i < 4; i++)
        *buffers[i] = kept[i];
    bb_libcoap_log_start();
    start(&client);
    run(&client, bb_bytes_of(data, size));
    coap_free_context(client.context);
    bb_client_app_check_returned(&client.app);
    BB_ORACLE(coap_sockets_closed, bb_shim_socket_open_count() == 0, "a socket is left open");
    return 0;
}
