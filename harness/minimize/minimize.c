#include "minimize/minimize.h"

#include "base/clock.h"
#include "minimize/reducer.h"

struct session {
    const struct bb_minimize_options *options;
    struct bb_minimize_result result;
    int64_t started_ms;
};

static enum bb_outcome run(struct session *s, struct bb_bytes candidate)
{
    s->result.executions++;
    enum bb_outcome outcome = s->options->run(s->options->user, candidate);
    s->result.rejected_crashes += outcome == BB_ANOTHER;
    return outcome;
}

static bool budget_left(const struct session *s)
{
    const struct bb_minimize_options *o = s->options;
    return (!o->max_executions || s->result.executions < o->max_executions) &&
           (!o->max_ms || (uint64_t)(bb_clock_ms() - s->started_ms) < o->max_ms);
}

static void tell(const struct session *s, const struct bb_reducer *reducer, bool improved)
{
    const struct bb_minimize_options *o = s->options;
    struct bb_bytes best = bb_reducer_best(reducer);
    if (improved && o->improved)
        o->improved(o->user, best);
    if (o->progress)
        o->progress(o->user, &(struct bb_minimize_progress){
                                 .best_bytes = best.len,
                                 .executions = s->result.executions,
                                 .elapsed_ms = (uint64_t)(bb_clock_ms() - s->started_ms),
                             });
}

/* BB_OK also when the budget ran out. */
static enum bb_status reduce(struct session *s, struct bb_reducer *reducer)
{
    struct bb_bytes candidate;
    while (budget_left(s)) {
        if (!bb_reducer_next(reducer, &candidate)) {
            s->result.finished = true;
            return BB_OK;
        }
        enum bb_outcome outcome = run(s, candidate);
        if (outcome == BB_ABORT)
            return BB_INTERRUPTED;
        bb_reducer_judge(reducer, outcome == BB_SAME);
        tell(s, reducer, outcome == BB_SAME);
    }
    return BB_OK;
}

enum bb_status bb_minimize(struct bb_bytes input, const struct bb_minimize_options *options,
                           struct bb_buf *ret_best, struct bb_minimize_result *ret_result,
                           struct bb_err *err)
{
    struct session s = {.options = options, .started_ms = bb_clock_ms()};
    enum bb_outcome first = run(&s, input);
    if (first == BB_ABORT)
        return BB_FAIL(err, BB_INTERRUPTED, "interrupted");
    if (first != BB_SAME)
        return BB_FAIL(err, BB_NOT_FOUND, "the input does not show the crash to minimize");
    struct bb_reducer *reducer = bb_reducer_new(options->grammar, input);
    if (!reducer)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to minimize %zu bytes", input.len);
    enum bb_status status = reduce(&s, reducer);
    if (!bb_buf_append(ret_best, bb_reducer_best(reducer)))
        status = BB_FAIL(err, BB_LIMIT, "the minimized input does not fit");
    bb_reducer_free(reducer);
    *ret_result = s.result;
    return status;
}
