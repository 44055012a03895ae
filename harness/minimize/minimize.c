#include "minimize/minimize.h"

#include "minimize/ahead.h"

static void tell(const struct bb_minimize_options *o, const struct bb_reducer *reducer,
                 bool improved)
{
    struct bb_bytes best = bb_reducer_best(reducer);
    if (improved && o->improved)
        o->improved(o->user, best);
    if (o->progress)
        o->progress(o->user, &(struct bb_minimize_progress){
                                 .best_bytes = best.len,
                                 .executions = o->verdict->budget.executions,
                                 .elapsed_ms = bb_verdict_elapsed_ms(o->verdict),
                             });
}

/* BB_OK also when the budget ran out. */
static enum bb_status reduce(const struct bb_minimize_options *options, struct bb_reducer *reducer,
                             size_t max_bytes, struct bb_minimize_result *result)
{
    struct bb_ahead ahead;
    enum bb_outcome outcome = BB_UNSURE;
    bb_ahead_init(&ahead, reducer, options->verdict, max_bytes);
    while (outcome != BB_ABORT && bb_ahead_step(&ahead, &outcome)) {
        result->rejected_crashes += outcome == BB_ANOTHER;
        if (outcome != BB_ABORT)
            tell(options, reducer, outcome == BB_SAME);
    }
    result->finished = ahead.is_exhausted;
    bb_ahead_free(&ahead);
    return outcome == BB_ABORT ? BB_INTERRUPTED : BB_OK;
}

static enum bb_status begin(struct bb_bytes input, struct bb_verdict *verdict,
                            struct bb_rate *ret_rate, struct bb_err *err)
{
    enum bb_outcome outcome = bb_verdict_begin(verdict, input, ret_rate);
    if (outcome == BB_SAME)
        return BB_OK;
    if (outcome == BB_ABORT)
        return BB_FAIL(err, BB_INTERRUPTED, "interrupted");
    if (ret_rate->shown)
        return BB_FAIL(err, BB_NOT_FOUND, "the input shows the crash in %u of %u runs, not in %u",
                       ret_rate->shown, ret_rate->runs, verdict->need);
    return BB_FAIL(err, BB_NOT_FOUND, "the input does not show the crash to minimize");
}

enum bb_status bb_minimize(struct bb_bytes input, const struct bb_minimize_options *options,
                           struct bb_buf *ret_best, struct bb_minimize_result *ret_result,
                           struct bb_err *err)
{
    struct bb_minimize_result result = {0};
    enum bb_status status = begin(input, options->verdict, &result.original, err);
    if (status != BB_OK)
        return status;
    struct bb_reducer *reducer = bb_reducer_new(options->grammar, input);
    if (!reducer)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to minimize %zu bytes", input.len);
    status = reduce(options, reducer, input.len, &result);
    if (!bb_buf_append(ret_best, bb_reducer_best(reducer)))
        status = BB_FAIL(err, BB_LIMIT, "the minimized input does not fit");
    bb_reducer_free(reducer);
    *ret_result = result;
    return status;
}
