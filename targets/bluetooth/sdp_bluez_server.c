/*
 * sdp_bluez_server: BlueZ's SDP server with two clients, who continue responses, hang up and come
 * back.
 *
 * Input: 16 bits, the MTU of the clients; then SDUs, each behind a byte (upper half: the lowest bit
 * selects the client; lower half: seconds that pass before) and its length in 16 bits. An empty SDU
 * is the client's hanging up. A length that is more than there is means the rest.
 *
 * A continuation state is the server's secret, and holds a time. So where a request has one of 8
 * bytes that begins with four zeros, those stand for the time in the last state that the client was
 * given; and if all are zeros, they stand for that state.
 */
#include <brickbat/target.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"
#include "src/sdpd.h"

#include "sdp_client.h"
#include "sdp_site.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"

enum {
    MTU_MIN = 48,                     /* Volume 3, Part A, 5.1 */
    RESPONSE_BUFFERS_BYTES = 5 << 16, /* one, one for attributes, and what clients may continue */
    MEMORY_PER_INPUT_BYTE = 64,
    STEP_HEAD_BYTES = 3,
};

struct session {
    size_t mtu;
    struct sdp_client clients[SDP_CLIENTS];
    struct sdp_client *asking; /* while a request is served */
    struct bb_bytes request;
    unsigned n_responses; /* to this request */
};

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)to;
    struct session *session = context;
    session->n_responses++;
    BB_ORACLE(sdp_right_client, session->asking && session->asking->fd == fd,
              "a response goes to another client than the one who asked");
    struct sdp_response response = sdp_response_check(session->request, bytes, session->mtu);
    sdp_client_take(session->clients, session->asking, session->request, &response);
    bb_state((session->request.ptr[0] & 7u) << 4 | (response.state.len ? 8u : 0) | response.error);
}

static void hang_up(struct sdp_client *client)
{
    if (client->fd < 0)
        return;
    sdp_svcdb_collect_all(client->fd);
    sdp_cstate_cleanup(client->fd);
    bb_shim_close(client->fd);
    sdp_client_forget(client);
}

static void serve(struct session *session, struct sdp_client *client, const uint8_t *sdu,
                  size_t len)
{
    uint8_t *request = malloc(len); /* the server frees it */
    if (!request)
        abort();
    memcpy(request, sdu, len);
    session->request = bb_bytes_of(sdu, len);
    session->asking = client;
    session->n_responses = 0;
    handle_internal_request(client->fd, (int)session->mtu, request, (int)len);
    session->asking = NULL;
    BB_ORACLE(sdp_one_response, session->n_responses == 1,
              "a request was answered with no response, or with several");
}

/* As bluetoothd's io_session_event: what is longer than its header says is cut off, what is shorter
 * than a header ends the session. */
static void ask(struct session *session, struct sdp_client *client, struct bb_bytes sdu)
{
    if (sdu.len < SDP_HEADER_BYTES) {
        hang_up(client);
        return;
    }
    size_t said = SDP_HEADER_BYTES + bb_be16(sdu.ptr + 3);
    size_t len = said < sdu.len ? said : sdu.len;
    uint8_t *request = malloc(len);
    if (!request)
        abort();
    memcpy(request, sdu.ptr, len);
    sdp_client_fill_state(client, request, len);
    serve(session, client, request, len);
    free(request);
}

static bool take_step(struct bb_bytes *rest, struct bb_bytes *ret_head, struct bb_bytes *ret_sdu)
{
    if (!bb_bytes_take(rest, STEP_HEAD_BYTES, ret_head))
        return false;
    size_t len = (size_t)ret_head->ptr[1] << 8 | ret_head->ptr[2];
    return bb_bytes_take(rest, len < rest->len ? len : rest->len, ret_sdu);
}

static void play(struct session *session, struct bb_bytes head, struct bb_bytes sdu)
{
    struct sdp_client *client = &session->clients[(head.ptr[0] >> 4) % SDP_CLIENTS];
    bb_shim_clock_advance_ms(1000 * (head.ptr[0] & 15u));
    if (client->fd < 0)
        client->fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    ask(session, client, sdu);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    sdp_site_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes rest = bb_bytes_of(data, size), mtu, head, sdu;
    struct session session = {.asking = NULL};
    if (!bb_bytes_take(&rest, 2, &mtu))
        return 0;
    session.mtu = bb_be16(mtu.ptr);
    if (session.mtu < MTU_MIN)
        session.mtu = MTU_MIN;
    for (unsigned i = 0; i < SDP_CLIENTS; i++)
        sdp_client_forget(&session.clients[i]);
    sdp_site_begin();
    bb_shim_socket_on_send(on_send, &session);
    while (take_step(&rest, &head, &sdu))
        play(&session, head, sdu);
    for (unsigned i = 0; i < SDP_CLIENTS; i++)
        hang_up(&session.clients[i]);
    BB_ORACLE(sdp_memory,
              bb_shim_heap_peak_bytes() <= RESPONSE_BUFFERS_BYTES + MEMORY_PER_INPUT_BYTE * size,
              "the server takes more memory than its buffers for each client");
    bb_shim_heap_check_returned();
    return 0;
}
