/*
 * Most of a replay's time goes into starting the program and into names. So candidates run in a
 * fork server, without names, and only a stack of addresses that was not seen before gets them, to
 * learn which bug it is.
 */
#include "cli/reduce.h"

#include <string.h>

#include "base/clock.h"
#include "minimize/least_change.h"

enum { MAX_KNOWN = 256, LEAST_CHANGE_CANDIDATES = 96, MEASURE_RUNS = 5 };

struct known {
    uint64_t hash; /* of the report without symbols */
    enum bb_outcome outcome;
};

struct reduction {
    const struct bb_reduce_options *options;
    struct known known[MAX_KNOWN];
    size_t n_known;
    struct bb_prober lanes[BB_REDUCE_JOBS]; /* servers for candidates that run at once */
    struct bb_err err;                      /* why it was given up */
};

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
    uint64_t hash = bb_sightings_hash(&probe->report);
    for (size_t i = 0; i < reduction->n_known; i++) {
        if (reduction->known[i].hash == hash)
            return reduction->known[i].outcome;
    }
    enum bb_outcome outcome = identify(reduction, candidate, probe);
    if (reduction->n_known < MAX_KNOWN && outcome != BB_ABORT)
        reduction->known[reduction->n_known++] = (struct known){hash, outcome};
    return outcome;
}

/* What the probe shows; it is ended. */
static enum bb_outcome outcome_of(struct reduction *reduction, struct bb_bytes candidate,
                                  struct bb_probe *probe)
{
    enum bb_outcome outcome = BB_SURVIVED;
    if (bb_probe_is_crash(probe))
        outcome = recall(reduction, candidate, probe);
    bb_probe_free(probe);
    return outcome;
}

static enum bb_outcome run(void *user, struct bb_bytes candidate)
{
    struct reduction *reduction = user;
    struct bb_probe probe;
    if (bb_prober_run(reduction->options->prober, candidate, &probe, &reduction->err) != BB_OK)
        return BB_ABORT;
    return outcome_of(reduction, candidate, &probe);
}

static bool send_to(void *user, unsigned lane, struct bb_bytes candidate)
{
    struct reduction *reduction = user;
    return bb_prober_send(&reduction->lanes[lane], candidate, &reduction->err) == BB_OK;
}

static enum bb_outcome receive_from(void *user, unsigned lane, struct bb_bytes candidate)
{
    struct reduction *reduction = user;
    struct bb_probe probe;
    if (bb_prober_receive(&reduction->lanes[lane], candidate, &probe, &reduction->err) != BB_OK)
        return BB_ABORT;
    return outcome_of(reduction, candidate, &probe);
}

static unsigned n_lanes(const struct bb_reduce_options *options)
{
    return options->jobs < BB_REDUCE_JOBS ? options->jobs : BB_REDUCE_JOBS;
}

static void start_lanes(struct reduction *reduction)
{
    const struct bb_prober *prober = reduction->options->prober;
    for (unsigned i = 0; i < n_lanes(reduction->options); i++)
        reduction->lanes[i] = BB_PROBER_INIT(prober->target, prober->replay);
}

