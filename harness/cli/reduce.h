/*
 * Making a crashing input small without losing its bug: bb_minimize with a replay for every
 * candidate.
 */
#ifndef BB_CLI_REDUCE_H
#define BB_CLI_REDUCE_H

#include "cli/probe.h"
#include "minimize/minimize.h"

struct bb_reduce_options {
    const struct bb_target_info *target;
    struct bb_prober *prober;      /* borrowed */
    struct bb_signature signature; /* of the bug, with symbols */
    uint64_t max_ms;               /* 0: no limit */
    unsigned max_executions;       /* 0: no limit */
    struct bb_buf *ret_words; /* minimize/least_change.h on the result, appended; may be NULL */
    /* A candidate that showed another bug. May be NULL. */
    void (*another)(void *user, struct bb_bytes input, const struct bb_probe *probe);
    void (*improved)(void *user, struct bb_bytes best);                     /* may be NULL */
    void (*progress)(void *user, const struct bb_minimize_progress *state); /* may be NULL */
    void *user;
};

/* Appends the smallest input found that shows the same bug. Errors as of bb_minimize;
 * BB_INTERRUPTED with the best so far. */
BB_MUST_USE enum bb_status bb_reduce(struct bb_bytes input, const struct bb_reduce_options *options,
                                     struct bb_buf *ret_best, struct bb_minimize_result *ret_result,
                                     struct bb_err *err);

#endif
