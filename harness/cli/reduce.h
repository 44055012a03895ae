/*
 * Making a crashing input small without losing its bug: bb_minimize with a replay for every
 * candidate.
 */
#ifndef BB_CLI_REDUCE_H
#define BB_CLI_REDUCE_H

#include "cli/probe.h"
#include "minimize/minimize.h"

enum { BB_REDUCE_JOBS = 64 };

struct bb_reduce_options {
    const struct bb_target_info *target;
    struct bb_prober *prober;      /* borrowed */
    struct bb_signature signature; /* of the bug, with symbols */
    uint64_t max_ms;               /* 0: no limit */
    unsigned max_executions;       /* 0: no limit */
    unsigned executions;           /* spent of that before */
    unsigned jobs;                 /* candidates at once, BB_REDUCE_JOBS at most; 0 is 1 */
    unsigned runs, need; /* of a candidate, as of struct bb_verdict; 0: as the input asks for */
    struct bb_buf *ret_words; /* minimize/least_change.h on the result, appended; may be NULL */
    /* A candidate that showed another bug. May be NULL. */
    void (*another)(void *user, struct bb_bytes input, const struct bb_probe *probe);
    void (*improved)(void *user, struct bb_bytes best);                     /* may be NULL */
    void (*progress)(void *user, const struct bb_minimize_progress *state); /* may be NULL */
    void *user;
};

struct bb_reduce_result {
    struct bb_minimize_result minimize;
    unsigned executions; /* in all */
    unsigned runs, need; /* that a candidate had */
    struct bb_rate best; /* how often the result shows the bug, where it is not always */
    bool is_cut_short;   /* interrupted when it was small, and only more words were to be found */
};

/* Appends the smallest input found that shows the same bug. An eighth of the budget is kept for
 * what is asked of the result. Errors as of bb_minimize; BB_INTERRUPTED with the best so far,
 * unless it is_cut_short. */
BB_MUST_USE enum bb_status bb_reduce(struct bb_bytes input, const struct bb_reduce_options *options,
                                     struct bb_buf *ret_best, struct bb_reduce_result *ret_result,
                                     struct bb_err *err);

/* "shown in 3 of 5 runs, the input as found in 2 of 5", appended; nothing where every run shows it.
 */
void bb_reduce_say_rate(const struct bb_reduce_result *result, struct bb_buf *text);

#endif
