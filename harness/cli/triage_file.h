/*
 * Crash files on their way into the store: each is replayed, told apart from other bugs, stored,
 * and then removed if it was one of the engines'. What is new is made small afterwards, when all of
 * them are safe.
 */
#ifndef BB_CLI_TRIAGE_FILE_H
#define BB_CLI_TRIAGE_FILE_H

#include "base/folder.h"
#include "campaign/workdir.h"
#include "cli/cli.h"
#include "cli/probe.h"
#include "triage/store.h"

enum { BB_TRIAGE_MAX_RESULTS = 64, BB_HARNESS_COMMIT_SIZE = 48 };

/* A finding that waits to be made small. */
struct bb_triage_job {
    char id[BB_FINDING_ID_SIZE];
    char *path; /* of the crash file, which may be gone; owned */
    struct bb_buf input;
    struct bb_signature signature;
    unsigned runs;
    unsigned runs_crashed;
};

/* End with bb_triage_end. */
struct bb_triage {
    const struct bb_cli *cli;
    const struct bb_target_info *target;
    const struct bb_workdir *dir;
    struct bb_store *store;
    struct bb_prober prober;
    uint64_t minimize_ms; /* 0: not at all */
    char harness_commit[BB_HARNESS_COMMIT_SIZE];

    /* Zero at first. */
    struct bb_paths met; /* ids of findings of which it is known whether they are small */
    struct bb_triage_job *jobs;
    size_t n_jobs;
};

enum bb_triaged {
    BB_TRIAGED_FINDING,
    BB_TRIAGED_UNPROVEN, /* it did not crash again; stored, unless it is a time-out */
    BB_TRIAGED_FINE,     /* a file of the user's that does not crash: nothing is stored */
};

struct bb_triage_result {
    enum bb_triaged what;
    char id[BB_FINDING_ID_SIZE]; /* "" if nothing was stored */
    bool is_new;
    bool from_minimizer; /* another bug that showed while a candidate ran */
};

struct bb_triage_results {
    struct bb_triage_result list[BB_TRIAGE_MAX_RESULTS];
    size_t n;
};

/* Appends what came of the file to the results. BB_NOT_FOUND, BB_IO if it cannot be read;
 * BB_INTERRUPTED; errors of the store. On any of these the file is where it was. */
BB_MUST_USE enum bb_status bb_triage_file(struct bb_triage *triage, const char *path,
                                          struct bb_triage_results *results, struct bb_err *err);

/* Makes the first of the findings that wait small, and appends to the results what else showed
 * meanwhile. BB_INTERRUPTED with the best so far; errors of the store. */
BB_MUST_USE enum bb_status bb_triage_reduce(struct bb_triage *triage,
                                            struct bb_triage_results *results, struct bb_err *err);

void bb_triage_end(struct bb_triage *triage);

/* The project's commit, "" if there is none. */
void bb_triage_find_commit(char ret_commit[static BB_HARNESS_COMMIT_SIZE]);

/* Now, at that commit; it is in ret_commit, which must live as long as the result. */
struct bb_when bb_triage_now(char ret_commit[static BB_HARNESS_COMMIT_SIZE]);

#endif
