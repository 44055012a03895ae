/*
 * What triage_file.c and triage_reduce.c share.
 */
#ifndef BB_CLI_TRIAGE_PRIVATE_H
#define BB_CLI_TRIAGE_PRIVATE_H

#include "cli/triage_file.h"

/* A crash as the store wants it. Strings are borrowed. */
struct bb_triage_crash {
    const char *path;
    const char *engine;
    struct bb_bytes input;
    struct bb_bytes log;
    const struct bb_report *report;
    unsigned runs;
    unsigned runs_crashed;
};

BB_MUST_USE enum bb_status bb_triage_store(const struct bb_triage *triage,
                                           const struct bb_triage_crash *crash,
                                           struct bb_added *ret_added, struct bb_err *err);

/* Appends one; those beyond the maximum are dropped. Never NULL. */
struct bb_triage_result *bb_triage_add_result(struct bb_triage_results *results,
                                              enum bb_triaged what, const struct bb_added *added);

/* Notes that the finding is to be made small, unless it is, or nothing is to be. */
BB_MUST_USE enum bb_status bb_triage_plan(struct bb_triage *triage, const char *id,
                                          const struct bb_triage_crash *crash,
                                          const struct bb_signature *signature, struct bb_err *err);

#endif
