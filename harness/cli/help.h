/*
 * Help and completion, drawn from the table of verbs.
 */
#ifndef BB_CLI_HELP_H
#define BB_CLI_HELP_H

#include "cli/cli.h"

/* To stdout: every verb in a line, or one verb with its options. */
void bb_help_all(const struct bb_cli *cli);
void bb_help_verb(const struct bb_cli *cli, const struct bb_verb *verb);

/* To stdout: a completion script for bash. */
void bb_help_completion(void);

/* Reports a wrong verb with the nearest right one; returns the exit code. */
int bb_report_unknown_verb(const struct bb_cli *cli, const char *name);

#endif
