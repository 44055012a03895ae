#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/socket.h"
#include "campaign/replay_private.h"
#include "engine/serve.h"

enum {
    LOOK_MS = 200, /* between looks at *stop */
    OPTION_SIZE = 4096,
};

struct bb_replay_server {
    struct bb_replay_options options;
    struct bb_subprocess child;
    int channel;
    bool is_asked; /* and has not answered */
    int64_t sent_ms;
};

/* --- the channel ---------------------------------------------------------------------------- */

/* Waits until there is something to read. False at the deadline or when we are to stop. */
static bool wait_readable(const struct bb_replay_server *server, int64_t deadline_ms)
{
    struct pollfd end = {.fd = server->channel, .events = POLLIN};
    const volatile sig_atomic_t *stop = server->options.stop;
    for (;;) {
        int64_t left = deadline_ms - bb_clock_ms();
        if (left <= 0 || (stop && *stop))
            return false;
        int ready = poll(&end, 1, left < LOOK_MS ? (int)left : LOOK_MS);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static bool receive(const struct bb_replay_server *server, void *data, size_t n,
                    int64_t deadline_ms)
{
    for (uint8_t *at = data; n > 0;) {
        if (!wait_readable(server, deadline_ms))
            return false;
        ssize_t got = recv(server->channel, at, n, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* --- start and stop ------------------------------------------------------------------------- */

static void end_child(struct bb_replay_server *server)
{
    bb_subprocess_free(&server->child);
    server->child = BB_SUBPROCESS_INIT;
    if (server->channel >= 0)
        close(server->channel);
    server->channel = -1;
}

/* What the user has, and our options behind it: the last word counts. Colours would have to be
 * asked for line by line, whether or not there is a terminal. Stacks are not walked by frame
 * pointers, though that were faster: the C library has none, and of a crash in it nothing would be
 * left. */
static void leave_out_symbols(char ret_variable[OPTION_SIZE])
{
    const char *user = getenv("ASAN_OPTIONS");
    snprintf(ret_variable, OPTION_SIZE, "ASAN_OPTIONS=%s%ssymbolize=0:color=never:print_legend=0",
             user ? user : "", user && user[0] ? ":" : "");
}

static enum bb_status start_child(struct bb_replay_server *server, struct bb_err *err)
{
    int ends[2];
    uint32_t hello = 0;
    char asan[OPTION_SIZE];
    const char *const argv[] = {server->options.binary, "--serve", NULL};
    const char *const env[] = {asan, NULL};
    leave_out_symbols(asan);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot make a socket pair");
    const struct bb_subprocess_spec spec = {
        .argv = argv,
        .env = env,
        .out = {.to = BB_STREAM_DISCARD},
        .err = {.to = BB_STREAM_DISCARD},
        .in_fd = ends[1],
    };
    server->channel = ends[0];
    enum bb_status status = bb_subprocess_start(&spec, &server->child, err);
    close(ends[1]);
    if (status == BB_OK &&
        (!receive(server, &hello, sizeof hello, bb_clock_ms() + BB_REPLAY_START_MS) ||
         hello != BB_SERVE_HELLO))
        status = BB_FAIL(err, BB_UNSUPPORTED, "'%s' is no fork server: build it anew",
                         server->options.binary);
    if (status != BB_OK)
        end_child(server);
    return status;
}

enum bb_status bb_replay_server_start(const struct bb_replay_options *options,
                                      struct bb_replay_server **ret_server, struct bb_err *err)
{
    struct bb_replay_server *server = calloc(1, sizeof *server);
    if (!server)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for a fork server");
    server->options = *options;
    server->child = BB_SUBPROCESS_INIT;
    server->channel = -1;
    enum bb_status status = start_child(server, err);
    if (status == BB_OK)
        *ret_server = server;
    else
        bb_replay_server_stop(server);
    return status;
}

void bb_replay_server_stop(struct bb_replay_server *server)
{
    if (!server)
        return;
    end_child(server);
    free(server);
}

/* --- one input ------------------------------------------------------------------------------ */

static int64_t kill_ms(const struct bb_replay_server *server)
{
    return server->options.timeout_ms * 2 + BB_REPLAY_START_MS;
}

/* These are false when the server does not talk as it should: it is to be ended then. */
static bool send_input(struct bb_replay_server *server, struct bb_bytes input, bool brief)
{
    const struct bb_serve_request request = {
        .size = (uint32_t)input.len,
        .timeout_ms = (uint32_t)server->options.timeout_ms,
        .rss_mb =
            server->options.rss_limit_mb ? server->options.rss_limit_mb : BB_SERVE_DEFAULT_RSS_MB,
        .kill_ms = (uint32_t)kill_ms(server),
        .brief = brief,
    };
    server->sent_ms = bb_clock_ms();
    return bb_socket_send(server->channel, bb_bytes_of(&request, sizeof request)) &&
           bb_socket_send(server->channel, input);
}

static bool receive_answer(const struct bb_replay_server *server, struct bb_replay *replay)
{
    int64_t deadline_ms = bb_clock_ms() + kill_ms(server) + BB_REPLAY_START_MS;
    struct bb_serve_answer answer;
    if (!receive(server, &answer, sizeof answer, deadline_ms) ||
        answer.log_size > BB_SERVE_MAX_LOG || !bb_buf_reserve(&replay->log, answer.log_size) ||
        !receive(server, replay->log.ptr, answer.log_size, deadline_ms))
        return false;
    replay->log.len = answer.log_size;
    replay->how = (struct bb_exit){
        .code = answer.code,
        .signal = answer.signal,
        .timed_out = answer.timed_out,
        .took_ms = bb_clock_ms() - server->sent_ms,
    };
    replay->stack = answer.stack;
    replay->is_repeated = answer.repeated;
    replay->outcome =
        answer.repeated ? BB_REPLAY_CRASH : bb_replay_judge(&replay->how, &replay->log);
    return true;
}

/* False, and the server is ended, when it gives no answer. */
static bool take_answer(struct bb_replay_server *server, struct bb_replay *ret_replay)
{
    struct bb_replay replay = {.log = BB_BUF_INIT(BB_REPLAY_MAX_LOG)};
    server->is_asked = false;
    if (receive_answer(server, &replay)) {
        *ret_replay = replay;
        return true;
    }
    bb_replay_free(&replay);
    end_child(server);
    return false;
}

static bool is_stopped(const struct bb_replay_server *server)
{
    return server->options.stop && *server->options.stop;
}

/* Asks a server that runs; one that does not is started. */
static enum bb_status ask(struct bb_replay_server *server, struct bb_bytes input, bool brief,
                          struct bb_err *err)
{
    if (input.len > BB_SERVE_MAX_INPUT)
        return BB_FAIL(err, BB_LIMIT, "an input of %zu bytes is too large to replay", input.len);
    enum bb_status status = server->channel < 0 ? start_child(server, err) : BB_OK;
    server->is_asked = status == BB_OK && send_input(server, input, brief);
    if (status == BB_OK && !server->is_asked)
        end_child(server);
    return status;
}

static enum bb_status run(struct bb_replay_server *server, struct bb_bytes input, bool brief,
                          struct bb_replay *ret_replay, struct bb_err *err)
{
    for (unsigned tries = 0; tries < 2 && !is_stopped(server); tries++) {
        enum bb_status status = ask(server, input, brief, err);
        if (status != BB_OK)
            return status;
        if (server->is_asked && take_answer(server, ret_replay))
            return BB_OK;
    }
    if (is_stopped(server))
        return BB_FAIL(err, BB_INTERRUPTED, "'%s' was interrupted", server->options.binary);
    return BB_FAIL(err, BB_IO, "the fork server of '%s' does not answer", server->options.binary);
}

enum bb_status bb_replay_server_send(struct bb_replay_server *server, struct bb_bytes input,
                                     struct bb_err *err)
{
    return ask(server, input, false, err);
}

enum bb_status bb_replay_server_receive(struct bb_replay_server *server, struct bb_bytes input,
                                        struct bb_replay *ret_replay, struct bb_err *err)
{
    if (server->is_asked && take_answer(server, ret_replay))
        return BB_OK;
    return run(server, input, false, ret_replay, err);
}

enum bb_status bb_replay_server_run(struct bb_replay_server *server, struct bb_bytes input,
                                    struct bb_replay *ret_replay, struct bb_err *err)
{
    return run(server, input, false, ret_replay, err);
}

enum bb_status bb_replay_server_brief(struct bb_replay_server *server, struct bb_bytes input,
                                      struct bb_replay *ret_replay, struct bb_err *err)
{
    return run(server, input, true, ret_replay, err);
}
