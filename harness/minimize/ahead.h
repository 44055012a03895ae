/*
 * bb_ahead: candidates that run at the same time, or one by one. Each is taken as if those before
 * were rejected, and they are judged in that order, so the result does not depend on how many run;
 * after one that is kept the others under way are void.
 */
#ifndef BB_MINIMIZE_AHEAD_H
#define BB_MINIMIZE_AHEAD_H

#include "base/buf.h"
#include "minimize/reducer.h"
#include "minimize/verdict.h"

enum { BB_AHEAD_MAX = 64 };

struct bb_ahead {
    struct bb_reducer *reducer; /* borrowed, like the verdict */
    struct bb_verdict *verdict;
    unsigned n_lanes;
    unsigned first;    /* the lane of the oldest under way */
    unsigned n;        /* under way */
    bool is_exhausted; /* the last step found nothing left to try */
    struct bb_reducer_mark marks[BB_AHEAD_MAX];
    struct bb_buf candidates[BB_AHEAD_MAX];
};

/* For inputs of at most max_bytes. End with bb_ahead_free. */
void bb_ahead_init(struct bb_ahead *ahead, struct bb_reducer *reducer, struct bb_verdict *verdict,
                   size_t max_bytes);
void bb_ahead_free(struct bb_ahead *ahead);

/* Fills the lanes, as long as the budget lasts, waits for the oldest candidate and tells the
 * reducer. False: there was none, so all are judged, or the budget has ended. After BB_ABORT
 * nothing more may be asked of it. */
bool bb_ahead_step(struct bb_ahead *ahead, enum bb_outcome *ret_outcome);

#endif
