/*
 * What a campaign is doing, for a person who waits: on a terminal one line per engine that is drawn
 * again and again, elsewhere a line per engine every few seconds. On stderr.
 */
#ifndef BB_CLI_STATUS_H
#define BB_CLI_STATUS_H

#include "campaign/campaign.h"
#include "cli/cli.h"

struct bb_status_view {
    const struct bb_cli *cli;
    unsigned n_drawn; /* lines on the terminal that will be drawn over */
    int64_t next_ms;  /* when to show the next time */
    enum bb_campaign_phase phase;
};

/* Draws if it is time to. */
void bb_status_show(struct bb_status_view *view, const struct bb_campaign *campaign);

/* Takes the lines away, so that something else can be printed. */
void bb_status_clear(struct bb_status_view *view);

#endif
