#include "base/subprocess.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/spawn.h"

enum {
    SLICE_MS = 20, /* between looks at a child whose end cannot be waited for */
    CHUNK_BYTES = 16 * 1024,
};

/* Reads what is there. What the buffer has no room for is dropped, so that the child goes on. */
static void drain(int *fd, struct bb_buf *buf)
{
    uint8_t chunk[CHUNK_BYTES];
    while (*fd >= 0) {
        ssize_t n = read(*fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            bb_fd_close(fd);
            return;
        }
        size_t room = buf->max_bytes - buf->len;
        size_t kept = (size_t)n < room ? (size_t)n : room;
        bb_buf_append(buf, bb_bytes_of(chunk, kept));
    }
}

static void record_end(struct bb_subprocess *child, int wait_status)
{
    child->pid = 0;
    child->exit.code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1;
    child->exit.signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    child->exit.took_ms = bb_clock_ms() - child->started_ms;
    bb_fd_close(&child->pid_fd);
}

static void close_pipes(struct bb_subprocess *child)
{
    bb_fd_close(&child->out_fd);
    bb_fd_close(&child->err_fd);
}

static bool reap(struct bb_subprocess *child)
{
    int wait_status = 0;
    pid_t pid = waitpid(child->pid, &wait_status, WNOHANG);
    if (pid == 0 || (pid < 0 && errno == EINTR))
        return false;
    record_end(child, wait_status);
    return true;
}

bool bb_subprocess_poll(struct bb_subprocess *child, int wait_ms)
{
    if (!child->pid)
        return false;
    struct pollfd fds[] = {
        {.fd = child->out_fd, .events = POLLIN},
        {.fd = child->err_fd, .events = POLLIN},
        {.fd = child->pid_fd, .events = POLLIN},
    };
    if (child->pid_fd < 0 && wait_ms > SLICE_MS)
        wait_ms = SLICE_MS;
    poll(fds, sizeof fds / sizeof *fds, wait_ms);
    bool ended = reap(child);
    drain(&child->out_fd, child->out);
    drain(&child->err_fd, child->err);
    if (ended)
        close_pipes(child); /* a grandchild may still hold the other end */
    return !ended;
}

void bb_subprocess_signal(struct bb_subprocess *child, int signal_number)
{
    if (child->pid)
        kill(child->foreground ? child->pid : -child->pid, signal_number);
}

/* Waits until the child has ended or the time is over. True if it still runs. */
static bool poll_until(struct bb_subprocess *child, int64_t deadline_ms,
                       const volatile sig_atomic_t *stop)
{
    while (bb_subprocess_poll(child, 0)) {
        int64_t left = deadline_ms - bb_clock_ms();
        if (left <= 0 || (stop && *stop))
            return true;
        bb_subprocess_poll(child, left < 1000 ? (int)left : 1000);
    }
    return false;
}

void bb_subprocess_stop(struct bb_subprocess *child, int signal_number, int grace_ms)
{
    bb_subprocess_signal(child, signal_number);
    if (poll_until(child, bb_clock_ms() + grace_ms, NULL)) {
        bb_subprocess_signal(child, SIGKILL);
        poll_until(child, INT64_MAX, NULL);
    }
}

void bb_subprocess_free(struct bb_subprocess *child)
{
    if (!child)
        return;
    if (child->pid)
        bb_subprocess_stop(child, SIGKILL, 0);
    close_pipes(child);
    bb_fd_close(&child->pid_fd);
}

enum bb_status bb_subprocess_run(const struct bb_subprocess_spec *spec, int64_t timeout_ms,
                                 const volatile sig_atomic_t *stop, struct bb_exit *ret_exit,
                                 struct bb_err *err)
{
    struct bb_subprocess child = BB_SUBPROCESS_INIT;
    enum bb_status status = bb_subprocess_start(spec, &child, err);
    if (status != BB_OK)
        return status;
    int64_t deadline_ms = timeout_ms ? child.started_ms + timeout_ms : INT64_MAX;
    bool late = poll_until(&child, deadline_ms, stop);
    if (late)
        bb_subprocess_stop(&child, SIGKILL, 0);
    if (late && stop && *stop)
        status = BB_FAIL(err, BB_INTERRUPTED, "'%s' was interrupted", spec->argv[0]);
    child.exit.timed_out = late;
    bb_subprocess_free(&child);
    if (status == BB_OK)
        *ret_exit = child.exit;
    return status;
}

void bb_exit_describe(const struct bb_exit *how, struct bb_buf *ret_text)
{
    if (how->timed_out)
        bb_buf_printf(ret_text, "killed after %.1f s", (double)how->took_ms / 1000);
    else if (how->signal)
        bb_buf_printf(ret_text, "signal %d (%s)", how->signal, strsignal(how->signal));
    else
        bb_buf_printf(ret_text, "exit code %d", how->code);
}

void bb_subprocess_adopt_orphans(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static bool is_known(pid_t pid, const struct bb_subprocess *const *known, size_t n_known)
{
    for (size_t i = 0; i < n_known; i++) {
        if (known[i]->pid == pid)
            return true;
    }
    return false;
}

/* One pass over the kernel's list; killing a parent makes its children ours. True if any was
 * killed. */
static bool kill_unknown_children(const struct bb_subprocess *const *known, size_t n_known)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    if (!children)
        return false;
    bool killed = false;
    int pid;
    while (fscanf(children, "%d", &pid) == 1) {
        if (is_known(pid, known, n_known))
            continue;
        kill(pid, SIGKILL);
        killed |= waitpid(pid, NULL, 0) == pid;
    }
    fclose(children);
    return killed;
}

void bb_subprocess_kill_orphans(const struct bb_subprocess *const *known, size_t n_known)
{
    while (kill_unknown_children(known, n_known))
        ;
}
