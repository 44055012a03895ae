/*
 * What the verbs that replay inputs (replay, triage, tmin) have in common: their options, and the
 * target's program built and found.
 */
#ifndef BB_CLI_REPLAYING_H
#define BB_CLI_REPLAYING_H

#include "campaign/replay.h"
#include "campaign/targets.h"
#include "cli/args.h"

struct bb_replaying {
    struct bb_cli *cli;
    int64_t timeout_s;
    uint64_t rss_limit_mb; /* 0: the driver's default */
    bool no_build;
    struct bb_targets targets;
    const struct bb_target_info *target; /* once it has begun */
};

#define BB_REPLAYING_INIT(program) ((struct bb_replaying){.cli = (program), .timeout_s = 5})

/* Values of the common options, out of the way of a verb's own letters. */
enum { BB_OPTION_TIMEOUT = 1000, BB_OPTION_RSS, BB_OPTION_NO_BUILD };

/* Rows of a verb's table. */
#define BB_REPLAYING_ROWS                                                                         \
    BB_VALUE("timeout", 0, BB_OPTION_TIMEOUT, "one input may take this long (default 5s)", "5s"), \
        BB_VALUE("rss-limit-mb", 0, BB_OPTION_RSS, "memory limit of the target (default 2048)",   \
                 "N"),                                                                            \
        BB_FLAG("no-build", 0, BB_OPTION_NO_BUILD, "take the program that is there")

/* Deals with one of the options above. False after a wrong value has been reported. */
bool bb_replaying_take(struct bb_replaying *replaying, const struct bb_args *args, int option);

/* Enters the root, builds the target with the preset and finds it. Failures are reported here.
 * Returns the exit code. End with bb_replaying_end. */
int bb_replaying_begin(struct bb_replaying *replaying, const char *preset, const char *target);
void bb_replaying_end(struct bb_replaying *replaying);

struct bb_replay_options bb_replaying_how(const struct bb_replaying *replaying);

#endif
