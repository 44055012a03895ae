/*
 * The project's store of findings, opened for a command.
 */
#ifndef BB_CLI_STORE_H
#define BB_CLI_STORE_H

#include "campaign/targets.h"
#include "cli/cli.h"
#include "cli/reduce.h"
#include "triage/store.h"

/* Opens reports/ and prints what the store has to say. */
BB_MUST_USE enum bb_status bb_cli_open_store(const struct bb_cli *cli, struct bb_store **ret_store,
                                             struct bb_err *err);

/* "reports/findings/ID/stderr.txt": what the sanitizer printed. */
void bb_cli_finding_log(const struct bb_finding *finding, char ret_path[static PATH_MAX]);

/* A finding by its id, or by the beginning of its id if that is enough. BB_NOT_FOUND suggests. */
BB_MUST_USE enum bb_status bb_cli_find_finding(struct bb_store *store, struct bb_arena *arena,
                                               const char *id, struct bb_finding *ret_finding,
                                               struct bb_err *err);

/* Keeps a minimized input with what the target's grammar says of it, and behind that the words of
 * `minimized`, on its least change. What is there already stays if it is better. */
BB_MUST_USE enum bb_status
bb_cli_keep_minimized(struct bb_store *store, const struct bb_target_info *target, const char *id,
                      const struct bb_minimized *minimized, struct bb_err *err);

/* Keeps how often the crash shows, where it is not in every run. The commit is this project's, ""
 * if it is not known. */
BB_MUST_USE enum bb_status bb_cli_keep_rate(struct bb_store *store, const char *id,
                                            const char *commit,
                                            const struct bb_reduce_result *result,
                                            struct bb_err *err);

#endif
