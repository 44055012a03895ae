/*
 * Most of a replay's time goes into symbols. So candidates run without them, and only a stack of
 * addresses that was not seen before is looked at once more with symbols, to learn which bug it is.
 */
#include "cli/reduce.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"

enum { MAX_KNOWN = 256 };

struct known {
    uint64_t hash; /* of the report without symbols */
    enum bb_outcome outcome;
};

struct reduction {
    const struct bb_reduce_options *options;
    char candidate[PATH_MAX]; /* the file that is replayed */
    struct known known[MAX_KNOWN];
    size_t n_known;
    struct bb_err err; /* why it was given up */
};

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return bb_hash_bytes(hash, bb_bytes_of(text, strlen(text) + 1));
}

/* The whole stack counts: where it is equal address by address, it has equal names, too. A part of
 * it would not do, because which frames are noise is not known without names. */
static uint64_t hash_report(const struct bb_report *report)
{
    uint64_t hash = BB_HASH_START;
    hash = hash_text(hash, report->crash_type);
    hash = hash_text(hash, report->location);
    for (size_t i = 0; i < report->frames.n; i++) {
        const struct bb_frame *frame = &report->frames.frames[i];
        hash = hash_text(hash, frame->module);
        hash = bb_hash_bytes(hash, bb_bytes_of(&frame->offset, sizeof frame->offset));
    }
    return hash;
}

static bool write_candidate(struct reduction *reduction, struct bb_bytes bytes)
{
    int fd = open(reduction->candidate, O_WRONLY | O_TRUNC | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len;
    if (fd >= 0)
        close(fd);
    if (!written)
        bb_err_set(&reduction->err, BB_IO, 0, __FILE__, __LINE__, "cannot write '%s'",
                   reduction->candidate);
    return written;
}

static enum bb_status probe(struct reduction *reduction, bool with_symbols,
                            struct bb_probe *ret_probe)
{
    struct bb_replay_options replay = reduction->options->replay;
    replay.without_symbols = !with_symbols;
    return bb_probe_file(reduction->options->target, &replay, reduction->candidate, ret_probe,
                         &reduction->err);
}

/* With symbols, the bug has its name. */
static enum bb_outcome identify(struct reduction *reduction, struct bb_bytes candidate)
{
    const struct bb_reduce_options *options = reduction->options;
    struct bb_probe named = {0};
    if (probe(reduction, true, &named) != BB_OK)
        return BB_ABORT;
    enum bb_outcome outcome = BB_SURVIVED;
    if (bb_probe_is_crash(&named))
        outcome = strcmp(named.signature.text, options->signature.text) == 0 ? BB_SAME : BB_ANOTHER;
    if (outcome == BB_ANOTHER && options->another)
        options->another(options->user, candidate, &named);
    bb_probe_free(&named);
    return outcome;
}

static enum bb_outcome recall(struct reduction *reduction, uint64_t hash, struct bb_bytes candidate)
{
    for (size_t i = 0; i < reduction->n_known; i++) {
        if (reduction->known[i].hash == hash)
            return reduction->known[i].outcome;
    }
    enum bb_outcome outcome = identify(reduction, candidate);
    if (reduction->n_known < MAX_KNOWN && (outcome == BB_SAME || outcome == BB_ANOTHER))
        reduction->known[reduction->n_known++] = (struct known){hash, outcome};
    return outcome;
}

static enum bb_outcome run(void *user, struct bb_bytes candidate)
{
    struct reduction *reduction = user;
    struct bb_probe bare = {0};
    if (!write_candidate(reduction, candidate) || probe(reduction, false, &bare) != BB_OK)
        return BB_ABORT;
    enum bb_outcome outcome = BB_SURVIVED;
    if (bb_probe_is_crash(&bare))
        outcome = recall(reduction, hash_report(&bare.report), candidate);
    bb_probe_free(&bare);
    return outcome;
}

static void tell_progress(void *user, const struct bb_minimize_progress *state)
{
    const struct reduction *reduction = user;
    reduction->options->progress(reduction->options->user, state);
}

/* In the target's working folder: it is on a disk that is known to be there. */
static enum bb_status make_candidate_file(struct reduction *reduction, struct bb_err *err)
{
    char folder[PATH_MAX - 32];
    snprintf(folder, sizeof folder, "reports/work/%s", reduction->options->target->name);
    enum bb_status status = bb_dir_make(folder, err);
    if (status != BB_OK)
        return status;
    snprintf(reduction->candidate, sizeof reduction->candidate, "%s/.candidate.XXXXXX", folder);
    int fd = mkostemp(reduction->candidate, O_CLOEXEC);
    if (fd < 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write in '%s'", folder);
    close(fd);
    return BB_OK;
}

enum bb_status bb_reduce(struct bb_bytes input, const struct bb_reduce_options *options,
                         struct bb_buf *ret_best, struct bb_minimize_result *ret_result,
                         struct bb_err *err)
{
    struct reduction reduction = {.options = options};
    const struct bb_minimize_options minimize = {
        .grammar = options->target->grammar[0] ? bb_grammar_find(options->target->grammar) : NULL,
        .max_executions = options->max_executions,
        .max_ms = options->max_ms,
        .user = &reduction,
        .run = run,
        .progress = options->progress ? tell_progress : NULL,
    };
    enum bb_status status = make_candidate_file(&reduction, err);
    if (status != BB_OK)
        return status;
    status = bb_minimize(input, &minimize, ret_best, ret_result, err);
    unlink(reduction.candidate);
    if (reduction.err.status != BB_OK && reduction.err.status != BB_INTERRUPTED) {
        if (err)
            *err = reduction.err;
        return reduction.err.status;
    }
    return status;
}
