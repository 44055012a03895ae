/*
 * Before the engines start: does the target run at all, and does nothing in the live corpus crash?
 */
#ifndef BB_CAMPAIGN_PREFLIGHT_H
#define BB_CAMPAIGN_PREFLIGHT_H

#include "campaign/notes.h"
#include "campaign/replay.h"
#include "campaign/targets.h"
#include "campaign/workdir.h"

struct bb_preflight {
    const struct bb_replay_options *replay;
    const struct bb_target_info *target;
    const struct bb_workdir *dir;
    const struct bb_notes *notes;
};

/* Brings the target's seeds into the live corpus. BB_NOT_FOUND, with the way out, if there is
 * neither a seed nor anything in the corpus. */
BB_MUST_USE enum bb_status bb_preflight_seeds(const struct bb_preflight *flight,
                                              struct bb_err *err);

/* Runs the empty input. BB_CHILD_FAILED or BB_TIMEOUT if the target does not get that far. An
 * empty input that fails is kept in aside/, and noted. */
BB_MUST_USE enum bb_status bb_preflight_start(const struct bb_preflight *flight,
                                              struct bb_err *err);

/* Runs the whole corpus and moves what fails to aside/, noting each. Stops after budget_ms, which
 * is noted, too. BB_INTERRUPTED, BB_IO. */
BB_MUST_USE enum bb_status bb_preflight_corpus(const struct bb_preflight *flight, int64_t budget_ms,
                                               size_t *ret_n_aside, struct bb_err *err);

#endif
