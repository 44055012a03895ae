#include "minimize/ahead.h"

void bb_ahead_init(struct bb_ahead *a, struct bb_reducer *reducer, struct bb_verdict *verdict,
                   size_t max_bytes)
{
    unsigned lanes = bb_verdict_lanes(verdict);
    *a = (struct bb_ahead){
        .reducer = reducer,
        .verdict = verdict,
        .n_lanes = lanes < BB_AHEAD_MAX ? lanes : BB_AHEAD_MAX,
    };
    for (unsigned i = 0; i < a->n_lanes; i++)
        a->candidates[i] = BB_BUF_INIT(max_bytes);
}

void bb_ahead_free(struct bb_ahead *a)
{
    for (unsigned i = 0; i < a->n_lanes; i++)
        bb_buf_free(&a->candidates[i]);
}

/* False: nothing can be run any more. */
static bool send_one(struct bb_ahead *a, struct bb_bytes candidate)
{
    unsigned lane = (a->first + a->n) % a->n_lanes;
    bb_buf_reset(&a->candidates[lane]);
    a->marks[lane] = bb_reducer_mark(a->reducer);
    if (!bb_buf_append(&a->candidates[lane], candidate) ||
        !bb_verdict_send(a->verdict, lane, candidate))
        return false;
    a->n++;
    bb_reducer_skip(a->reducer);
    return true;
}

/* The same. */
static bool fill(struct bb_ahead *a)
{
    struct bb_bytes candidate;
    while (a->n < a->n_lanes && bb_verdict_may_go_on(a->verdict)) {
        a->is_exhausted = !bb_reducer_next(a->reducer, &candidate);
        if (a->is_exhausted)
            return true;
        if (!send_one(a, candidate))
            return false;
    }
    return true;
}

static enum bb_outcome receive_first(struct bb_ahead *a, struct bb_bytes *ret_candidate)
{
    unsigned lane = a->first;
    a->first = (a->first + 1) % a->n_lanes;
    a->n--;
    *ret_candidate = bb_buf_bytes(&a->candidates[lane]);
    return bb_verdict_receive(a->verdict, lane, *ret_candidate);
}

/* The void ones may be made again, of what is best now. (Another crash is kept by who sees it.) */
static bool drain(struct bb_ahead *a)
{
    struct bb_bytes candidate;
    while (a->n)
        if (receive_first(a, &candidate) == BB_ABORT)
            return false;
    return true;
}

/* Of the oldest under way. */
static enum bb_outcome judge_first(struct bb_ahead *a)
{
    struct bb_bytes candidate;
    const struct bb_reducer_mark mark = a->marks[a->first];
    enum bb_outcome outcome = receive_first(a, &candidate);
    if (outcome == BB_SAME) {
        bb_reducer_accept(a->reducer, &mark, candidate);
        outcome = drain(a) ? BB_SAME : BB_ABORT;
    } else if (outcome != BB_ABORT) {
        bb_reducer_reject(a->reducer, candidate);
    }
    return outcome;
}

bool bb_ahead_step(struct bb_ahead *a, enum bb_outcome *ret_outcome)
{
    bool filled = fill(a);
    if (filled && a->n == 0)
        return false;
    a->is_exhausted = false; /* there may be more once these are judged */
    *ret_outcome = filled ? judge_first(a) : BB_ABORT;
    return true;
}
