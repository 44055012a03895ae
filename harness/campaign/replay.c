#include "campaign/replay_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exit codes of engine/replay.c. */
enum {
    DRIVER_UNREADABLE = 2,
    DRIVER_TIMEOUT = 70,
    DRIVER_MEMORY = 71,
    DRIVER_ORACLE = 72,
    DRIVER_DENIAL = 73,
};

enum {
    FIXED_WORDS = 5,
};

const char *bb_replay_outcome_text(enum bb_replay_outcome outcome)
{
    static const char *const text[] = {
#define X(name, words) [name] = words,
        BB_REPLAY_LIST(X)
#undef X
    };
    return (size_t)outcome < sizeof text / sizeof *text ? text[outcome] : "unknown";
}

const char *bb_replay_file_prefix(enum bb_replay_outcome outcome)
{
    switch (outcome) {
    case BB_REPLAY_TIMEOUT: return "timeout";
    case BB_REPLAY_MEMORY: return "oom";
    case BB_REPLAY_LEAK: return "leak";
    default: return "crash";
    }
}

static bool log_has(const struct bb_buf *log, const char *words)
{
    return log->len && memmem(log->ptr, log->len, words, strlen(words));
}

enum bb_replay_outcome bb_replay_judge(const struct bb_exit *how, const struct bb_buf *log)
{
    if (how->timed_out)
        return BB_REPLAY_TIMEOUT;
    switch (how->code) {
    case DRIVER_TIMEOUT: return BB_REPLAY_TIMEOUT;
    case DRIVER_MEMORY: return BB_REPLAY_MEMORY;
    case DRIVER_ORACLE: return BB_REPLAY_ORACLE;
    case DRIVER_DENIAL: return BB_REPLAY_DENIAL;
    case DRIVER_UNREADABLE: return BB_REPLAY_UNREADABLE;
    }
    if (log_has(log, ": leaked\n"))
        return BB_REPLAY_LEAK;
    return how->code == 0 && log_has(log, ": ok, ") ? BB_REPLAY_OK : BB_REPLAY_CRASH;
}

/* argv for n files, to be freed; its numbers live in `numbers`. NULL without memory. */
static const char **make_argv(const struct bb_replay_options *options, const char *const *paths,
                              size_t n, char numbers[2][24])
{
    const char **argv = calloc(FIXED_WORDS + n + 1, sizeof *argv);
    size_t used = 0;
    if (!argv)
        return NULL;
    snprintf(numbers[0], sizeof numbers[0], "%" PRId64, options->timeout_ms);
    snprintf(numbers[1], sizeof numbers[1], "%u", options->rss_limit_mb);
    argv[used++] = options->binary;
    argv[used++] = "--timeout-ms";
    argv[used++] = numbers[0];
    if (options->rss_limit_mb) {
        argv[used++] = "--rss-limit-mb";
        argv[used++] = numbers[1];
    }
    memcpy(argv + used, paths, n * sizeof *paths);
    return argv;
}

static enum bb_status run(const struct bb_replay_options *options, const char *const *paths,
                          size_t n, int64_t timeout_ms, struct bb_buf *log, struct bb_exit *ret_how,
                          struct bb_err *err)
{
    char numbers[2][24];
    const char **argv = make_argv(options, paths, n, numbers);
    if (!argv)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to replay %zu files", n);
    struct bb_subprocess_spec spec = {
        .argv = argv,
        .out = {.to = BB_STREAM_DISCARD},
        .err = {.to = BB_STREAM_BUF, .buf = log},
    };
    enum bb_status status = bb_subprocess_run(&spec, timeout_ms, options->stop, ret_how, err);
    free(argv);
    return status;
}

enum bb_status bb_replay_run(const struct bb_replay_options *options, const char *path,
                             struct bb_replay *ret_replay, struct bb_err *err)
{
    struct bb_replay replay = {.log = BB_BUF_INIT(BB_REPLAY_MAX_LOG)};
    enum bb_status status = run(options, &path, 1, options->timeout_ms * 2 + BB_REPLAY_START_MS,
                                &replay.log, &replay.how, err);
    if (status != BB_OK) {
        bb_replay_free(&replay);
        return status;
    }
    replay.outcome = bb_replay_judge(&replay.how, &replay.log);
    *ret_replay = replay;
    return BB_OK;
}

void bb_replay_free(struct bb_replay *replay)
{
    bb_buf_free(&replay->log);
}

/* How many of the driver's "replay: FILE: ok, N bytes" lines there are for the files in order. A
 * parser's own words may stand between them. */
static size_t count_fine(const struct bb_buf *log, const char *const *paths, size_t n)
{
    struct bb_bytes rest = bb_buf_bytes(log), line;
    size_t fine = 0;
    while (fine < n && bb_bytes_take_line(&rest, &line)) {
        size_t len = strlen(paths[fine]);
        const uint8_t *at = line.len ? memmem(line.ptr, line.len, "replay: ", 8) : NULL;
        struct bb_bytes words = at ? bb_bytes_of(at + 8, line.len - (size_t)(at + 8 - line.ptr))
                                   : (struct bb_bytes){NULL, 0};
        if (words.len > len + 5 && memcmp(words.ptr, paths[fine], len) == 0 &&
            memcmp(words.ptr + len, ": ok,", 5) == 0)
            fine++;
    }
    return fine;
}

enum bb_status bb_replay_many(const struct bb_replay_options *options, const char *const *paths,
                              size_t n, size_t *ret_n_fine, struct bb_err *err)
{
    struct bb_buf log = BB_BUF_INIT(BB_REPLAY_MAX_LOG);
    struct bb_exit how;
    int64_t timeout_ms = BB_REPLAY_START_MS + options->timeout_ms * (2 + (int64_t)n);
    enum bb_status status = run(options, paths, n, timeout_ms, &log, &how, err);
    if (status == BB_OK)
        *ret_n_fine = count_fine(&log, paths, n);
    bb_buf_free(&log);
    return status;
}
