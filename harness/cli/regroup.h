/*
 * The user's own buckets: findings merged, split, kept out of groups. What is said of a finding
 * stands in its folder and stays.
 */
#ifndef BB_CLI_REGROUP_H
#define BB_CLI_REGROUP_H

#include "cli/cli.h"
#include "triage/store.h"

/* From now on, crashes of `other` (an id, or its beginning) are counted under the finding. Errors
 * as of bb_cli_find_finding and bb_store_merge. */
BB_MUST_USE enum bb_status bb_regroup_merge(struct bb_cli *cli, struct bb_store *store,
                                            const struct bb_finding *finding, const char *other,
                                            struct bb_err *err);

/* Undoes a merge of the finding, or else keeps it out of its group. */
BB_MUST_USE enum bb_status bb_regroup_split(struct bb_cli *cli, struct bb_store *store,
                                            const struct bb_finding *finding, struct bb_err *err);

/* Lets a finding into groups again. */
BB_MUST_USE enum bb_status bb_regroup_join(struct bb_cli *cli, struct bb_store *store,
                                           const struct bb_finding *finding, struct bb_err *err);

#endif
