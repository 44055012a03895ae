/*
 * Whether findings still crash: their inputs replayed with the programs of today.
 */
#ifndef BB_CLI_RECHECK_H
#define BB_CLI_RECHECK_H

#include "cli/probe.h"
#include "cli/replaying.h"
#include "triage/store.h"

enum { BB_RECHECK_RUNS = 3, BB_RECHECK_RUNS_FLAKY = 20 };

/* What replays of one input showed. */
struct bb_check {
    unsigned runs;
    unsigned crashed; /* in whatever way */
    bool otherwise;   /* it crashed, and never with the finding's signature */
    char words[256];  /* about the last crash; "" if there was none */
};

/* Replays the file until it crashes, at most `runs` times; with `all` each of them. Errors as of
 * bb_prober_run, and of reading the file. */
BB_MUST_USE enum bb_status bb_check_input(struct bb_prober *prober, const char *path,
                                          const char *signature, unsigned runs, bool all,
                                          struct bb_check *ret_check, struct bb_err *err);

/* Rechecks the findings of the list, target by target, prints a line for each and a sum to stdout,
 * and notes everything in the store. Builds what it needs unless replaying->no_build. Returns the
 * exit code: BB_EXIT_FINDING if one of them crashes that is not ignored. */
int bb_recheck_findings(struct bb_replaying *replaying, struct bb_store *store,
                        const struct bb_finding *list, size_t n);

#endif
