#include <stdio.h>
#include <string.h>

#include "triage/store_private.h"

enum { SHOWN_DIGITS = 12 }; /* of a SHA-1 in the history */

enum bb_status bb_store_is_split(struct bb_store *store, const char *id, const char *other,
                                 const char *sha1, bool *ret_split, struct bb_err *err)
{
    int64_t n = 0;
    enum bb_status status = bb_sql_number(store->db, 0, &n, err,
                                          "SELECT count(*) FROM findings"
                                          " WHERE id IN (?, ?) AND instr(split_inputs, ?) > 0",
                                          "ttt", id, other, sha1);
    if (status == BB_OK)
        *ret_split = n > 0;
    return status;
}

struct splitting {
    const char *sha1;
    const struct bb_when *when;
};

static enum bb_status forget_hit(struct bb_store *store, struct bb_finding *finding,
                                 const char *sha1, struct bb_err *err)
{
    enum bb_status status =
        bb_sql_run(store->db, err, "DELETE FROM hits WHERE finding = ? AND sha1 = ?", "tt",
                   finding->id, sha1);
    if (status == BB_OK && sqlite3_changes(store->db) == 0)
        status =
            BB_FAIL(err, BB_NOT_FOUND, "this input is none of those that hit '%s'", finding->id);
    if (status == BB_OK && finding->hits)
        finding->hits--;
    return status;
}

static bool add_split(struct bb_finding *finding, struct bb_arena *arena, const char *sha1)
{
    const size_t size = strlen(finding->split_inputs) + strlen(sha1) + 2;
    char *words = bb_arena_alloc(arena, size);
    if (!words)
        return false;
    snprintf(words, size, "%s%s%s", finding->split_inputs, *finding->split_inputs ? " " : "", sha1);
    finding->split_inputs = words;
    return true;
}

static enum bb_status note(struct bb_finding *finding, struct bb_arena *arena,
                           const struct splitting *splitting, struct bb_err *err)
{
    const size_t size = 64;
    char *what = bb_arena_alloc(arena, size);
    if (!what)
        return BB_FAIL(err, BB_LIMIT, "no memory left for finding '%s'", finding->id);
    snprintf(what, size, "input %.*s is taken out", SHOWN_DIGITS, splitting->sha1);
    return bb_store_note_event(finding, arena, what, splitting->when, err);
}

static enum bb_status apply_split(struct bb_store *store, struct bb_arena *arena,
                                  struct bb_finding *finding, const void *context,
                                  struct bb_err *err)
{
    const struct splitting *splitting = context;
    const char *sha1 = splitting->sha1;
    if (strcmp(sha1, finding->input_sha1) == 0)
        return BB_FAIL(err, BB_USAGE, "'%s' is known by this input; take out others", finding->id);
    enum bb_status status = forget_hit(store, finding, sha1, err);
    if (status == BB_OK)
        status = note(finding, arena, splitting, err);
    if (status == BB_OK && !add_split(finding, arena, sha1))
        status = BB_FAIL(err, BB_LIMIT, "no memory left for finding '%s'", finding->id);
    return status;
}

enum bb_status bb_store_split_input(struct bb_store *store, const char *id, const char *sha1,
                                    const struct bb_when *when, struct bb_err *err)
{
    const struct splitting splitting = {.sha1 = sha1, .when = when};
    return bb_store_change(store, id, apply_split, &splitting, err);
}