static void end_lanes(struct reduction *reduction)
{
    for (unsigned i = 0; i < n_lanes(reduction->options); i++)
        bb_prober_end(&reduction->lanes[i]);
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

/* --- the whole ------------------------------------------------------------------------------ */

/* What is left of a budget for the minimizer, that there is something left for what follows. */
static uint64_t without_reserve(uint64_t budget)
{
    return budget - budget / 8;
}

static enum bb_status minimize(struct reduction *reduction, struct bb_bytes input,
                               struct bb_verdict *verdict, const struct bb_grammar *grammar,
                               struct bb_buf *ret_best, struct bb_minimize_result *ret_result,
                               struct bb_err *err)
{
    const struct bb_reduce_options *options = reduction->options;
    const struct bb_minimize_options minimize = {
        .grammar = grammar,
        .verdict = verdict,
        .user = reduction,
        .improved = options->improved ? tell_improved : NULL,
        .progress = options->progress ? tell_progress : NULL,
    };
    verdict->budget.max_ms = without_reserve(options->max_ms);
    verdict->budget.max_executions = (unsigned)without_reserve(options->max_executions);
    enum bb_status status = bb_minimize(input, &minimize, ret_best, ret_result, err);
    verdict->budget.max_ms = options->max_ms;
    verdict->budget.max_executions = options->max_executions;
    return status;
}

/* Looked for once all is small. That nothing comes of it is no failure. */
static enum bb_status say_least_change(struct reduction *reduction, struct bb_bytes best,
                                       struct bb_verdict *verdict, const struct bb_grammar *grammar)
{
    const struct bb_least_change_options options = {
        .grammar = grammar,
        .verdict = verdict,
        .max_candidates = LEAST_CHANGE_CANDIDATES,
        .user = reduction,
        .progress = reduction->options->progress ? tell_progress : NULL,
    };
    struct bb_buf *words = reduction->options->ret_words;
    return words ? bb_least_change(best, &options, words) : BB_OK;
}

/* What is asked of the result. */
static enum bb_status look_at(struct reduction *reduction, struct bb_bytes best,
                              struct bb_verdict *verdict, const struct bb_grammar *grammar,
                              struct bb_reduce_result *result)
{
    const unsigned n = verdict->runs > MEASURE_RUNS ? verdict->runs : MEASURE_RUNS;
    if (!bb_rate_is_always(result->minimize.original) &&
        !bb_verdict_measure(verdict, best, n, &result->best))
        return BB_INTERRUPTED;
    return say_least_change(reduction, best, verdict, grammar);
}

/* For another reason than Ctrl-C. */
static bool has_failed(const struct reduction *reduction)
{
    return reduction->err.status != BB_OK && reduction->err.status != BB_INTERRUPTED;
}

enum bb_status bb_reduce(struct bb_bytes input, const struct bb_reduce_options *options,
                         struct bb_buf *ret_best, struct bb_reduce_result *ret_result,
                         struct bb_err *err)
{
    const char *name = options->target->grammar;
    const struct bb_grammar *grammar = name[0] ? bb_grammar_find(name) : NULL;
    struct reduction reduction = {.options = options};
    struct bb_reduce_result result = {0};
    struct bb_verdict verdict = {
        .user = &reduction,
        .run = run,
        .budget = {.executions = options->executions, .started_ms = bb_clock_ms()},
        .runs = options->runs,
        .need = options->need,
        .lanes = n_lanes(options),
        .send = send_to,
        .receive = receive_from,
    };
    start_lanes(&reduction);
    enum bb_status status =
        minimize(&reduction, input, &verdict, grammar, ret_best, &result.minimize, err);
    end_lanes(&reduction);
    if (status == BB_OK) {
        status = look_at(&reduction, bb_buf_bytes(ret_best), &verdict, grammar, &result);
        result.is_cut_short = status == BB_INTERRUPTED && !has_failed(&reduction);
        status = result.is_cut_short ? BB_OK : status;
    }
    result.executions = verdict.budget.executions;
    result.runs = verdict.runs;
    result.need = verdict.need;
    *ret_result = result;
    if (has_failed(&reduction)) {
        if (err)
            *err = reduction.err;
        return reduction.err.status;
    }
    return status;
}

void bb_reduce_say_rate(const struct bb_reduce_result *result, struct bb_buf *text)
{
    const struct bb_rate found = result->minimize.original;
    if (bb_rate_is_always(found))
        return;
    if (result->best.runs)
        bb_buf_printf(text, "shown in %u of %u runs, the input as found in %u of %u",
                      result->best.shown, result->best.runs, found.shown, found.runs);
    else
        bb_buf_printf(text, "the input as found shows it in %u of %u runs", found.shown,
                      found.runs);
}
