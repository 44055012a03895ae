#include <stdio.h>

#include "triage/store_private.h"

enum bb_status bb_store_note_state(struct bb_finding *finding, struct bb_arena *arena,
                                   const struct bb_state_change *change, struct bb_err *err)
{
    if (bb_finding_change_state(finding, arena, change))
        return BB_OK;
    return BB_FAIL(err, BB_LIMIT, "no memory left for the history of '%s'", finding->id);
}

enum bb_status bb_store_note_event(struct bb_finding *finding, struct bb_arena *arena,
                                   const char *what, const struct bb_when *when, struct bb_err *err)
{
    const char *reason = finding->state_reason;
    const struct bb_state_change change = {.when = when->now,
                                           .to = finding->state,
                                           .why = what,
                                           .commit = when->commit};
    enum bb_status status = bb_store_note_state(finding, arena, &change, err);
    finding->state_reason = reason;
    return status;
}

static enum bb_status apply_state(struct bb_store *store, struct bb_arena *arena,
                                  struct bb_finding *finding, const void *context,
                                  struct bb_err *err)
{
    const struct bb_state_change *change = context;
    (void)store;
    if (finding->state == BB_FINDING_MERGED)
        return BB_FAIL(err, BB_USAGE, "'%s' is merged into '%s': say it of that one", finding->id,
                       finding->merged_into);
    if (change->to == BB_FINDING_MERGED)
        return BB_FAIL(err, BB_USAGE, "'%s': merged into what?", finding->id);
    return bb_store_note_state(finding, arena, change, err);
}

enum bb_status bb_store_set_state(struct bb_store *store, const char *id,
                                  const struct bb_state_change *change, struct bb_err *err)
{
    return bb_store_change(store, id, apply_state, change, err);
}

/* --- what replays show ---------------------------------------------------------------------- */

struct checking {
    const struct bb_recheck *recheck;
    enum bb_finding_state state; /* afterwards */
    char why[96];
};

static enum bb_finding_state state_after(enum bb_finding_state before, bool crashed)
{
    if (before == BB_FINDING_IGNORED || before == BB_FINDING_MERGED)
        return before;
    if (!crashed)
        return BB_FINDING_FIXED;
    return before == BB_FINDING_FIXED ? BB_FINDING_REOPENED : before;
}

static enum bb_status apply_recheck(struct bb_store *store, struct bb_arena *arena,
                                    struct bb_finding *finding, const void *context,
                                    struct bb_err *err)
{
    struct checking *checking = *(struct checking *const *)context;
    const struct bb_recheck *recheck = checking->recheck;
    bool crashed = recheck->runs_crashed > 0;
    (void)store;
    checking->state = state_after(finding->state, crashed);
    finding->runs = recheck->runs;
    finding->runs_crashed = recheck->runs_crashed;
    *(crashed ? &finding->bad_commit : &finding->good_commit) = recheck->commit;
    if (crashed && recheck->now > finding->last_seen)
        finding->last_seen = recheck->now;
    if (checking->state == finding->state)
        return BB_OK;
    snprintf(checking->why, sizeof checking->why, "%u of %u replays crashed", recheck->runs_crashed,
             recheck->runs);
    const struct bb_state_change change = {.when = recheck->now,
                                           .to = checking->state,
                                           .why = checking->why,
                                           .commit = recheck->commit};
    return bb_store_note_state(finding, arena, &change, err);
}

enum bb_status bb_store_recheck(struct bb_store *store, const char *id,
                                const struct bb_recheck *recheck, enum bb_finding_state *ret_state,
                                struct bb_err *err)
{
    struct checking checking = {.recheck = recheck};
    struct checking *context = &checking;
    enum bb_status status = bb_store_change(store, id, apply_recheck, &context, err);
    if (status == BB_OK && ret_state)
        *ret_state = checking.state;
    return status;
}
