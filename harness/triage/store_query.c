#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "triage/store_private.h"

enum bb_status bb_store_get(struct bb_store *store, struct bb_arena *arena, const char *id,
                            struct bb_finding *ret_finding, struct bb_err *err)
{
    sqlite3_stmt *row = NULL;
    bool found = false;
    enum bb_status status =
        bb_sql_prepare(store->db, &row, err,
                       "SELECT " BB_STORE_COLUMNS " FROM findings WHERE id = ?", "t", id);
    if (status == BB_OK)
        status = bb_sql_step(row, &found, err);
    if (status == BB_OK && !found)
        status = BB_FAIL(err, BB_NOT_FOUND, "no finding '%s' in the store", id);
    if (status == BB_OK)
        status = bb_store_read_row(arena, row, ret_finding, err);
    sqlite3_finalize(row);
    return status;
}

static const char *order_of(enum bb_store_sort sort)
{
    switch (sort) {
    case BB_SORT_LAST_SEEN: return "last_seen DESC, id";
    case BB_SORT_FIRST_SEEN: return "first_seen DESC, id";
    case BB_SORT_SEVERITY: return "severity DESC, security DESC, last_seen DESC, id";
    case BB_SORT_HITS: return "hits DESC, id";
    case BB_SORT_ID: return "id";
    }
    return "id";
}

/* ",open,fixed," for the states of the mask. */
static void list_states(unsigned mask, char *ret_list, size_t size)
{
    size_t n = 0;
    for (unsigned i = 0; i <= BB_FINDING_MERGED; i++)
        if (mask == 0 || mask >> i & 1)
            n += (size_t)snprintf(ret_list + n, size - n, ",%s",
                                  bb_finding_state_text((enum bb_finding_state)i));
    snprintf(ret_list + n, size - n, ",");
}

static enum bb_status prepare_list(struct bb_store *store, const struct bb_store_filter *filter,
                                   sqlite3_stmt **ret_rows, struct bb_err *err)
{
    char sql[512];
    char states[128];
    list_states(filter->states, states, sizeof states);
    snprintf(sql, sizeof sql,
             "SELECT " BB_STORE_COLUMNS " FROM findings"
             " WHERE (?1 IS NULL OR target = ?1) AND instr(?2, ',' || state || ',') > 0"
             " AND severity >= ?3 AND security >= ?4 AND last_seen >= ?5"
             " AND (?7 IS NULL OR instr(lower(id || ' ' || signature || ' ' || json), lower(?7)) > "
             "0)"
             " ORDER BY %s LIMIT ?6",
             order_of(filter->sort));
    return bb_sql_prepare(store->db, ret_rows, err, sql, "ttiiiit", filter->target, states,
                          (int64_t)filter->min_severity, (int64_t)filter->security_only,
                          filter->seen_since, filter->max ? (int64_t)filter->max : (int64_t)-1,
                          filter->words);
}

/* Makes room for one more; the old list stays in the arena until that is freed. */
static bool grow(struct bb_arena *arena, struct bb_finding **list, size_t n)
{
    enum { FIRST = 16 };
    if (n && (n < FIRST || (n & (n - 1))))
        return true;
    struct bb_finding *grown = bb_arena_alloc(arena, (n ? 2 * n : FIRST) * sizeof *grown);
    if (!grown)
        return false;
    if (n)
        memcpy(grown, *list, n * sizeof *grown);
    *list = grown;
    return true;
}

enum bb_status bb_store_list(struct bb_store *store, struct bb_arena *arena,
                             const struct bb_store_filter *filter, struct bb_finding **ret_findings,
                             size_t *ret_n, struct bb_err *err)
{
    sqlite3_stmt *rows = NULL;
    struct bb_finding *list = NULL;
    size_t n = 0;
    bool row = false;
    enum bb_status status = prepare_list(store, filter, &rows, err);
    if (status == BB_OK)
        status = bb_sql_step(rows, &row, err);
    while (status == BB_OK && row) {
        if (!grow(arena, &list, n))
            status = BB_FAIL(err, BB_LIMIT, "no memory left for %zu findings", n);
        if (status == BB_OK)
            status = bb_store_read_row(arena, rows, &list[n++], err);
        if (status == BB_OK)
            status = bb_sql_step(rows, &row, err);
    }
    sqlite3_finalize(rows);
    if (status == BB_OK) {
        *ret_findings = list;
        *ret_n = n;
    }
    return status;
}

enum bb_status bb_store_change(struct bb_store *store, const char *id, bb_store_change_fn *change,
                               const void *context, struct bb_err *err)
{
    struct bb_arena arena = BB_ARENA_INIT(2 * BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    enum bb_status status = bb_sql_script(store->db, "BEGIN IMMEDIATE", err);
    if (status != BB_OK)
        return status;
    status = bb_store_get(store, &arena, id, &finding, err);
    if (status == BB_OK)
        status = change(store, &arena, &finding, context, err);
    if (status == BB_OK)
        status = bb_store_update(store, &finding, err);
    if (status == BB_OK)
        status = bb_sql_script(store->db, "COMMIT", err);
    if (status != BB_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    bb_arena_free(&arena);
    return status;
}

struct minimized {
    const struct bb_minimized *is;
    char path[PATH_MAX];
};

static bool is_better(const struct bb_minimized *minimized, const struct bb_finding *finding)
{
    if (!*finding->input_min || minimized->input.len < finding->min_bytes)
        return true;
    return minimized->input.len == finding->min_bytes &&
           (finding->min_is_partial || !minimized->is_partial);
}

static enum bb_status apply_minimized(struct bb_store *store, struct bb_arena *arena,
                                      struct bb_finding *finding, const void *context,
                                      struct bb_err *err)
{
    const struct minimized *minimized = context;
    (void)store, (void)arena;
    if (!is_better(minimized->is, finding))
        return BB_FAIL(err, BB_EXISTS, "'%s' has a smaller input already", finding->id);
    finding->input_min = minimized->path;
    finding->min_bytes = minimized->is->input.len;
    finding->min_is_partial = minimized->is->is_partial;
    finding->explanation = minimized->is->explanation;
    return bb_file_write(minimized->path, minimized->is->input, err);
}

enum bb_status bb_store_set_minimized(struct bb_store *store, const char *id,
                                      const struct bb_minimized *minimized, struct bb_err *err)
{
    struct minimized context = {.is = minimized};
    if (!bb_store_path(store, id, "input.min", context.path))
        return BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    return bb_store_change(store, id, apply_minimized, &context, err);
}
