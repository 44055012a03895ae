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

/* "  minimize  brickbat tmin TARGET reports/findings/ID/input" */
void bb_finding_print_minimize(const struct bb_cli *cli, const struct bb_finding *finding);

/* The frames of each stack, without noise at its ends. */
void bb_finding_print_stacks(const struct bb_cli *cli, const struct bb_finding *finding);

/* A line of a list. */
void bb_finding_print_row(const struct bb_cli *cli, const struct bb_finding *finding);

#endif
