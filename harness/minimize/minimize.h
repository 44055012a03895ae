/*
 * Minimizing a crashing input: the same bug, as small as it gets, within a budget.
 */
#ifndef BB_MINIMIZE_MINIMIZE_H
#define BB_MINIMIZE_MINIMIZE_H

#include <brickbat/grammar.h>

/* What running a candidate showed. Whatever is not BB_SAME is rejected; a crash that is not the
 * same must be kept by the one who saw it, as a finding of its own. */
enum bb_outcome {
    BB_SURVIVED,
    BB_SAME,    /* the crash that is being minimized */
    BB_ANOTHER, /* another crash */
    BB_ABORT,   /* stop here: interrupted, or nothing can be run any more */
};

struct bb_minimize_progress {
    size_t best_bytes;
    unsigned executions;
    uint64_t elapsed_ms;
};

struct bb_minimize_options {
    const struct bb_grammar *grammar; /* NULL: bytes only */
    unsigned max_executions;          /* 0: no limit */
    uint64_t max_ms;                  /* 0: no limit */
    void *user;                       /* for all three */
    enum bb_outcome (*run)(void *user, struct bb_bytes candidate);
    void (*improved)(void *user, struct bb_bytes best);                     /* may be NULL */
    void (*progress)(void *user, const struct bb_minimize_progress *state); /* may be NULL */
};

struct bb_minimize_result {
    unsigned executions;
    unsigned rejected_crashes; /* candidates that crashed in another way */
    bool finished;             /* nothing smaller was left to try: not cut short by the budget */
};

/*
 * Appends the smallest input found to ret_best; at worst the input itself. The input is run first:
 * BB_NOT_FOUND if it is not BB_SAME. BB_INTERRUPTED after BB_ABORT, with the best so far.
 */
BB_MUST_USE enum bb_status bb_minimize(struct bb_bytes input,
                                       const struct bb_minimize_options *options,
                                       struct bb_buf *ret_best,
                                       struct bb_minimize_result *ret_result, struct bb_err *err);

#endif
