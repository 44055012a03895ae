/*
 * `show --stats`: how much of each input a grammar takes into typed fields, and where it does not.
 */
#ifndef BB_CLI_SHOW_STATS_H
#define BB_CLI_SHOW_STATS_H

#include "base/folder.h"
#include "cli/capture_options.h"

struct bb_show_stats_options {
    bool worst_first;
    bool json;
};

/* Prints a row for each file, their total, and the places with the most raw bytes. */
BB_MUST_USE enum bb_status bb_show_stats(const struct bb_cli *cli, const struct bb_grammar *grammar,
                                         const struct bb_paths *files,
                                         const struct bb_capture_choice *choice,
                                         const struct bb_show_stats_options *options,
                                         struct bb_err *err);

#endif
