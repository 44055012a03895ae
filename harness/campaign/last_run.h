/*
 * What is remembered of a target's last campaign, in reports/work/<target>/last-run.json.
 */
#ifndef BB_CAMPAIGN_LAST_RUN_H
#define BB_CAMPAIGN_LAST_RUN_H

#include <jansson.h>

#include "base/status.h"

/* A new reference; JSON null if there is none or it cannot be read. */
json_t *bb_last_run_read(const char *target);

BB_MUST_USE enum bb_status bb_last_run_write(const char *target, const json_t *run,
                                             struct bb_err *err);

#endif
