/*
 * The files that a user names: each FILE, and for each DIR the files in it.
 */
#ifndef BB_CLI_INPUTS_H
#define BB_CLI_INPUTS_H

#include "base/folder.h"
#include "cli/cli.h"

/* Appends paths as seen from the root. BB_NOT_FOUND names a word that is neither; BB_NOT_FOUND also
 * if a folder has no file. */
BB_MUST_USE enum bb_status bb_inputs_collect(const struct bb_cli *cli, const char *const *words,
                                             size_t n, struct bb_paths *ret_files,
                                             struct bb_err *err);

/* The same, but "-" as the only word is standard input. */
BB_MUST_USE enum bb_status bb_inputs_collect_or_stdin(const struct bb_cli *cli,
                                                      const char *const *words, size_t n,
                                                      struct bb_paths *ret_files,
                                                      struct bb_err *err);

#endif
