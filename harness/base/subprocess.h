/*
 * Child processes that cannot be lost: each runs in a process group of its own, dies when this
 * process dies (even by SIGKILL), and is reaped by the one who started it.
 *
 * Start them from the program's main thread: the kernel ties a child to the thread that made it.
 */
#ifndef BB_BASE_SUBPROCESS_H
#define BB_BASE_SUBPROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/status.h"

enum bb_stream_to {
    BB_STREAM_DISCARD,
    BB_STREAM_INHERIT, /* this process's own */
    BB_STREAM_BUF,
    BB_STREAM_FILE,
};

/* Where an output of the child goes. Both outputs may name the same buffer or file. */
struct bb_stream {
    enum bb_stream_to to;
    struct bb_buf *buf; /* borrowed. BUF: filled up to its cap, what comes behind is dropped */
    const char *path;   /* borrowed. FILE: appended to, made if missing */
};

struct bb_subprocess_spec {
    const char *const *argv; /* NULL at the end; argv[0] is looked up in PATH if it has no '/' */
    const char *const *env;  /* on top of this process's own: "NAME=value" sets, "NAME" removes;
                                NULL at the end; may be NULL */
    const char *cwd;         /* NULL: this process's own */
    struct bb_stream out;
    struct bb_stream err;
    int in_fd;               /* becomes its standard input; 0: that is empty. Borrowed */
    uint64_t max_file_bytes; /* of any file that the child writes; 0: no limit */
    bool foreground;         /* for a debugger: shares terminal, process group and standard input;
                                otherwise standard input is empty and core dumps are off */
};

/* How a child ended. */
struct bb_exit {
    int code;       /* if it exited, else -1 */
    int signal;     /* if a signal ended it, else 0 */
    bool timed_out; /* it was killed here because its time was over */
    int64_t took_ms;
};

struct bb_subprocess {
    pid_t pid;  /* 0: none, or it has been reaped */
    int pid_fd; /* -1 if the kernel has none */
    int out_fd; /* read ends of pipes; -1 if there is none */
    int err_fd;
    struct bb_buf *out; /* borrowed from the spec */
    struct bb_buf *err;
    bool foreground;
    int64_t started_ms;
    struct bb_exit exit; /* valid once pid is 0 */
};

#define BB_SUBPROCESS_INIT ((struct bb_subprocess){.pid_fd = -1, .out_fd = -1, .err_fd = -1})

/* Starts a child. BB_NOT_FOUND when there is no such program, BB_IO for any other reason of the
 * kernel; the message names the program. End with bb_subprocess_free. */
BB_MUST_USE enum bb_status bb_subprocess_start(const struct bb_subprocess_spec *spec,
                                               struct bb_subprocess *ret_child, struct bb_err *err);

/* Moves output, waits up to wait_ms for some or for the end. True while the child runs; returns
 * early when a signal arrives. */
bool bb_subprocess_poll(struct bb_subprocess *child, int wait_ms);

/* Sends a signal to the child's process group. Nothing happens if it has ended. */
void bb_subprocess_signal(struct bb_subprocess *child, int signal_number);

/* Asks the child to end with the signal, kills its group after grace_ms, and waits for the end. */
void bb_subprocess_stop(struct bb_subprocess *child, int signal_number, int grace_ms);

/* Kills the group if it still runs, reaps it, closes everything. NULL is fine. */
void bb_subprocess_free(struct bb_subprocess *child);

/* Starts a child and waits for its end; after timeout_ms (0: none) its group is killed.
 * stop may be NULL; once *stop is set the group is killed and BB_INTERRUPTED returned. */
BB_MUST_USE enum bb_status bb_subprocess_run(const struct bb_subprocess_spec *spec,
                                             int64_t timeout_ms, const volatile sig_atomic_t *stop,
                                             struct bb_exit *ret_exit, struct bb_err *err);

/* From now on grandchildren whose parents end become children of this process instead of
 * init's, and bb_subprocess_kill_orphans ends those that nobody here started. */
void bb_subprocess_adopt_orphans(void);

/* Kills and reaps every child of this process that is none of the n given ones. */
void bb_subprocess_kill_orphans(const struct bb_subprocess *const *known, size_t n_known);

/* "exit code 3", "signal 11 (Segmentation fault)", "killed after 5.0 s". Appended to ret_text. */
void bb_exit_describe(const struct bb_exit *how, struct bb_buf *ret_text);

#endif
