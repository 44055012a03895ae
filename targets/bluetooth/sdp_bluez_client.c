/*
 * sdp_bluez_client: BlueZ's SDP library, which asks a server that the input plays: the calls of
 * bluetoothd, which do not block, and those of tools, which do.
 *
 * Input: answers, each behind a byte (upper half: which call is made if nothing is left to be
 * continued; lower half: 0 makes the answer's transaction ID that of the request) and its length in
 * 16 bits. An answer of no bytes, and the end of the input, end the connection. A length that is
 * more than there is means the rest.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "sdp_call.h"
#include "sdp_known.h"
#include "sdp_record.h"
#include "sdp_request.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/socket.h"

enum {
    HEAP_MAX_BYTES = 16 << 20,
    ANSWER_HEAD_BYTES = 3,
    TRANSACTION_AT = 1,
    RESPONSE_BUFFERS_BYTES = 2 << 16,
    MEMORY_PER_INPUT_BYTE = 512,
    ELEMENTS_PER_INPUT_BYTE = 2, /* as read, and read again as written */
};

struct play {
    struct bb_bytes rest;
    struct bb_bytes answer; /* the last one */
    uint8_t transaction[2]; /* of the last request */
    sdp_session_t *session; /* NULL: not connected */
    int fd;
    bool is_pending;
    bool is_blocking; /* the call that is made */
    bool is_over;     /* the server has hung up */
};

static bool take_answer(struct bb_bytes *rest, uint8_t *ret_how, struct bb_bytes *ret_answer)
{
    struct bb_bytes head;
    if (!bb_bytes_take(rest, ANSWER_HEAD_BYTES, &head))
        return false;
    size_t len = bb_be16(head.ptr + 1);
    *ret_how = head.ptr[0];
    return bb_bytes_take(rest, len < rest->len ? len : rest->len, ret_answer);
}

/* The library waits: the next answer comes, or the end. */
static bool on_wait(void *context, int fd)
{
    struct play *play = context;
    uint8_t how = 0, transaction[2];
    if (play->is_over || !take_answer(&play->rest, &how, &play->answer) || play->answer.len == 0) {
        play->is_over = true;
        bb_shim_socket_push_eof(fd);
        return true;
    }
    if ((how & 15) != 0 || play->answer.len < TRANSACTION_AT + sizeof transaction)
        return bb_shim_socket_push(fd, play->answer);
    uint8_t *copy = malloc(play->answer.len);
    if (!copy)
        abort();
    memcpy(copy, play->answer.ptr, play->answer.len);
    memcpy(copy + TRANSACTION_AT, play->transaction, sizeof play->transaction);
    bool is_pushed = bb_shim_socket_push(fd, bb_bytes_of(copy, play->answer.len));
    free(copy);
    return is_pushed;
}

/* What a client continues with is what it was given, and nothing of its memory. */
static void check_state(const struct play *play, struct bb_bytes state)
{
    struct bb_bytes answer = play->answer;
    bool is_given = state.len == 0 ||
                    (answer.len && memmem(answer.ptr, answer.len, state.ptr, state.len) != NULL);
    if (!is_given && play->is_blocking)
        BB_KNOWN(state_past_answer);
    else
        BB_ORACLE(sdp_state_given, is_given, "a request continues with what no answer held");
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)fd, (void)to;
    struct play *play = context;
    struct sdp_request request = {0};
    BB_ORACLE(sdp_request_header,
              bytes.len >= SDP_HEADER_BYTES &&
                  bb_be16(bytes.ptr + 3) == bytes.len - SDP_HEADER_BYTES,
              "the length in a request's header is not that of the request");
    BB_ORACLE(sdp_request_layout, sdp_request_read(bytes, &request),
              "what was sent is not laid out as a request is");
    memcpy(play->transaction, bytes.ptr + TRANSACTION_AT, sizeof play->transaction);
    check_state(play, request.state);
}

static void on_found(uint8_t type, uint16_t status, uint8_t *rsp, size_t size, void *context)
{
    struct play *play = context;
    struct bb_bytes found = bb_bytes_of(rsp, size);
    play->is_pending = false;
    bb_state((type & 7u) << 1 | (status != 0));
    if (status != 0)
        return;
    if (type == SDP_SVC_SEARCH_ATTR_RSP)
        sdp_record_check_lists(found);
    if (type == SDP_SVC_ATTR_RSP)
        sdp_record_check_list(found);
}

static void open_session(struct play *play)
{
    play->fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    play->session = sdp_create(play->fd, 0);
    if (!play->session)
        abort();
    sdp_set_notify(play->session, on_found, play);
    play->is_pending = false;
    play->is_over = false;
}

static void close_session(struct play *play)
{
    if (play->session)
        sdp_close(play->session);
    play->session = NULL;
}

static void step(struct play *play)
{
    enum sdp_call call = (enum sdp_call)((play->rest.ptr[0] >> 4) % SDP_CALLS);
    if (!play->session)
        open_session(play);
    play->is_blocking = !play->is_pending && call >= SDP_CALL_BLOCKING;
    if (play->is_blocking) {
        sdp_call_and_wait(play->session, call);
    } else {
        if (!play->is_pending && !sdp_call_start(play->session, call))
            abort();
        play->is_pending = sdp_process(play->session) == 0;
    }
    if (play->is_over)
        close_session(play);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct play play = {.rest = bb_bytes_of(data, size)};
    known_begin(ELEMENTS_PER_INPUT_BYTE * size);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_socket_on_send(on_send, &play);
    bb_shim_socket_on_wait(on_wait, &play);
    while (play.rest.len >= ANSWER_HEAD_BYTES)
        step(&play);
    close_session(&play);
    BB_ORACLE(sdp_client_memory,
              bb_shim_heap_peak_bytes() <= RESPONSE_BUFFERS_BYTES + MEMORY_PER_INPUT_BYTE * size,
              "the client takes more memory than its buffers and what was sent to it");
    bb_shim_heap_check_returned();
    return 0;
}
