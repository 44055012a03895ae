/*
 * coap_libcoap_client: a libcoap client that asks four servers, over the socket shim and a virtual
 * clock.
 *
 * Input: datagrams of both directions, each behind a 16-bit big-endian length that is capped at
 * what is left; a lone last byte is ignored.
 * - A request (code 0.01 to 0.31) is what the application asks (client_app.h); it is
 * not delivered, and what libcoap makes of it goes to the server. One that libcoap would not take
 * is not asked.
 * - Anything else is what a server sends. Two things are filled in, so that an answer stays one
 * when requests before it come and go: a message ID whose lower 14 bits are 0 (for an ACK or a RST
 *   that of the client's last message, else the server's next own), and a response's empty token
 *   (that of the client's last request).
 * - One byte is not delivered: the ICMP error that nobody listens at that port.
 * - An empty datagram is 30 s of silence, in which libcoap's timers run. 100 ms pass after any
 * other. Which server is meant is told by the message ID's top two bits, or the byte's
 * (server_peers.h).
 */
#include <brickbat/target.h>

#include <errno.h>

#include "client_app.h"
#include "client_known.h"
#include "client_watch.h"
#include "libcoap_log.h"
#include "script.h"
#include "shim/clock.h"
#include "shim/random.h"
#include "shim/socket.h"

enum {
    DATAGRAM_MS = 100,
    MAX_DATAGRAMS = 128, /* the rest of an input is ignored */
    MAX_SILENCES = 16,
    HEADER_BYTES = 4,
    OWN_MID_BITS = 0x3fff,
    SERVER_MID = 0x2000,  /* the first of a server's own */
    STATE_MESSAGES = 256, /* protocol states 0..255 are the codes of responses taken */
    DATAGRAM_MAX_BYTES = 65536 + BB_TOKEN_BYTES,
};

struct client {
    coap_context_t *context;
    coap_session_t *sessions[BB_PEER_COUNT]; /* opened when they are used first */
    int fds[BB_PEER_COUNT];
    uint16_t server_mid;
    struct bb_client_app app;
    struct bb_client_watch watch;
};

static unsigned peer_of_session(const struct client *client, const coap_session_t *session)
{
    unsigned peer = 0;
    while (peer < BB_PEER_COUNT && client->sessions[peer] != session)
        peer++;
    return peer;
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    struct client *client = context;
    (void)to;
    for (unsigned peer = 0; peer < BB_PEER_COUNT; peer++) {
        if (client->sessions[peer] && client->fds[peer] == fd)
            bb_client_watch_outgoing(&client->watch, peer, bytes);
    }
}

static coap_response_t on_response(coap_session_t *session, const coap_pdu_t *sent,
                                   const coap_pdu_t *received, const coap_mid_t mid)
{
    struct client *client = coap_get_app_data(session->context);
    unsigned peer = peer_of_session(client, session);
    (void)mid;
    client->app.responses++;
    bb_state(received->code);
    bb_client_watch_response(&client->watch, peer, sent, received, session->block_mode);
    return received->code == COAP_RESPONSE_CODE(505) ? COAP_RESPONSE_FAIL : COAP_RESPONSE_OK;
}

static void on_nack(coap_session_t *session, const coap_pdu_t *sent,
                    const coap_nack_reason_t reason, const coap_mid_t mid)
{
    struct client *client = coap_get_app_data(session->context);
    (void)reason;
    client->app.nacks++;
    BB_ORACLE(coap_nack, !sent || sent->mid == mid, "a message fails under another message ID");
}

static void start(struct client *client)
{
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_on_send(on_send, client);
    client->server_mid = SERVER_MID;
    client->context = bb_client_app_context(client, on_response, on_nack);
}

/* The session with this server. Tokens that libcoap makes are the same in every run. */
static coap_session_t *session_with(struct client *client, unsigned peer)
{
    static const uint8_t no_token[1];
    coap_address_t server;
    if (client->sessions[peer])
        return client->sessions[peer];
    coap_address_init(&server);
    server.addr.sin =
        peer == BB_PEER_MULTICAST ? bb_peer_server_address(peer) : bb_peer_address(peer);
    coap_context_set_block_mode(client->context, bb_peer_block_mode(peer));
    coap_session_t *session =
        coap_new_client_session(client->context, NULL, &server, COAP_PROTO_UDP);
    if (!session)
        abort();
    session->tx_mid = bb_peer_first_mid(peer);
    coap_session_init_token(session, 0, no_token);
    client->sessions[peer] = session;
    client->fds[peer] = session->sock.fd;
    return session;
}

static void deliver_icmp(struct client *client, unsigned peer)
{
    coap_session_t *session = session_with(client, peer);
    bb_shim_socket_push_error(session->sock.fd, ECONNREFUSED);
    coap_io_process(client->context, COAP_IO_NO_WAIT);
}

