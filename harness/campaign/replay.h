/*
 * Running saved inputs through a target's replay binary (engine/replay.c), each in a process of its
 * own, or many in one to see which of them crashes.
 */
#ifndef BB_CAMPAIGN_REPLAY_H
#define BB_CAMPAIGN_REPLAY_H

#include <signal.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/subprocess.h"

#define BB_REPLAY_LIST(X)                                                                       \
    X(BB_REPLAY_OK, "ok")                                                                       \
    X(BB_REPLAY_CRASH, "crash")     /* a sanitizer's report, a signal, or an exit of its own */ \
    X(BB_REPLAY_TIMEOUT, "timeout") /* over the time limit */                                   \
    X(BB_REPLAY_MEMORY, "oom")      /* over the memory limit */                                 \
    X(BB_REPLAY_LEAK, "leak")                                                                   \
    X(BB_REPLAY_ORACLE, "oracle") /* what the target asserts does not hold */                   \
    X(BB_REPLAY_DENIAL, "denial") /* of service: the parser ended its process */                \
    X(BB_REPLAY_UNREADABLE, "unreadable")

enum bb_replay_outcome {
#define X(name, text) name,
    BB_REPLAY_LIST(X)
#undef X
};

/* "ok", "crash", ...; never NULL. */
const char *bb_replay_outcome_text(enum bb_replay_outcome outcome);

/* The prefix that libFuzzer would give to a file with this outcome: "crash", "timeout", ... */
const char *bb_replay_file_prefix(enum bb_replay_outcome outcome);

struct bb_replay_options {
    const char *binary;
    int64_t timeout_ms;                /* per input; the whole process gets twice that and a bit */
    unsigned rss_limit_mb;             /* 0: the driver's default */
    const volatile sig_atomic_t *stop; /* may be NULL */
};

struct bb_replay {
    enum bb_replay_outcome outcome;
    struct bb_exit how;
    struct bb_buf log; /* what the program said; owned */
    uint64_t stack;    /* of a fork server: a hash of the error and its place; 0: there is none */
    bool is_repeated;  /* an error of this hash has been told before, and the log leaves it out */
};

/* Runs one file. BB_NOT_FOUND or BB_IO if the binary cannot be started, BB_INTERRUPTED.
 * End with bb_replay_free. */
BB_MUST_USE enum bb_status bb_replay_run(const struct bb_replay_options *options, const char *path,
                                         struct bb_replay *ret_replay, struct bb_err *err);

void bb_replay_free(struct bb_replay *replay);

/* A target's fork server (engine/serve.h): loaded once, a child for each input. Without symbols
 * always; triage/symbolize.h adds them to the logs that people see. */
struct bb_replay_server;

/* Starts it. The options' strings are borrowed. Errors as of bb_replay_run; BB_UNSUPPORTED when the
 * program does not greet as a fork server. End with bb_replay_server_stop. */
BB_MUST_USE enum bb_status bb_replay_server_start(const struct bb_replay_options *options,
                                                  struct bb_replay_server **ret_server,
                                                  struct bb_err *err);

/* Runs one input. A server that has died is started anew, once. End with bb_replay_free. */
BB_MUST_USE enum bb_status bb_replay_server_run(struct bb_replay_server *server,
                                                struct bb_bytes input, struct bb_replay *ret_replay,
                                                struct bb_err *err);

/* The same, but an error whose `stack` this server has answered before comes without a log, in a
 * fraction of the time. */
BB_MUST_USE enum bb_status bb_replay_server_brief(struct bb_replay_server *server,
                                                  struct bb_bytes input,
                                                  struct bb_replay *ret_replay, struct bb_err *err);

/* A run in two halves, so that several servers work at the same time: what was sent is received
 * before the server is given anything else. Errors as of bb_replay_server_run. */
BB_MUST_USE enum bb_status bb_replay_server_send(struct bb_replay_server *server,
                                                 struct bb_bytes input, struct bb_err *err);
BB_MUST_USE enum bb_status bb_replay_server_receive(struct bb_replay_server *server,
                                                    struct bb_bytes input,
                                                    struct bb_replay *ret_replay,
                                                    struct bb_err *err);

/* NULL is fine. */
void bb_replay_server_stop(struct bb_replay_server *server);

/* Runs n files in one process. ret_n_fine is how many of them went well before the first that did
 * not; n if all did. A leak, a crash or a time-out of file number ret_n_fine ends the process. */
BB_MUST_USE enum bb_status bb_replay_many(const struct bb_replay_options *options,
                                          const char *const *paths, size_t n, size_t *ret_n_fine,
                                          struct bb_err *err);

#endif
