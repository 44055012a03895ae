/*
 * What a campaign came to: words for the terminal, JSON for programs, and the note that `list`
 * reads.
 */
#ifndef BB_CLI_SUMMARY_H
#define BB_CLI_SUMMARY_H

#include <jansson.h>

#include "campaign/campaign.h"
#include "cli/cli.h"

/* To stdout. */
void bb_summary_print(const struct bb_cli *cli, const struct bb_campaign *campaign);

/* A new reference. */
json_t *bb_summary_json(const struct bb_campaign *campaign);

/* Writes it into the store as the target's last run. */
BB_MUST_USE enum bb_status bb_summary_remember(const struct bb_cli *cli,
                                               const struct bb_campaign *campaign,
                                               struct bb_err *err);

#endif
