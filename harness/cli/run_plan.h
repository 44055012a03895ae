/*
 * What `run` needs before it can fuzz: registries and programs of the presets of its engines.
 */
#ifndef BB_CLI_RUN_PLAN_H
#define BB_CLI_RUN_PLAN_H

#include "campaign/targets.h"
#include "cli/cli.h"

struct bb_run_plan {
    bool libfuzzer;
    bool afl;
    bool build; /* false: take what is there */
    const char *const *names;
    size_t n_names;

    struct bb_targets libfuzzer_targets;
    struct bb_targets afl_targets;
    struct bb_targets replay_targets;
};

/* Configures, checks the names and builds. Failures are reported here. Returns the exit code. End
 * with bb_run_plan_free. */
int bb_run_plan_prepare(struct bb_cli *cli, struct bb_run_plan *plan);
void bb_run_plan_free(struct bb_run_plan *plan);

/* A registry of one preset and the programs of some of its targets. For verbs that only replay. */
int bb_prepare_preset(struct bb_cli *cli, const char *preset, const char *const *names, size_t n,
                      bool build, struct bb_targets *ret_targets);

#endif
