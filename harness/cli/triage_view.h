/*
 * What triage says while it works, and at the end. Findings and results go to stdout, progress to
 * stderr.
 */
#ifndef BB_CLI_TRIAGE_VIEW_H
#define BB_CLI_TRIAGE_VIEW_H

#include <jansson.h>

#include "cli/triage_file.h"

enum bb_triage_form {
    BB_TRIAGE_WORDS, /* each finding once, then how many files show it */
    BB_TRIAGE_JSON,  /* one object at the end */
    BB_TRIAGE_JSONL, /* an object for each file as soon as it is done with */
};

/* A finding and the files of this call that show it. */
struct bb_triage_count {
    char id[BB_FINDING_ID_SIZE];
    size_t n_files;
    bool is_new;
};

/* End with bb_triage_view_end. */
struct bb_triage_view {
    /* Set by the caller. */
    const struct bb_cli *cli;
    const struct bb_triage *triage;
    enum bb_triage_form form;
    size_t n_files; /* in all */

    /* Zero at first. */
    struct bb_triage_count *counts;
    size_t n_counts;
    struct bb_paths told; /* findings that have been printed */
    size_t n_done;
    size_t n_findings; /* results that name one */
    size_t n_fine;
    size_t n_unproven;
    json_t *results;
    int64_t start_ms;
    int64_t next_ms; /* when to show progress again */
    bool is_drawn;
};

/* One more file has been dealt with: counts it, and shows progress now and then. */
void bb_triage_view_count(struct bb_triage_view *view, const struct bb_triage_results *results);

/* Tells what came of the file. `error` is why it could not be dealt with, or NULL. */
void bb_triage_view_tell(struct bb_triage_view *view, const char *path,
                         const struct bb_triage_results *results, const char *error);

/* Tells that a finding is being made small. */
void bb_triage_view_reducing(struct bb_triage_view *view, const char *id);

/* The last words. */
void bb_triage_view_close(struct bb_triage_view *view);

void bb_triage_view_end(struct bb_triage_view *view);

#endif
