/* A finding's folder for upstream: brickbat finding ID --export DIR. */
#ifndef BB_CLI_EXPORT_H
#define BB_CLI_EXPORT_H

#include <brickbat/grammar.h>

#include "cli/cli.h"
#include "triage/finding.h"

/* Writes reproducer.c, CMakeLists.txt, input, input.txt (annotated), stderr.txt and REPORT.md into
 * the folder, as typed by the user, and says so. The folder is made; BB_EXISTS if there is
 * something in it. Grammar may be NULL. */
BB_MUST_USE enum bb_status bb_export_finding(struct bb_cli *cli, const struct bb_finding *finding,
                                             const struct bb_grammar *grammar, const char *folder,
                                             struct bb_err *err);

#endif
