/*
 * Most of a replay's time goes into starting the program and into names. So candidates run in a
 * fork server, without names, and only a stack of addresses that was not seen before gets them, to
 * learn which bug it is.
 */
#include "cli/reduce.h"

#include <string.h>

#include "base/hash.h"
#include "minimize/least_change.h"

enum { MAX_KNOWN = 256, LEAST_CHANGE_EXECUTIONS = 96 };

struct known {
    uint64_t hash; /* of the report without symbols */
    enum bb_outcome outcome;
};

struct reduction {
    const struct bb_reduce_options *options;
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

/* With names, the bug can be recognized. */
static enum bb_outcome identify(struct reduction *reduction, struct bb_bytes candidate,
                                struct bb_probe *probe)
{
    const struct bb_reduce_options *options = reduction->options;
    if (bb_prober_symbolize(options->prober, probe, &reduction->err) != BB_OK)
        return BB_ABORT;
    if (strcmp(probe->signature.text, options->signature.text) == 0)
        return BB_SAME;
    if (options->another)
        options->another(options->user, candidate, probe);
    return BB_ANOTHER;
}

static enum bb_outcome recall(struct reduction *reduction, struct bb_bytes candidate,
                              struct bb_probe *probe)
{
    uint64_t hash = hash_report(&probe->report);
    for (size_t i = 0; i < reduction->n_known; i++) {
        if (reduction->known[i].hash == hash)
            return reduction->known[i].outcome;
    }
    enum bb_outcome outcome = identify(reduction, candidate, probe);
    if (reduction->n_known < MAX_KNOWN && outcome != BB_ABORT)
        reduction->known[reduction->n_known++] = (struct known){hash, outcome};
    return outcome;
}

static enum bb_outcome run(void *user, struct bb_bytes candidate)
{
    struct reduction *reduction = user;
    struct bb_probe probe;
    if (bb_prober_run(reduction->options->prober, candidate, &probe, &reduction->err) != BB_OK)
        return BB_ABORT;
    enum bb_outcome outcome = BB_SURVIVED;
    if (bb_probe_is_crash(&probe))
        outcome = recall(reduction, candidate, &probe);
    bb_probe_free(&probe);
    return outcome;
}

static void tell_improved(void *user, struct bb_bytes best)
{
    const struct reduction *reduction = user;
    reduction->options->improved(reduction->options->user, best);
}

static void tell_progress(void *user, const struct bb_minimize_progress *state)
{
    const struct reduction *reduction = user;
    reduction->options->progress(reduction->options->user, state);
}

/* Looked for once all is small. That nothing comes of it is no failure. */
static enum bb_status say_least_change(struct reduction *reduction, struct bb_bytes best,
                                       const struct bb_grammar *grammar)
{
    const struct bb_least_change_options options = {
        .grammar = grammar,
        .max_executions = LEAST_CHANGE_EXECUTIONS,
        .user = reduction,
        .run = run,
    };
    struct bb_buf *words = reduction->options->ret_words;
    return words ? bb_least_change(best, &options, words, NULL) : BB_OK;
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
        .improved = options->improved ? tell_improved : NULL,
        .progress = options->progress ? tell_progress : NULL,
    };
    enum bb_status status = bb_minimize(input, &minimize, ret_best, ret_result, err);
    if (status == BB_OK)
        status = say_least_change(&reduction, bb_buf_bytes(ret_best), minimize.grammar);
    if (reduction.err.status != BB_OK && reduction.err.status != BB_INTERRUPTED) {
        if (err)
            *err = reduction.err;
        return reduction.err.status;
    }
    return status;
}
