#include "minimize/verdict.h"

#include "base/clock.h"

enum {
    FIRST_RUNS = 5, /* of the input: enough where all show the crash */
    RATE_RUNS = 20, /* to know how often it shows, where they do not */
    NEED = 3,       /* runs of a candidate: less would be luck */
    MOST_RUNS = 64,
};

uint64_t bb_verdict_elapsed_ms(const struct bb_verdict *v)
{
    return (uint64_t)(bb_clock_ms() - v->budget.started_ms);
}

bool bb_verdict_may_go_on(const struct bb_verdict *v)
{
    const struct bb_budget *b = &v->budget;
    return (!b->max_executions || b->executions < b->max_executions) &&
           (!b->max_ms || bb_verdict_elapsed_ms(v) < b->max_ms);
}

static enum bb_outcome run_once(struct bb_verdict *v, struct bb_bytes candidate)
{
    v->budget.executions++;
    return v->run(v->user, candidate);
}

/* --- the input ------------------------------------------------------------------------------ */

static enum bb_outcome count_run(struct bb_verdict *v, struct bb_bytes input, struct bb_rate *rate)
{
    enum bb_outcome outcome = run_once(v, input);
    if (outcome == BB_ABORT)
        return outcome;
    rate->runs++;
    rate->shown += outcome == BB_SAME;
    return outcome;
}

bool bb_verdict_measure(struct bb_verdict *v, struct bb_bytes input, unsigned n,
                        struct bb_rate *ret_rate)
{
    *ret_rate = (struct bb_rate){0};
    while (ret_rate->runs < n && bb_verdict_may_go_on(v))
        if (count_run(v, input, ret_rate) == BB_ABORT)
            return false;
    return true;
}

/* A time-out is: it is better to shrink with what one run says than to have no time left for it. */
static bool is_dear(const struct bb_verdict *v)
{
    const struct bb_budget *b = &v->budget;
    return (b->max_executions && b->executions > b->max_executions / 10) ||
           (b->max_ms && bb_verdict_elapsed_ms(v) > b->max_ms / 10);
}

/* How many runs without a crash something has that crashes at this rate, once in fifty times. */
static unsigned runs_to_survive(struct bb_rate rate)
{
    const double missed = 1 - (double)rate.shown / rate.runs;
    double all_missed = missed;
    unsigned runs = 1;
    for (; all_missed > 0.02 && runs < MOST_RUNS; runs++)
        all_missed *= missed;
    return runs;
}

/* So many runs that one who crashes as often as the input shows it three times in nine cases of
 * ten: 16/3 times are to be expected then (Poisson's distribution has a tenth below three). */
static unsigned runs_for(struct bb_rate rate)
{
    unsigned runs = (16 * rate.runs + 3 * rate.shown - 1) / (3 * rate.shown);
    return runs < MOST_RUNS ? runs : MOST_RUNS;
}

static void choose(struct bb_verdict *v, struct bb_rate rate)
{
    v->runs_to_survive = runs_to_survive(rate);
    if (v->need)
        return;
    if (bb_rate_is_always(rate)) {
        v->runs = v->need = 1;
    } else if (!v->runs && rate.runs == RATE_RUNS) {
        v->runs = runs_for(rate);
        v->need = NEED;
    } else {
        v->runs = rate.runs;
        v->need = (rate.shown + 1) / 2;
    }
}

static unsigned runs_to_measure(const struct bb_verdict *v, struct bb_rate so_far)
{
    if (v->runs)
        return v->runs;
    return bb_rate_is_always(so_far) ? FIRST_RUNS : RATE_RUNS;
}

enum bb_outcome bb_verdict_begin(struct bb_verdict *v, struct bb_bytes input,
                                 struct bb_rate *ret_rate)
{
    enum bb_outcome outcome;
    *ret_rate = (struct bb_rate){0};
    do {
        outcome = count_run(v, input, ret_rate);
        if (outcome == BB_ABORT)
            return outcome;
        if (!v->runs && ret_rate->shown && is_dear(v))
            break;
    } while (ret_rate->runs < runs_to_measure(v, *ret_rate) && bb_verdict_may_go_on(v));
    if (ret_rate->shown < (v->need ? v->need : 1))
        return ret_rate->shown ? BB_UNSURE : outcome;
    choose(v, *ret_rate);
    return BB_SAME;
}

/* --- candidates ----------------------------------------------------------------------------- */

enum bb_outcome bb_verdict_judge(struct bb_verdict *v, struct bb_bytes candidate)
{
    unsigned shown = 0;
    bool crashed_otherwise = false;
    for (unsigned ran = 0; shown < v->need && v->need - shown <= v->runs - ran; ran++) {
        if (!bb_verdict_may_go_on(v))
            return BB_UNSURE;
        enum bb_outcome outcome = run_once(v, candidate);
        if (outcome == BB_ABORT)
            return BB_ABORT;
        shown += outcome == BB_SAME;
        crashed_otherwise |= outcome == BB_ANOTHER;
    }
    if (shown == v->need)
        return BB_SAME;
    return crashed_otherwise ? BB_ANOTHER : shown ? BB_UNSURE : BB_SURVIVED;
}

unsigned bb_verdict_lanes(const struct bb_verdict *v)
{
    return v->lanes > 1 && v->runs == 1 && v->need == 1 ? v->lanes : 1;
}

bool bb_verdict_send(struct bb_verdict *v, unsigned lane, struct bb_bytes candidate)
{
    if (bb_verdict_lanes(v) == 1)
        return true;
    v->budget.executions++;
    return v->send(v->user, lane, candidate);
}

enum bb_outcome bb_verdict_receive(struct bb_verdict *v, unsigned lane, struct bb_bytes candidate)
{
    return bb_verdict_lanes(v) == 1 ? bb_verdict_judge(v, candidate)
                                    : v->receive(v->user, lane, candidate);
}

enum bb_outcome bb_verdict_survives(struct bb_verdict *v, struct bb_bytes candidate)
{
    for (unsigned ran = 0; ran < v->runs_to_survive; ran++) {
        if (!bb_verdict_may_go_on(v))
            return BB_UNSURE;
        enum bb_outcome outcome = run_once(v, candidate);
        if (outcome != BB_SURVIVED)
            return outcome;
    }
    return BB_SURVIVED;
}
