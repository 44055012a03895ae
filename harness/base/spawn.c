#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

extern char **environ;

/* The environment. */

/* The entry of `list` that sets or removes the variable of `entry`, or NULL. */
static const char *override_of(const char *entry, const char *const *list)
{
    size_t name = strcspn(entry, "=");
    for (; *list; list++) {
        if (strncmp(*list, entry, name) == 0 && ((*list)[name] == '=' || (*list)[name] == '\0'))
            return *list;
    }
    return NULL;
}

/* A new array of borrowed strings; NULL if memory is out. */
static const char **merge_environment(const char *const *changes)
{
    static const char *const none[] = {NULL};
    if (!changes)
        changes = none;
    size_t n = 1;
    for (char **entry = environ; *entry; entry++)
        n++;
    for (const char *const *entry = changes; *entry; entry++)
        n++;
    const char **merged = calloc(n, sizeof *merged);
    if (!merged)
        return NULL;
    size_t used = 0;
    for (char **entry = environ; *entry; entry++) {
        if (!override_of(*entry, changes))
            merged[used++] = *entry;
    }
    for (const char *const *entry = changes; *entry; entry++) {
        if (strchr(*entry, '='))
            merged[used++] = *entry;
    }
    return merged;
}

/* The side of the child. Only async-signal-safe calls. */

struct plumbing {
    int out[2]; /* pipe, or {-1, the file's descriptor}; {-1, -1}: inherit */
    int err[2];
    int null;      /* /dev/null for reading and writing */
    int report[2]; /* the child writes errno here when it cannot start */
};

static void set_limit(int resource, uint64_t value)
{
    struct rlimit limit = {.rlim_cur = value, .rlim_max = value};
    setrlimit(resource, &limit);
}

static void restore_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
}

static bool connect_streams(const struct bb_subprocess_spec *spec, const struct plumbing *pipes)
{
    if (!spec->foreground && dup2(spec->in_fd ? spec->in_fd : pipes->null, STDIN_FILENO) < 0)
        return false;
    if (pipes->out[1] >= 0 && dup2(pipes->out[1], STDOUT_FILENO) < 0)
        return false;
    return pipes->err[1] < 0 || dup2(pipes->err[1], STDERR_FILENO) >= 0;
}

static _Noreturn void become(const struct bb_subprocess_spec *spec, const struct plumbing *pipes,
                             const char **environment, pid_t parent)
{
    restore_signals();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        goto failed;
    if (getppid() != parent) /* it died before the line above */
        _exit(127);
    if (!spec->foreground) {
        if (setpgid(0, 0) != 0)
            goto failed;
        set_limit(RLIMIT_CORE, 0);
    }
    if (spec->max_file_bytes)
        set_limit(RLIMIT_FSIZE, spec->max_file_bytes);
    if (!connect_streams(spec, pipes) || (spec->cwd && chdir(spec->cwd) != 0))
        goto failed;
    execvpe(spec->argv[0], (char *const *)spec->argv, (char *const *)environment);
failed:;
    int why = errno;
    ssize_t n = write(pipes->report[1], &why, sizeof why);
    _exit(n > 0 ? 127 : 126);
}

/* The side of the parent. */

void bb_fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_plumbing(struct plumbing *pipes)
{
    bb_fd_close(&pipes->out[0]);
    bb_fd_close(&pipes->out[1]);
    bb_fd_close(&pipes->err[0]);
    bb_fd_close(&pipes->err[1]);
    bb_fd_close(&pipes->null);
    bb_fd_close(&pipes->report[0]);
    bb_fd_close(&pipes->report[1]);
}

static enum bb_status open_stream(const struct bb_stream *stream, int null, int ends[2],
                                  struct bb_err *err)
{
    switch (stream->to) {
    case BB_STREAM_INHERIT: return BB_OK;
    case BB_STREAM_DISCARD: ends[1] = fcntl(null, F_DUPFD_CLOEXEC, 0); break;
    case BB_STREAM_FILE:
        ends[1] = open(stream->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (ends[1] < 0)
            return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", stream->path);
        break;
    case BB_STREAM_BUF:
        if (pipe2(ends, O_CLOEXEC) != 0)
            return BB_FAIL_ERRNO(err, BB_IO, "cannot make a pipe");
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
        break;
    }
    return ends[1] >= 0 ? BB_OK : BB_FAIL_ERRNO(err, BB_IO, "cannot open the child's output");
}

static enum bb_status open_plumbing(const struct bb_subprocess_spec *spec, struct plumbing *pipes,
                                    struct bb_err *err)
{
    pipes->null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (pipes->null < 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot open /dev/null");
    if (pipe2(pipes->report, O_CLOEXEC) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot make a pipe");
    enum bb_status status = open_stream(&spec->out, pipes->null, pipes->out, err);
    if (status == BB_OK)
        status = open_stream(&spec->err, pipes->null, pipes->err, err);
    return status;
}

/* Waits until the child has become its program; BB_OK if it has. */
static enum bb_status await_exec(pid_t pid, const char *program, int report, struct bb_err *err)
{
    int why = 0;
    ssize_t n;
    do {
        n = read(report, &why, sizeof why);
    } while (n < 0 && errno == EINTR);
    if (n != sizeof why)
        return BB_OK;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    errno = why;
    return BB_FAIL_ERRNO(err, why == ENOENT ? BB_NOT_FOUND : BB_IO, "cannot start '%s'", program);
}

static enum bb_status fork_and_exec(const struct bb_subprocess_spec *spec, struct plumbing *pipes,
                                    pid_t *ret_pid, struct bb_err *err)
{
    const char **environment = merge_environment(spec->env);
    if (!environment)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to start '%s'", spec->argv[0]);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become(spec, pipes, environment, parent);
    int fork_errno = errno;
    free(environment);
    if (pid < 0) {
        errno = fork_errno;
        return BB_FAIL_ERRNO(err, BB_IO, "cannot start '%s'", spec->argv[0]);
    }
    if (!spec->foreground)
        setpgid(pid, pid); /* here too, so that a signal to the group cannot come too early */
    bb_fd_close(&pipes->report[1]);
    enum bb_status status = await_exec(pid, spec->argv[0], pipes->report[0], err);
    if (status == BB_OK)
        *ret_pid = pid;
    return status;
}

enum bb_status bb_subprocess_start(const struct bb_subprocess_spec *spec,
                                   struct bb_subprocess *ret_child, struct bb_err *err)
{
    struct plumbing pipes = {{-1, -1}, {-1, -1}, -1, {-1, -1}};
    struct bb_subprocess child = BB_SUBPROCESS_INIT;
    enum bb_status status = open_plumbing(spec, &pipes, err);
    if (status != BB_OK)
        goto out;
    status = fork_and_exec(spec, &pipes, &child.pid, err);
    if (status != BB_OK)
        goto out;
    child.started_ms = bb_clock_ms();
    child.foreground = spec->foreground;
    child.pid_fd = pidfd_open(child.pid, 0);
    child.out = spec->out.buf;
    child.err = spec->err.buf;
    child.out_fd = pipes.out[0];
    child.err_fd = pipes.err[0];
    pipes.out[0] = pipes.err[0] = -1;
    *ret_child = child;
out:
    close_plumbing(&pipes);
    return status;
}
