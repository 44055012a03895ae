/*
 * Minimizing a crashing input: the same bug, as small as it gets, within a budget.
 */
#ifndef BB_MINIMIZE_MINIMIZE_H
#define BB_MINIMIZE_MINIMIZE_H

#include <brickbat/grammar.h>

#include "minimize/verdict.h"

struct bb_minimize_progress {
    size_t best_bytes;
    unsigned executions;
    uint64_t elapsed_ms;
};

struct bb_minimize_options {
    const struct bb_grammar *grammar;                   /* NULL: bytes only */
    struct bb_verdict *verdict;                         /* says what counts; its budget is spent */
    void *user;                                         /* for both */
    void (*improved)(void *user, struct bb_bytes best); /* may be NULL */
    void (*progress)(void *user, const struct bb_minimize_progress *state); /* may be NULL */
};

struct bb_minimize_result {
    struct bb_rate original;   /* how often the input itself showed the crash */
    unsigned rejected_crashes; /* candidates that crashed in another way */
    bool finished;             /* nothing smaller was left to try: not cut short by the budget */
};

/*
 * Appends the smallest input found to ret_best; at worst the input itself. The verdict begins with
 * the input: BB_NOT_FOUND if that is not BB_SAME. BB_INTERRUPTED after BB_ABORT, with the best so
 * far.
 */
BB_MUST_USE enum bb_status bb_minimize(struct bb_bytes input,
                                       const struct bb_minimize_options *options,
                                       struct bb_buf *ret_best,
                                       struct bb_minimize_result *ret_result, struct bb_err *err);

#endif
