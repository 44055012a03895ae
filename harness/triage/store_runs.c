#include "triage/store_private.h"

enum bb_status bb_store_run_begin(struct bb_store *store, struct bb_run *run, struct bb_err *err)
{
    enum bb_status status =
        bb_sql_run(store->db, err, "INSERT INTO runs (target, engine, started) VALUES (?, ?, ?)",
                   "tti", run->target, run->engine, run->started);
    if (status == BB_OK)
        run->id = sqlite3_last_insert_rowid(store->db);
    return status;
}

enum bb_status bb_store_run_update(struct bb_store *store, const struct bb_run *run,
                                   struct bb_err *err)
{
    return bb_sql_run(store->db, err,
                      "UPDATE runs SET ended = ?, executions = ?, coverage = ?, corpus = ?,"
                      "  findings_new = ?, findings_known = ? WHERE id = ?",
                      "iiiiiii", run->ended, (int64_t)run->executions, (int64_t)run->coverage,
                      (int64_t)run->corpus, (int64_t)run->findings_new,
                      (int64_t)run->findings_known, run->id);
}

enum bb_status bb_store_last_run(struct bb_store *store, struct bb_arena *arena, const char *target,
                                 struct bb_run *ret_run, struct bb_err *err)
{
    sqlite3_stmt *row = NULL;
    bool found = false;
    enum bb_status status =
        bb_sql_prepare(store->db, &row, err,
                       "SELECT target, engine, id, started, ended, executions, coverage, corpus,"
                       "  findings_new, findings_known FROM runs WHERE target = ?"
                       " ORDER BY started DESC, id DESC LIMIT 1",
                       "t", target);
    if (status == BB_OK)
        status = bb_sql_step(row, &found, err);
    if (status == BB_OK && !found)
        status = BB_FAIL(err, BB_NOT_FOUND, "no run of '%s' in the store", target);
    if (status == BB_OK) {
        struct bb_run run = {
            .target = bb_sql_text(arena, row, 0),
            .engine = bb_sql_text(arena, row, 1),
            .id = sqlite3_column_int64(row, 2),
            .started = sqlite3_column_int64(row, 3),
            .ended = sqlite3_column_int64(row, 4),
            .executions = (uint64_t)sqlite3_column_int64(row, 5),
            .coverage = (uint64_t)sqlite3_column_int64(row, 6),
            .corpus = (uint64_t)sqlite3_column_int64(row, 7),
            .findings_new = (uint64_t)sqlite3_column_int64(row, 8),
            .findings_known = (uint64_t)sqlite3_column_int64(row, 9),
        };
        status = run.target && run.engine ? BB_OK : BB_FAIL(err, BB_LIMIT, "no memory for a run");
        if (status == BB_OK)
            *ret_run = run;
    }
    sqlite3_finalize(row);
    return status;
}
