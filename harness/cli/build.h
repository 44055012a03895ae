/*
 * Building targets with CMake, quietly: a line of progress, a log, and of a failure the first
 * errors.
 */
#ifndef BB_CLI_BUILD_H
#define BB_CLI_BUILD_H

#include "campaign/targets.h"
#include "cli/cli.h"

/* Configures the preset if that was never done and reads its registry. A registry that lacks a
 * wanted target is configured once more. Failures are reported here, too (exit code 3); BB_EXIT_OK
 * otherwise. End with bb_targets_free. */
int bb_build_configure(struct bb_cli *cli, const char *preset, const char *const *wanted,
                       size_t n_wanted, struct bb_targets *ret_targets);

/* Builds what is named (targets, or files below the preset's folder); everything if n is 0.
 * The preset must have been configured. Failures are reported here. Returns the exit code. */
int bb_build_make(struct bb_cli *cli, const char *preset, const char *const *what, size_t n);

#endif
