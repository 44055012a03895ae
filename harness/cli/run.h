/*
 * Carrying out `run`: a campaign for each target, told to the user.
 */
#ifndef BB_CLI_RUN_H
#define BB_CLI_RUN_H

#include <jansson.h>

#include "cli/run_plan.h"
#include "cli/status.h"

struct bb_run_order {
    struct bb_cli *cli;
    struct bb_run_plan plan;             /* prepared */
    struct bb_campaign_options campaign; /* but for what differs from target to target */
    int64_t seconds;                     /* of all targets */
    bool has_jobs;                       /* the user gave a number */
    bool json;
    json_t *results; /* owned by the caller: a summary per campaign is appended */
    struct bb_status_view view;
};

/* Fuzzes one target after the other; what one leaves of its share of the time goes to those behind
 * it. Returns the exit code. */
int bb_run_all(struct bb_run_order *run);

#endif
