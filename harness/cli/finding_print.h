/*
 * A finding as people see it: in a block, in a row, with its stack.
 */
#ifndef BB_CLI_FINDING_PRINT_H
#define BB_CLI_FINDING_PRINT_H

#include "cli/cli.h"
#include "triage/finding.h"

/* To stdout:
 *     FINDING mqtt_mosquitto-3f9a1c00  heap-buffer-overflow WRITE 1   new, high
 *       in        property__read_all  lib/property_mosq.c:212
 *       ...  */
void bb_finding_print(const struct bb_cli *cli, const struct bb_finding *finding, const char *news);

/* The commands for what comes next: minimize, promote, export. */
void bb_finding_print_further(const struct bb_cli *cli, const struct bb_finding *finding);

/* The frames of each stack, without noise at its ends. */
void bb_finding_print_stacks(const struct bb_cli *cli, const struct bb_finding *finding);

/* The head of a list, and a line of it. The first returns the width of its first column, in
 * characters. */
int bb_finding_print_head(const struct bb_cli *cli, const struct bb_finding *list, size_t n);
void bb_finding_print_row(const struct bb_cli *cli, const struct bb_finding *finding, int id_width);

/* Its changes of state, a line each. */
void bb_finding_print_history(const struct bb_finding *finding);

#endif
