/*
 * http_civetweb: a device's web server (civetweb_site.h) on civetweb, started and ended for each
 * input.
 *
 * Input: what one client sends, requests back to back, on a second connection when the server has
 * closed the first. It arrives in pieces (pieces.h), each when the server waits for more. A client
 * whose last byte is a line feed hangs up, any other one falls silent, until the server's timeout.
 *
 * civetweb's own threads run, one inside of the other: the master accepts the client, and where it
 * would wait for the next one, the worker serves this one.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "civetweb_parser.h"
#include "civetweb_site.h"
#include "civetweb_system.h"
#include "pieces.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/snapshot.h"
#include "shim/socket.h"

enum {
    HEAP_MAX_BYTES = 3 << 20,
    OPTIONS_ADDRESS = 0x10000000,
    OPTIONS_BYTES = 4096,
    MAX_SILENCES = 16,
    CONNECTIONS = 2,
};

struct session {
    struct mg_context *server;
    struct civetweb_site *site;
    struct bb_bytes rest; /* of the input, not arrived yet */
    unsigned connections; /* of the client, so far */
    bool is_served;
    int listener;
    int fd;            /* of the connection that was waited for last */
    unsigned silences; /* waits for it that nothing came in */
};

static const char *const options[] = {
    "listening_ports",
    "8080",
    "num_threads",
    "1",
    "connection_queue",
    "4",
    "document_root",
    SYSTEM_FOLDER,
    "authentication_domain",
    "device",
    "request_timeout_ms",
    "10000",
    "websocket_timeout_ms",
    "5000",
    "enable_keep_alive",
    "yes",
    "keep_alive_timeout_ms",
    "500",
    "max_request_size",
    "2048",
    "access_control_allow_origin",
    "*",
    NULL,
};

static int take_message(const struct mg_connection *connection, const char *message)
{
    (void)connection;
    return strlen(message) > 0;
}

static const struct mg_callbacks callbacks = {
    .begin_request = civetweb_site_begin,
    .end_request = civetweb_site_end,
    .log_message = take_message,
    .log_access = take_message,
};

/* The server makes its nonces of the address of its options, too. */
static const char **fixed_options;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    void *page = mmap((void *)(uintptr_t)OPTIONS_ADDRESS, OPTIONS_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (page == MAP_FAILED)
        abort();
    fixed_options = memcpy(page, options, sizeof options);
    bb_shim_clock_reset();
    mg_init_library(0);
    bb_shim_snapshot_take();
    return 0;
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)to;
    civetweb_answers_sent(context, fd, bytes);
}

/* The client's next piece, or its end. A WebSocket may be silent for as long as it likes; ours
 * gives up after a while. */
static bool client_goes_on(struct session *session, int fd)
{
    struct bb_bytes piece, input = session->site->input;
    if (fd != session->fd)
        session->silences = 0;
    session->fd = fd;
    if (piece_take(&session->rest, &piece))
        return bb_shim_socket_push(fd, piece);
    bool hangs_up = input.len > 0 && input.ptr[input.len - 1] == '\n';
    session->silences++;
    if (session->silences != (hangs_up ? 1 : MAX_SILENCES))
        return false;
    bb_shim_socket_push_eof(fd);
    return true;
}

/* The master waits: first the client connects, then it is served. */
static bool on_wait(void *context, int fd)
{
    struct session *session = context;
    if (session->is_served)
        return fd != session->listener && client_goes_on(session, fd);
    session->listener = fd;
    if (session->connections < CONNECTIONS) {
        session->connections++;
        return bb_shim_socket_offer(fd) >= 0;
    }
    session->is_served = true;
    system_run_worker();
    return false;
}

static void on_idle(void *context)
{
    struct session *session = context;
    civetweb_stop(session->server);
}

static void serve(struct session *session)
{
    bb_shim_socket_reset();
    bb_shim_socket_on_send(on_send, &session->site->answers);
    bb_shim_socket_on_wait(on_wait, session);
    system_begin(on_idle, session);
    session->server = mg_start(&callbacks, session->site, fixed_options);
    if (!session->server)
        abort();
    civetweb_site_open(session->server, session->site);
    system_run_master();
    BB_ORACLE(connection_is_served, session->is_served, "the client was not accepted");
    BB_ORACLE(connection_is_closed, bb_shim_socket_open_count() == 0,
              "the server leaves a connection open");
    civetweb_free(session->server);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct civetweb_site site;
    struct session session = {.site = &site, .rest = bb_bytes_of(data, size), .fd = -1};
    bb_shim_snapshot_restore();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    site.input = session.rest;
    site.requests = site.sockets = 0;
    civetweb_answers_begin(&site.answers);
    serve(&session);
    BB_ORACLE(sockets_are_closed, site.sockets == 0, "a WebSocket was not told to be closed");
    civetweb_answers_check(&site.answers);
    bb_shim_heap_check_returned();
    return 0;
}
