/*
 * Where tmin's result goes, and that the best so far is there at any moment.
 *
 * A finding's input.min is the store's to write, with what is known of it; all else is a file. Both
 * are written as a whole, so whoever is killed leaves the best before or the best after, not half
 * of one.
 */
#ifndef BB_CLI_TMIN_OUTPUT_H
#define BB_CLI_TMIN_OUTPUT_H

#include <limits.h>

#include "cli/reduce.h"
#include "cli/store.h"

struct bb_tmin_output {
    struct bb_cli *cli;
    const struct bb_target_info *target;
    char id[BB_FINDING_ID_SIZE]; /* of the finding; "" for a file */
    char path[PATH_MAX];
    struct bb_store *store; /* owned; opened when it is needed */
    struct bb_buf waiting;  /* the best so far, if it is not yet written; owned */
    bool is_waiting;
    int64_t saved_ms;
};

/* `typed` is the user's word for it, NULL without one: FILE.min, or the finding's. BB_LIMIT. End
 * with bb_tmin_output_end. */
BB_MUST_USE enum bb_status bb_tmin_output_begin(struct bb_cli *cli,
                                                const struct bb_target_info *target,
                                                const char *input_path, const char *typed,
                                                struct bb_tmin_output *ret_output,
                                                struct bb_err *err);

/* A new best: written at once, or, so short a time after another one, soon: by the first
 * bb_tmin_output_flush that comes late enough. Errors of the file or of the store; those are final
 * for this input. */
BB_MUST_USE enum bb_status bb_tmin_output_save(struct bb_tmin_output *output, struct bb_bytes best,
                                               struct bb_err *err);
BB_MUST_USE enum bb_status bb_tmin_output_flush(struct bb_tmin_output *output, struct bb_err *err);

/* The result, with its least change in words; partial if the search was interrupted. */
BB_MUST_USE enum bb_status bb_tmin_output_finish(struct bb_tmin_output *output,
                                                 const struct bb_minimized *best,
                                                 const struct bb_reduce_result *result,
                                                 struct bb_err *err);

void bb_tmin_output_end(struct bb_tmin_output *output);

#endif