/* Copies a datagram with what is filled in. Returns its length. */
static size_t fill_in(struct client *client, unsigned peer, struct bb_bytes datagram, uint8_t *copy)
{
    const struct bb_client_peer *state = &client->watch.peers[peer];
    const struct bb_seen_token *token = &state->last_token;
    unsigned type = datagram.ptr[0] >> 4 & 3;
    size_t inserted = 0;
    memcpy(copy, datagram.ptr, datagram.len);
    if (((copy[2] << 8 | copy[3]) & OWN_MID_BITS) == 0) {
        uint16_t mid =
            type >= BB_COAP_ACK ? state->last_mid : (uint16_t)(peer << 14 | client->server_mid++);
        copy[2] = (uint8_t)(mid >> 8);
        copy[3] = (uint8_t)mid;
    }
    if ((copy[0] & 15) == 0 && copy[1] >= BB_COAP_CODE(2, 0)) {
        inserted = token->len;
        memmove(copy + HEADER_BYTES + inserted, copy + HEADER_BYTES, datagram.len - HEADER_BYTES);
        memcpy(copy + HEADER_BYTES, token->bytes, inserted);
        copy[0] |= token->len;
    }
    return datagram.len + inserted;
}

static void deliver(struct client *client, unsigned peer, struct bb_bytes datagram,
                    struct bb_bytes payload)
{
    static uint8_t copy[DATAGRAM_MAX_BYTES];
    struct sockaddr_in from = bb_peer_address(peer);
    coap_session_t *session = session_with(client, peer);
    if (datagram.len >= HEADER_BYTES)
        datagram = bb_bytes_of(copy, fill_in(client, peer, datagram, copy));
    bb_client_watch_incoming(&client->watch, peer, datagram, payload);
    bb_shim_socket_push_from(session->sock.fd, datagram, (struct sockaddr *)&from, sizeof from);
    coap_io_process(client->context, COAP_IO_NO_WAIT);
    bb_shim_socket_discard(client->fds[peer]); /* libcoap does not read after a lost ping */
}

static void ask(struct client *client, unsigned peer, const struct bb_coap_message *message)
{
    coap_session_t *session = session_with(client, peer);
    bb_client_watch_incoming(&client->watch, peer, (struct bb_bytes){0}, (struct bb_bytes){0});
    if (message->mid & OWN_MID_BITS)
        bb_client_watch_mid(&client->watch, peer);
    struct bb_bytes token = bb_client_app_ask(&client->app, session, message);
    bb_client_watch_asked(&client->watch, peer, token);
}

static bool is_request(struct bb_bytes datagram)
{
    return datagram.len >= HEADER_BYTES && datagram.ptr[1] && datagram.ptr[1] < BB_COAP_CODE(1, 0);
}

/* Options have lengths that an application is to keep to; libcoap checks them on the way in only.
 */
static bool is_sane(struct bb_bytes request, struct bb_coap_message *ret_message)
{
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, request.len);
    bool is_parsed = pdu && coap_pdu_parse(COAP_PROTO_UDP, request.ptr, request.len, pdu);
    coap_delete_pdu(pdu);
    return is_parsed && bb_coap_decode(request, ret_message) && ret_message->type <= BB_COAP_NON;
}

static void step(struct client *client, struct bb_bytes datagram)
{
    struct bb_coap_message message = {0};
    unsigned peer = bb_peer_of_datagram(datagram);
    if (datagram.len == 1) {
        deliver_icmp(client, datagram.ptr[0] >> 6);
    } else if (!is_request(datagram)) {
        bb_coap_decode(datagram, &message);
        deliver(client, peer, datagram, message.payload);
    } else if (is_sane(datagram, &message)) {
        ask(client, peer, &message);
    }
    bb_shim_clock_advance_ms(DATAGRAM_MS);
}

/* Reports what is going on in the client: which tables are in use. */
static void report_state(const struct client *client)
{
    unsigned busy = client->context->sendqueue != NULL;
    for (unsigned peer = 0; peer < BB_PEER_COUNT; peer++) {
        const coap_session_t *session = client->sessions[peer];
        if (session)
            busy |= (session->delayqueue != NULL) << 1 | (session->lg_xmit != NULL) << 2 |
                    (session->lg_crcv != NULL) << 3 | (session->con_active != 0) << 4;
    }
    bb_state(STATE_MESSAGES + busy);
}

static void run(struct client *client, struct bb_bytes input)
{
    struct bb_bytes datagram;
    int datagrams = 0, silences = 0;
    while (datagrams < MAX_DATAGRAMS && bb_script_take(&input, &datagram)) {
        const coap_session_t *session = client->sessions[bb_peer_of_datagram(datagram)];
        if (!is_request(datagram))
            bb_script_cut(&datagram, COAP_RXBUFFER_SIZE - BB_TOKEN_BYTES);
        if (datagram.len > 0 && bb_client_leaves_out(session, datagram)) {
            continue;
        } else if (datagram.len > 0) {
            step(client, datagram);
            datagrams++;
        } else if (silences++ < MAX_SILENCES) {
            bb_client_watch_incoming(&client->watch, 0, datagram, datagram);
            bb_script_be_silent(client->context);
        }
        report_state(client);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct client client; /* large */
    memset(&client, 0, sizeof client);
    bb_libcoap_log_start();
    start(&client);
    run(&client, bb_bytes_of(data, size));
    for (unsigned peer = 0; peer < BB_PEER_COUNT; peer++) {
        bb_client_give_back(client.sessions[peer]);
        coap_session_release(client.sessions[peer]);
    }
    coap_free_context(client.context);
    bb_client_app_check_returned(&client.app);
    BB_ORACLE(coap_sockets_closed, bb_shim_socket_open_count() == 0, "a socket is left open");
    return 0;
}
