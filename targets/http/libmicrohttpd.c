/*
 * http_libmicrohttpd: a device's web server (site.h) on libmicrohttpd, driven by its own loop over
 * the socket shim and a virtual clock.
 *
 * Input: what one client sends, requests back to back. It arrives in pieces, each of which the
 * server works off before the next one comes; where a piece ends is told by the three bytes before
 * (ends_piece). A client whose last byte is a line feed hangs up, any other one falls silent, until
 * the server's timeout.
 */
#include <brickbat/target.h>

#include <microhttpd.h>
#include <stdlib.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"
#include "site.h"

enum {
    CONNECTION_BYTES = 4096, /* the memory of one connection */
    TIMEOUT_S = 10,
    PIECE_MS = 50,
    SILENCE_MS = (TIMEOUT_S + 1) * 1000,
    MAX_ROUNDS = 256,  /* of the server's loop, for each piece */
    ROOM_BYTES = 1500, /* that the client takes in each round */
    HEAP_MAX_BYTES = 16 << 20,
};

struct session {
    struct MHD_Daemon *server;
    int fd;
    struct bb_bytes rest; /* what the client has not sent yet */
};

static void ignore_message(void *context, const char *format, va_list arguments)
{
    (void)context, (void)format, (void)arguments;
}

static void start(struct session *session)
{
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    session->server =
        MHD_start_daemon(MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG, 0, NULL, NULL, site_handle,
                         NULL, MHD_OPTION_EXTERNAL_LOGGER, ignore_message, NULL,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
    session->fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    struct sockaddr_storage peer;
    socklen_t peer_len = sizeof peer;
    if (!session->server || session->fd < 0)
        abort();
    bb_shim_getpeername(session->fd, (struct sockaddr *)&peer, &peer_len);
    if (MHD_add_connection(session->server, session->fd, (struct sockaddr *)&peer, peer_len) !=
        MHD_YES)
        abort();
}

/* Until nothing comes in or goes out any more. */
static void work(struct session *session)
{
    size_t before = SIZE_MAX;
    for (int i = 0; i < MAX_ROUNDS && bb_shim_socket_is_open(session->fd); i++) {
        bb_shim_socket_set_room(session->fd, ROOM_BYTES);
        MHD_run_wait(session->server, 0);
        size_t now = bb_shim_socket_sent_bytes() - bb_shim_socket_pending(session->fd);
        if (now == before)
            return;
        before = now;
    }
}

/* One in 64 of all three bytes, so that a change elsewhere in an input moves no end. */
static bool ends_piece(const uint8_t *bytes)
{
    uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return (three * 0x9e3779b1u) >> 26 == 0;
}

static bool take_piece(struct bb_bytes *rest, struct bb_bytes *ret_piece)
{
    size_t len = rest->len < 3 ? rest->len : 3;
    while (len < rest->len && !ends_piece(rest->ptr + len - 3))
        len++;
    return len > 0 && bb_bytes_take(rest, len, ret_piece);
}

static void hang_up(struct session *session, bool is_silent)
{
    if (is_silent)
        bb_shim_clock_advance_ms(SILENCE_MS);
    else
        bb_shim_socket_push_eof(session->fd);
    work(session);
}

static void run(struct session *session)
{
    bool is_silent = session->rest.len > 0 && session->rest.ptr[session->rest.len - 1] != '\n';
    struct bb_bytes piece;
    work(session);
    while (bb_shim_socket_is_open(session->fd) && take_piece(&session->rest, &piece)) {
        bb_shim_socket_push(session->fd, piece);
        work(session);
        bb_shim_clock_advance_ms(PIECE_MS);
    }
    if (bb_shim_socket_is_open(session->fd))
        hang_up(session, is_silent);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session session = {.rest = bb_bytes_of(data, size)};
    start(&session);
    run(&session);
    MHD_stop_daemon(session.server);
    bb_shim_socket_reset();
    bb_shim_heap_check_returned();
    return 0;
}
