#include <stdio.h>
#include <string.h>

#include "triage/store_private.h"

/* Findings merged into findings that are merged. Only somebody who edits finding.json can make a
 * longer way, or a circle. */
enum { STEPS_MAX = 64 };

/* One step. ret_found: `id` is merged into a finding that is there; then its id is in ret_id. */
static enum bb_status find_merged_into(struct bb_store *store, const char *id,
                                       char ret_id[static BB_FINDING_ID_SIZE], bool *ret_found,
                                       struct bb_err *err)
{
    sqlite3_stmt *row = NULL;
    enum bb_status status =
        bb_sql_prepare(store->db, &row, err,
                       "SELECT into_this.id FROM findings AS it"
                       " JOIN findings AS into_this ON into_this.id = it.merged_into"
                       " WHERE it.id = ?",
                       "t", id);
    if (status == BB_OK)
        status = bb_sql_step(row, ret_found, err);
    if (status == BB_OK && *ret_found)
        snprintf(ret_id, BB_FINDING_ID_SIZE, "%s", sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    return status;
}

enum bb_status bb_store_follow_merge(struct bb_store *store, const char *id,
                                     char ret_id[static BB_FINDING_ID_SIZE], struct bb_err *err)
{
    char at[BB_FINDING_ID_SIZE], next[BB_FINDING_ID_SIZE];
    enum bb_status status = BB_OK;
    bool found = true;
    snprintf(at, sizeof at, "%s", id);
    for (unsigned steps = 0; status == BB_OK && found; steps++) {
        found = false;
        status = find_merged_into(store, at, next, &found, err);
        if (status == BB_OK && found)
            memcpy(at, next, sizeof at);
        if (steps == STEPS_MAX) {
            snprintf(at, sizeof at, "%s", id);
            break;
        }
    }
    if (status == BB_OK)
        memcpy(ret_id, at, sizeof at);
    return status;
}

static enum bb_status note(struct bb_finding *finding, struct bb_arena *arena,
                           enum bb_finding_state to, const char *why, const struct bb_when *when,
                           struct bb_err *err)
{
    const struct bb_state_change change = {.when = when->now,
                                           .to = to,
                                           .why = why,
                                           .commit = when->commit};
    return bb_store_note_state(finding, arena, &change, err);
}

/* --- merge ---------------------------------------------------------------------------------- */

struct merging {
    const char *into;
    const struct bb_when *when;
    char why[BB_FINDING_ID_SIZE + 16];
};

/* Whether `finding` may be merged into `into`. */
static enum bb_status check_merge(struct bb_store *store, const struct bb_finding *finding,
                                  const struct bb_finding *into, struct bb_err *err)
{
    char end[BB_FINDING_ID_SIZE];
    if (strcmp(finding->id, into->id) == 0)
        return BB_FAIL(err, BB_USAGE, "'%s' cannot be merged into itself", finding->id);
    if (strcmp(finding->target, into->target) != 0)
        return BB_FAIL(err, BB_USAGE, "'%s' and '%s' are of two targets", finding->id, into->id);
    if (finding->state == BB_FINDING_MERGED)
        return BB_FAIL(err, BB_USAGE, "'%s' is merged into '%s' already; split it first",
                       finding->id, finding->merged_into);
    if (into->state != BB_FINDING_MERGED)
        return BB_OK;
    enum bb_status status = bb_store_follow_merge(store, into->id, end, err);
    if (status != BB_OK)
        return status;
    if (strcmp(end, finding->id) == 0)
        return BB_FAIL(err, BB_USAGE, "circular: '%s' is merged into '%s'; split it first",
                       into->id, finding->id);
    return BB_FAIL(err, BB_USAGE, "'%s' is merged into '%s' itself; merge into that one", into->id,
                   into->merged_into);
}

static enum bb_status apply_merge(struct bb_store *store, struct bb_arena *arena,
                                  struct bb_finding *finding, const void *context,
                                  struct bb_err *err)
{
    const struct merging *merging = context;
    struct bb_finding into;
    enum bb_status status = bb_store_get(store, arena, merging->into, &into, err);
    if (status == BB_OK)
        status = check_merge(store, finding, &into, err);
    if (status == BB_OK)
        status = note(finding, arena, BB_FINDING_MERGED, merging->why, merging->when, err);
    if (status == BB_OK)
        finding->merged_into = merging->into;
    return status;
}

enum bb_status bb_store_merge(struct bb_store *store, const char *id, const char *other,
                              const struct bb_when *when, struct bb_err *err)
{
    struct merging merging = {.into = id, .when = when};
    snprintf(merging.why, sizeof merging.why, "into %s", id);
    return bb_store_change(store, other, apply_merge, &merging, err);
}

/* The state before the last merge, and why it was so. */
static enum bb_finding_state state_before(const struct bb_finding *finding, const char **ret_why)
{
    const struct bb_state_change *history = finding->history;
    enum bb_finding_state state = BB_FINDING_OPEN;
    size_t i = finding->n_history;
    *ret_why = "";
    while (i &&
           (history[i - 1].to != BB_FINDING_MERGED || history[i - 1].from == BB_FINDING_MERGED))
        i--;
    if (i)
        state = history[i - 1].from;
    while (i && (history[i - 1].to != state || history[i - 1].from == state))
        i--;
    if (i)
        *ret_why = history[i - 1].why;
    return state;
}

static enum bb_status apply_unmerge(struct bb_store *store, struct bb_arena *arena,
                                    struct bb_finding *finding, const void *context,
                                    struct bb_err *err)
{
    (void)store;
    if (finding->state != BB_FINDING_MERGED)
        return BB_FAIL(err, BB_USAGE, "'%s' is not merged", finding->id);
    const char *reason;
    enum bb_finding_state state = state_before(finding, &reason);
    enum bb_status status = note(finding, arena, state, "split by the user", context, err);
    finding->merged_into = "";
    finding->state_reason = reason;
    return status;
}

enum bb_status bb_store_unmerge(struct bb_store *store, const char *id, const struct bb_when *when,
                                struct bb_err *err)
{
    return bb_store_change(store, id, apply_unmerge, when, err);
}

/* --- groups --------------------------------------------------------------------------------- */

struct placing {
    bool alone;
    const struct bb_when *when;
};

static enum bb_status apply_alone(struct bb_store *store, struct bb_arena *arena,
                                  struct bb_finding *finding, const void *context,
                                  struct bb_err *err)
{
    const struct placing *placing = context;
    (void)store;
    if (finding->alone == placing->alone)
        return BB_OK;
    const char *what = placing->alone ? "kept out of its group" : "in its group again";
    enum bb_status status = bb_store_note_event(finding, arena, what, placing->when, err);
    finding->alone = placing->alone;
    return status;
}

enum bb_status bb_store_set_alone(struct bb_store *store, const char *id, bool alone,
                                  const struct bb_when *when, struct bb_err *err)
{
    const struct placing placing = {.alone = alone, .when = when};
    return bb_store_change(store, id, apply_alone, &placing, err);
}
