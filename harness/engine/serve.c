#include "engine/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/socket.h"
#include "engine/known.h"
#include "engine/leaks.h"
#include "engine/once.h"
#include "engine/stop.h"
#include "engine/warm.h"

enum { FIRST_FD = 200 }; /* out of the way of a parser that opens files */

struct server {
    int channel;
    int log;        /* in memory; standard error of the children, and our own */
    uint8_t *input; /* used for one after the other */
    size_t room;
};

/* --- the channel ---------------------------------------------------------------------------- */

static bool read_all(int fd, void *data, size_t n)
{
    for (uint8_t *at = data; n > 0;) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* A parser must find neither the channel nor a terminal. */
static bool open_server(struct server *server)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int log = memfd_create("replay-log", MFD_CLOEXEC);
    server->channel = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, FIRST_FD);
    server->log = log < 0 ? -1 : fcntl(log, F_DUPFD_CLOEXEC, FIRST_FD);
    bool opened = null >= 0 && server->channel >= 0 && server->log >= 0 &&
                  dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
                  dup2(server->log, STDERR_FILENO) >= 0 &&
                  fcntl(server->log, F_SETFL, O_APPEND) == 0;
    if (null >= 0)
        close(null);
    if (log >= 0)
        close(log);
    return opened;
}

/* --- one input ------------------------------------------------------------------------------ */

static _Noreturn void run_child(const struct server *server, pid_t parent, struct bb_bytes input,
                                const struct bb_limits *limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(BB_STOP_CANNOT_READ);
    close(server->channel);
    close(server->log);
    bb_run_once(input, limits);
    bb_leaks_check("input");
    fprintf(stderr, "replay: input: ok, %zu bytes\n", input.len);
    _exit(0);
}

/* Waits for the child's end; kills it when its time is over. */
static void await_child(pid_t pid, unsigned kill_ms, struct bb_serve_answer *ret_answer)
{
    int wait_status = 0;
    int fd = pidfd_open(pid, 0);
    struct pollfd end = {.fd = fd, .events = POLLIN};
    if (fd >= 0 && kill_ms && poll(&end, 1, (int)kill_ms) == 0) {
        ret_answer->timed_out = 1;
        kill(pid, SIGKILL);
    }
    if (fd >= 0)
        close(fd);
    while (waitpid(pid, &wait_status, 0) < 0 && errno == EINTR)
        ;
    ret_answer->code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
    ret_answer->signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
}

static bool answer(const struct server *server, struct bb_serve_answer *answer)
{
    off_t size = lseek(server->log, 0, SEEK_END);
    answer->log_size = size < 0 ? 0 : size < BB_SERVE_MAX_LOG ? (uint32_t)size : BB_SERVE_MAX_LOG;
    if (!bb_socket_send(server->channel, bb_bytes_of(answer, sizeof *answer)))
        return false;
    char chunk[1 << 14];
    for (uint32_t at = 0; at < answer->log_size;) {
        uint32_t want = answer->log_size - at;
        ssize_t n = pread(server->log, chunk, want < sizeof chunk ? want : sizeof chunk, at);
        if (n <= 0 || !bb_socket_send(server->channel, bb_bytes_of(chunk, (size_t)n)))
            return false;
        at += (uint32_t)n;
    }
    return true;
}

static bool serve_one(const struct server *server, const struct bb_serve_request *request,
                      struct bb_bytes input)
{
    const struct bb_limits limits = {.timeout_ms = request->timeout_ms, .rss_mb = request->rss_mb};
    struct bb_serve_answer result = {.code = BB_STOP_CANNOT_READ};
    bool is_repeated = false;
    pid_t parent = getpid();
    bb_known_start(request->brief);
    if (ftruncate(server->log, 0) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0)
        run_child(server, parent, input, &limits);
    if (pid > 0)
        await_child(pid, request->kill_ms, &result);
    result.stack = bb_known_take(&is_repeated);
    result.repeated = is_repeated;
    return answer(server, &result);
}

/* Our own input buffer only grows: what the heap does for one input is the same for the next. */
static bool read_input(struct server *server, size_t size, struct bb_bytes *ret_input)
{
    if (size > server->room || !server->input) {
        uint8_t *larger = realloc(server->input, size ? size : 1);
        if (!larger)
            return false;
        server->input = larger;
        server->room = size;
    }
    *ret_input = bb_bytes_of(server->input, size);
    return read_all(server->channel, server->input, size);
}

int bb_serve(void)
{
    struct server server = {0};
    struct bb_serve_request request;
    struct bb_bytes input;
    const uint32_t hello = BB_SERVE_HELLO;
    if (!open_server(&server) || !bb_socket_send(server.channel, bb_bytes_of(&hello, sizeof hello)))
        return BB_STOP_CANNOT_READ;
    bb_known_init();
    bb_leaks_watch();
    bb_warm_up();
    while (read_all(server.channel, &request, sizeof request) &&
           request.size <= BB_SERVE_MAX_INPUT && read_input(&server, request.size, &input) &&
           serve_one(&server, &request, input))
        continue;
    _exit(0); /* without a look for leaks: what was loaded is meant to stay */
}
