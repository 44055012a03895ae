#include <string.h>

#include "triage/store_private.h"

static enum bb_status json_of(const struct bb_finding *finding, struct bb_buf *text,
                              struct bb_err *err)
{
    enum bb_status status = bb_finding_write_json(finding, text, err);
    bb_buf_str(text);
    return status;
}

enum bb_status bb_store_insert(struct bb_store *store, const struct bb_finding *finding,
                               struct bb_err *err)
{
    struct bb_buf text = BB_BUF_INIT(BB_FINDING_JSON_MAX);
    enum bb_status status = json_of(finding, &text, err);
    if (status == BB_OK)
        status = bb_sql_run(
            store->db, err,
            "INSERT INTO findings (id, target, signature, state, state_reason, severity,"
            "  security, crash_type, first_seen, last_seen, hits, merged_into, split_inputs,"
            "  json)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "tttttiitiiittt", finding->id, finding->target, finding->signature,
            bb_finding_state_text(finding->state), finding->state_reason,
            (int64_t)finding->report.severity, (int64_t)finding->report.security,
            finding->report.crash_type, finding->first_seen, finding->last_seen,
            (int64_t)finding->hits, finding->merged_into, finding->split_inputs, bb_buf_str(&text));
    bb_buf_free(&text);
    return status;
}

enum bb_status bb_store_update(struct bb_store *store, const struct bb_finding *finding,
                               struct bb_err *err)
{
    char folder[PATH_MAX];
    struct bb_buf text = BB_BUF_INIT(BB_FINDING_JSON_MAX);
    enum bb_status status = json_of(finding, &text, err);
    if (status == BB_OK)
        status =
            bb_sql_run(store->db, err,
                       "UPDATE findings SET state = ?, state_reason = ?, last_seen = ?,"
                       "  hits = ?, merged_into = ?, split_inputs = ?, json = ? WHERE id = ?",
                       "ttiitttt", bb_finding_state_text(finding->state), finding->state_reason,
                       finding->last_seen, (int64_t)finding->hits, finding->merged_into,
                       finding->split_inputs, bb_buf_str(&text), finding->id);
    bb_buf_free(&text);
    if (status == BB_OK && !bb_store_path(store, finding->id, "", folder))
        status = BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    if (status == BB_OK)
        status = bb_store_write_documents(folder, finding, err);
    return status;
}

enum bb_status bb_store_insert_hit(struct bb_store *store, const char *id, const char *sha1,
                                   const struct bb_finding *from, int64_t when, bool *ret_is_new,
                                   struct bb_err *err)
{
    enum bb_status status =
        bb_sql_run(store->db, err,
                   "INSERT OR IGNORE INTO hits (finding, sha1, seen, bytes, engine, original_name)"
                   " VALUES (?, ?, ?, ?, ?, ?)",
                   "ttiitt", id, sha1, when, (int64_t)from->input_bytes, from->engine,
                   from->original_name);
    if (status == BB_OK)
        *ret_is_new = sqlite3_changes(store->db) > 0;
    return status;
}

/* What the row says of state and counts is newer than what its document says. */
enum bb_status bb_store_read_row(struct bb_arena *arena, sqlite3_stmt *row,
                                 struct bb_finding *ret_finding, struct bb_err *err)
{
    struct bb_finding finding;
    const char *json = (const char *)sqlite3_column_text(row, 0);
    if (!json)
        return BB_FAIL(err, BB_DATABASE, "a finding without a document");
    enum bb_status status =
        bb_finding_read_json(arena, bb_bytes_of(json, (size_t)sqlite3_column_bytes(row, 0)),
                             &finding, err);
    if (status != BB_OK)
        return status;
    const char *state = (const char *)sqlite3_column_text(row, 1);
    if (!state || bb_finding_state_parse(state, &finding.state, NULL) != BB_OK)
        finding.state = BB_FINDING_OPEN;
    finding.state_reason = bb_sql_text(arena, row, 2);
    finding.hits = (uint64_t)sqlite3_column_int64(row, 3);
    finding.first_seen = sqlite3_column_int64(row, 4);
    finding.last_seen = sqlite3_column_int64(row, 5);
    if (!finding.state_reason)
        return BB_FAIL(err, BB_LIMIT, "no memory left for a finding");
    *ret_finding = finding;
    return BB_OK;
}
