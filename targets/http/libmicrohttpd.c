/*
 * http_libmicrohttpd: a device's web server (site.h) on libmicrohttpd, driven by its own loop over
 * the socket shim and a virtual clock.
 *
 * Input: what one client sends, requests back to back. It arrives in pieces, each of which the
 * server works off before the next one comes; where a piece ends is told by its last three bytes
 * (pieces.h). A client whose last byte is a line feed hangs up, any other one falls silent, until
 * the server's timeout.
 */
#include <brickbat/target.h>

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>

#include "known.h"
#include "pieces.h"
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
    MAX_ROUNDS = 4096, /* of the server's loop, for each piece */
    MAX_IDLE_ROUNDS = 8,
    ROOM_BYTES = 1500, /* that the client takes in each round */
    HEAP_MAX_BYTES = 16 << 20,
    MESSAGE_BYTES = 512,
};

struct session {
    struct MHD_Daemon *server;
    struct site site;
};

/* Nobody reads it, but the sanitizers see what is put in. */
static void take_message(void *context, const char *format, va_list arguments)
{
    (void)context;
    char message[MESSAGE_BYTES];
    vsnprintf(message, sizeof message, format, arguments);
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)fd, (void)to;
    answers_sent(context, bytes);
}

static struct MHD_Daemon *start_server(struct site *site)
{
    return MHD_start_daemon(MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG | MHD_ALLOW_UPGRADE, 0,
                            NULL, NULL, site_handle, site, MHD_OPTION_EXTERNAL_LOGGER, take_message,
                            NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, 4u, MHD_OPTION_DIGEST_AUTH_RANDOM,
                            (size_t)8, "no dice.", MHD_OPTION_NONCE_NC_SIZE, 4u,
                            MHD_OPTION_UNESCAPE_CALLBACK, site_unescape, site,
                            MHD_OPTION_URI_LOG_CALLBACK, site_begin, site,
                            MHD_OPTION_NOTIFY_COMPLETED, site_end, site,
                            MHD_OPTION_NOTIFY_CONNECTION, site_note_connection, site,
                            MHD_OPTION_END);
}

static void start(struct session *session)
{
    struct sockaddr_storage peer;
    socklen_t peer_len = sizeof peer;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_socket_on_send(on_send, &session->site.answers);
    session->server = start_server(&session->site);
    session->site.fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    if (!session->server || session->site.fd < 0)
        abort();
    site_clear_nonces(session->server);
    bb_shim_getpeername(session->site.fd, (struct sockaddr *)&peer, &peer_len);
    if (MHD_add_connection(session->server, session->site.fd, (struct sockaddr *)&peer, peer_len) !=
        MHD_YES)
        abort();
}

static bool is_open(const struct session *session)
{
    return bb_shim_socket_is_open(session->site.fd);
}

/* Changes with all that the server does. */
static size_t progress(const struct session *session)
{
    size_t received = session->site.delivered_bytes - bb_shim_socket_pending(session->site.fd);
    return received + bb_shim_socket_sent_bytes() + session->site.calls;
}

/* Until the server has nothing to do but wait. */
static void work(struct session *session)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;
    size_t before = SIZE_MAX;
    int rounds = 0;
    for (int idle = 0; idle < MAX_IDLE_ROUNDS && is_open(session); rounds++) {
        bb_shim_socket_set_room(session->site.fd, ROOM_BYTES);
        MHD_run_wait(session->server, 0);
        bool is_busy = MHD_get_timeout(session->server, &wait_ms) == MHD_YES && wait_ms == 0;
        idle = progress(session) == before ? idle + 1 : 0;
        before = progress(session);
        if (idle && (!is_busy || site_is_stuck(&session->site)))
            break;
        BB_ORACLE(no_busy_loop, idle < MAX_IDLE_ROUNDS - 1,
                  "the server does nothing, and does not wait either");
        BB_ORACLE(work_ends, rounds < MAX_ROUNDS, "the server goes on and on");
    }
}

static void leave(struct session *session)
{
    struct bb_bytes input = session->site.input;
    bool is_silent = input.len > 0 && input.ptr[input.len - 1] != '\n';
    answers_end(&session->site.answers);
    if (is_silent || site_is_stuck(&session->site))
        bb_shim_clock_advance_ms(SILENCE_MS);
    else
        bb_shim_socket_push_eof(session->site.fd);
    work(session);
    BB_ORACLE(connection_is_closed, !is_open(session),
              "the client is gone or silent, and the connection stays open");
}

static void run(struct session *session)
{
    struct bb_bytes rest = session->site.input, piece;
    work(session);
    while (is_open(session) && piece_take(&rest, &piece)) {
        session->site.delivered_bytes += piece.len;
        bb_shim_socket_push(session->site.fd, piece);
        work(session);
        bb_shim_clock_advance_ms(PIECE_MS);
    }
    if (is_open(session))
        leave(session);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    site_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session session = {.site = {.input = bb_bytes_of(data, size)}};
    if (bb_http_leaves_out(session.site.input))
        return 0;
    start(&session);
    run(&session);
    MHD_stop_daemon(session.server);
    site_finish(&session.site);
    bb_shim_socket_reset();
    bb_http_free_leaks(session.site.input);
    bb_shim_heap_check_returned();
    return 0;
}
