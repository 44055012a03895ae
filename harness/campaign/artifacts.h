/*
 * Crash files that the engines have written and nobody has stored as a finding yet.
 */
#ifndef BB_CAMPAIGN_ARTIFACTS_H
#define BB_CAMPAIGN_ARTIFACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/folder.h"
#include "campaign/workdir.h"

/* Appends the crash files below the working folder that have not changed for min_age_ms (an engine
 * may still be writing younger ones): libFuzzer's, AFL++'s of all instances and earlier sessions,
 * and those set aside. */
BB_MUST_USE enum bb_status bb_artifacts_scan(const struct bb_workdir *dir, int64_t min_age_ms,
                                             struct bb_paths *ret_files, struct bb_err *err);

/* True for "crash-", "timeout-", "oom-" and "leak-" with something behind it. */
bool bb_artifact_is_libfuzzer_name(const char *name);

/* Moves the crash files of AFL++ instances to where a new session will not touch them. */
BB_MUST_USE enum bb_status bb_artifacts_rescue_afl(const struct bb_workdir *dir,
                                                   struct bb_err *err);

/* The log that the engine left beside its crash file: "<file>.log". */
void bb_artifact_log_path(const char *file, char *ret_path, size_t size);

#endif
