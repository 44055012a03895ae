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
#include "engine/once.h"
#include "engine/stop.h"

enum { FIRST_FD = 200 }; /* out of the way of a parser that opens files */

struct server {
    int channel;
    int log; /* in memory; the children's standard error */
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
    if (getppid() != parent || dup2(server->log, STDERR_FILENO) < 0)
        _exit(BB_STOP_CANNOT_READ);
    close(server->channel);
    close(server->log);
    bb_run_once(input, limits);
    bb_check_leaks("input");
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
    pid_t parent = getpid();
    if (ftruncate(server->log, 0) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0)
        run_child(server, parent, input, &limits);
    if (pid > 0)
        await_child(pid, request->kill_ms, &result);
    return answer(server, &result);
}

int bb_serve(void)
{
    struct server server;
    struct bb_serve_request request;
    const uint32_t hello = BB_SERVE_HELLO;
    if (!open_server(&server) || !bb_socket_send(server.channel, bb_bytes_of(&hello, sizeof hello)))
        return BB_STOP_CANNOT_READ;
    bool open = true;
    while (open && read_all(server.channel, &request, sizeof request) &&
           request.size <= BB_SERVE_MAX_INPUT) {
        uint8_t *input = malloc(request.size ? request.size : 1);
        open = input && read_all(server.channel, input, request.size) &&
               serve_one(&server, &request, bb_bytes_of(input, request.size));
        free(input);
    }
    _exit(0); /* without a look for leaks: what was loaded is meant to stay */
}
