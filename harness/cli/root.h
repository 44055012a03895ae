/*
 * Where the project is, and paths between it and the user.
 *
 * The program works inside the project's root, so that paths in findings, logs and the registry are
 * short and the same on every machine. Words from the user are relative to where the user is.
 */
#ifndef BB_CLI_ROOT_H
#define BB_CLI_ROOT_H

#include "cli/cli.h"

/* Goes to the root: --root, else $BRICKBAT_ROOT, else the nearest folder above this program's file,
 * then above the user's, that holds CMakePresets.json and targets/. BB_NOT_FOUND, BB_IO. */
BB_MUST_USE enum bb_status bb_cli_enter_root(struct bb_cli *cli, struct bb_err *err);

/* A path that the user typed, as it must be written from the root. "-" stays. False when it is too
 * long. */
bool bb_cli_user_path(const struct bb_cli *cli, const char *typed, char ret_path[PATH_MAX]);

/* A path below the root, as the user must write it: as it is if the user is in the root, else
 * absolute. ret_path is also returned. */
const char *bb_cli_show_path(const struct bb_cli *cli, const char *path, char ret_path[PATH_MAX]);

#endif
