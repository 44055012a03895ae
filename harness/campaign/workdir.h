/*
 * reports/work/<target>/: the live data of one target's campaigns.
 *
 *   corpus/      the live corpus that all engines share; nothing in it crashes
 *   libfuzzer/   crash files of libFuzzer, each with the log of the process that wrote it
 *   afl/         AFL++'s output, one folder per instance
 *   aside/       corpus files that crash, taken out of the corpus
 *   unproven/    crash files that did not crash again
 *   logs/        what the engines said
 *
 * A crash file stays where it was written until it is stored as a finding: whoever dies in between
 * loses nothing.
 */
#ifndef BB_CAMPAIGN_WORKDIR_H
#define BB_CAMPAIGN_WORKDIR_H

#include "base/status.h"

enum { BB_WORK_PATH_SIZE = 320 };

struct bb_workdir {
    char base[BB_WORK_PATH_SIZE];
    char corpus[BB_WORK_PATH_SIZE];
    char libfuzzer[BB_WORK_PATH_SIZE];
    char afl[BB_WORK_PATH_SIZE];
    char aside[BB_WORK_PATH_SIZE];
    char unproven[BB_WORK_PATH_SIZE];
    char logs[BB_WORK_PATH_SIZE];
};

/* Makes the folders. BB_LIMIT for a name too long, BB_IO. */
BB_MUST_USE enum bb_status bb_workdir_open(const char *target, struct bb_workdir *ret_dir,
                                           struct bb_err *err);

/* Keeps others from running a campaign here, until the descriptor is closed or this process dies.
 * BB_EXISTS if somebody does. */
BB_MUST_USE enum bb_status bb_workdir_lock(const struct bb_workdir *dir, int *ret_fd,
                                           struct bb_err *err);

/* Fails with BB_LIMIT, naming the figures and the way out, when the disk is nearly full: less than
 * BRICKBAT_MIN_FREE_MB (200 if it is not set) left. */
BB_MUST_USE enum bb_status bb_workdir_check_room(const struct bb_workdir *dir, struct bb_err *err);

#endif
