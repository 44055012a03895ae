#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha1.h"
#include "triage/store_private.h"

/* A hit on its way into the store. */
struct arrival {
    const struct bb_hit *hit;
    struct bb_arena arena;
    struct bb_signature signature;
    char sha1[BB_SHA1_TEXT_SIZE];
    char own[BB_FINDING_ID_SIZE]; /* of its signature; "" as long as the bug is not known */
    char id[BB_FINDING_ID_SIZE];  /* under which it is counted: another if the user merged them */
    bool is_split;                /* the user took this input out of the finding of its signature */
};

/* Crashes that did not happen again have nothing in common but that: each stays alone. */
static void sign(struct arrival *arrival)
{
    bb_signature_make(&arrival->hit->finding->report, &arrival->signature);
    if (arrival->signature.text[0])
        return;
    struct bb_report report = bb_report_empty();
    char type[64];
    snprintf(type, sizeof type, "Unreproduced %s", arrival->sha1);
    report.crash_type = type;
    bb_signature_make(&report, &arrival->signature);
}

static enum bb_status find_by_signature(struct bb_store *store, struct arrival *arrival,
                                        struct bb_err *err)
{
    sqlite3_stmt *row = NULL;
    bool found = false;
    enum bb_status status =
        bb_sql_prepare(store->db, &row, err,
                       "SELECT id FROM findings WHERE target = ? AND signature = ?", "tt",
                       arrival->hit->finding->target, arrival->signature.text);
    if (status == BB_OK)
        status = bb_sql_step(row, &found, err);
    if (status == BB_OK && found)
        snprintf(arrival->own, sizeof arrival->own, "%s", sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    return status;
}

/* A folder with this id that the database does not know: left by a writer that was killed between
 * folder and database. True if it is this bug's, and has been taken in. */
static bool adopt_folder(struct bb_store *store, struct arrival *arrival, const char *id)
{
    struct bb_finding finding;
    return bb_store_read_document(store, &arrival->arena, id, &finding, NULL) == BB_OK &&
           strcmp(finding.target, arrival->hit->finding->target) == 0 &&
           strcmp(finding.signature, arrival->signature.text) == 0 &&
           bb_store_take_in_one(store, id, NULL) == BB_OK;
}

static bool is_taken(struct bb_store *store, const char *id)
{
    char folder[PATH_MAX];
    int64_t n = 1;
    if (!bb_store_path(store, id, "", folder) || access(folder, F_OK) == 0)
        return true;
    return bb_sql_number(store->db, 0, &n, NULL, "SELECT count(*) FROM findings WHERE id = ?", "t",
                         id) != BB_OK ||
           n > 0;
}

/* An id that no other bug has: more digits of the hash if need be. ret_adopted: the bug turned out
 * to be known after all. */
static enum bb_status choose_id(struct bb_store *store, struct arrival *arrival,
                                char ret_id[static BB_FINDING_ID_SIZE], bool *ret_adopted,
                                struct bb_err *err)
{
    const char *target = arrival->hit->finding->target;
    for (unsigned digits = BB_SIGNATURE_DIGITS; digits <= BB_SIGNATURE_DIGITS_MAX; digits += 4) {
        if (!bb_signature_id(&arrival->signature, target, digits, ret_id))
            return BB_FAIL(err, BB_LIMIT, "the name of target '%s' is too long", target);
        *ret_adopted = adopt_folder(store, arrival, ret_id);
        if (*ret_adopted || !is_taken(store, ret_id))
            return BB_OK;
    }
    return BB_FAIL(err, BB_EXISTS, "no free id for a finding of '%s'", target);
}

static bool make_paths(struct bb_store *store, struct arrival *arrival, struct bb_finding *finding)
{
    char path[PATH_MAX];
    if (!bb_store_path(store, arrival->id, "input", path))
        return false;
    finding->input = bb_arena_copy(&arrival->arena, bb_bytes_of(path, strlen(path) + 1));
    finding->input_min = "";
    return finding->input != NULL;
}

/* The finding as the store has it, from what the caller knows. */
static bool complete_finding(struct bb_store *store, struct arrival *arrival,
                             struct bb_finding *ret_finding)
{
    struct bb_finding finding = *arrival->hit->finding;
    finding.id = arrival->id;
    finding.signature = arrival->signature.text;
    finding.input_sha1 = arrival->sha1;
    finding.input_bytes = arrival->hit->input.len;
    finding.min_bytes = 0;
    finding.explanation = "";
    finding.first_seen = finding.last_seen = arrival->hit->now;
    finding.hits = 1;
    finding.state = BB_FINDING_OPEN;
    finding.state_reason = "";
    finding.engines = finding.engine;
    finding.bad_commit = finding.harness_commit;
    finding.good_commit = "";
    finding.merged_into = finding.split_inputs = "";
    finding.alone = arrival->is_split;
    finding.history = NULL;
    finding.n_history = 0;
    *ret_finding = finding;
    return make_paths(store, arrival, ret_finding);
}

static enum bb_status add_new(struct bb_store *store, struct arrival *arrival,
                              struct bb_added *added, struct bb_err *err)
{
    struct bb_finding finding;
    if (!complete_finding(store, arrival, &finding))
        return BB_FAIL(err, BB_LIMIT, "no memory left for finding '%s'", arrival->id);
    enum bb_status status =
        bb_store_make_folder(store, &finding, arrival->hit->input, arrival->hit->log, err);
    if (status == BB_OK)
        status = bb_store_insert(store, &finding, err);
    if (status == BB_OK)
        status = bb_store_insert_hit(store, arrival->id, arrival->sha1, &finding, arrival->hit->now,
                                     &added->is_new_input, err);
    added->is_new = true;
    added->state = finding.state;
    return status;
}

/* The first few inputs of a known bug are kept: it may turn out to be two. */
static enum bb_status keep_input(struct bb_store *store, const struct arrival *arrival,
                                 const struct bb_finding *finding, struct bb_err *err)
{
    char folder[PATH_MAX];
    char path[PATH_MAX];
    char name[BB_CRASH_NAME_SIZE];
    if (finding->hits > BB_STORE_INPUTS_MAX)
        return BB_OK;
    bb_crash_name(&arrival->hit->finding->report, arrival->sha1, name);
    if (!bb_store_path(store, arrival->id, "inputs", folder) ||
        !bb_path_join(path, sizeof path, folder, name))
        return BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    enum bb_status status = bb_dir_make(folder, err);
    return status == BB_OK ? bb_file_write(path, arrival->hit->input, err) : status;
}

static bool is_power_of_two(uint64_t n)
{
    return (n & (n - 1)) == 0;
}

/* Adds the engine to those that found it before. False when memory is out. */
static bool name_engine(struct arrival *arrival, struct bb_finding *finding)
{
    const char *engine = arrival->hit->finding->engine;
    if (bb_finding_has_engine(finding, engine))
        return true;
    const size_t size = strlen(finding->engines) + strlen(engine) + 2;
    char *engines = bb_arena_alloc(&arrival->arena, size);
    if (!engines)
        return false;
    snprintf(engines, size, "%s%s%s", finding->engines, *finding->engines ? " " : "", engine);
    finding->engines = engines;
    return true;
}

static bool reopen(struct arrival *arrival, struct bb_finding *finding)
{
    const struct bb_state_change change = {.when = arrival->hit->now,
                                           .to = BB_FINDING_REOPENED,
                                           .why = "it crashed again",
                                           .commit = arrival->hit->finding->harness_commit};
    return bb_finding_change_state(finding, &arrival->arena, &change);
}

/* Counts a hit by a new input. The documents are written anew when the hit tells something of the
 * finding, else when the count doubles: often enough to rebuild from, seldom enough not to matter.
 */
static enum bb_status count_hit(struct bb_store *store, struct arrival *arrival,
                                struct bb_finding *finding, bool is_new_input, struct bb_err *err)
{
    bool reopens = finding->state == BB_FINDING_FIXED;
    const struct bb_finding *seen = arrival->hit->finding;
    bool is_telling = reopens || !bb_finding_has_engine(finding, seen->engine) ||
                      strcmp(finding->bad_commit, seen->harness_commit) != 0;
    if (!is_new_input && !reopens)
        return BB_OK;
    if (!name_engine(arrival, finding) || (reopens && !reopen(arrival, finding)))
        return BB_FAIL(err, BB_LIMIT, "no memory left for finding '%s'", finding->id);
    finding->bad_commit = seen->harness_commit;
    finding->hits += is_new_input;
    if (arrival->hit->now > finding->last_seen)
        finding->last_seen = arrival->hit->now;
    if (is_telling || is_power_of_two(finding->hits))
        return bb_store_update(store, finding, err);
    return bb_sql_run(store->db, err, "UPDATE findings SET hits = ?, last_seen = ? WHERE id = ?",
                      "iit", (int64_t)finding->hits, finding->last_seen, finding->id);
}

/* Somebody removed the folder of a known finding, or what describes it. */
static enum bb_status heal_folder(struct bb_store *store, struct arrival *arrival,
                                  struct bb_finding *finding, struct bb_err *err)
{
    char folder[PATH_MAX];
    if (bb_store_has_folder(store, arrival->id))
        return BB_OK;
    if (!bb_store_path(store, arrival->id, "", folder) || !make_paths(store, arrival, finding))
        return BB_FAIL(err, BB_LIMIT, "no room for finding '%s'", arrival->id);
    finding->input_sha1 = arrival->sha1;
    finding->input_bytes = arrival->hit->input.len;
    finding->min_bytes = 0;
    enum bb_status status = BB_OK;
    if (access(folder, F_OK) == 0)
        status = bb_file_write(finding->input, arrival->hit->input, err);
    else
        status = bb_store_make_folder(store, finding, arrival->hit->input, arrival->hit->log, err);
    return status == BB_OK ? bb_store_update(store, finding, err) : status;
}

/* An input that was counted before its bug was merged is not counted again. */
static enum bb_status note_hit(struct bb_store *store, const struct arrival *arrival,
                               const struct bb_finding *seen, bool *ret_is_new, struct bb_err *err)
{
    int64_t known = 0;
    enum bb_status status = BB_OK;
    if (strcmp(arrival->own, arrival->id) != 0)
        status = bb_sql_number(store->db, 0, &known, err,
                               "SELECT count(*) FROM hits WHERE finding = ? AND sha1 = ?", "tt",
                               arrival->own, arrival->sha1);
    if (status == BB_OK && !known)
        status = bb_store_insert_hit(store, arrival->id, arrival->sha1, seen, arrival->hit->now,
                                     ret_is_new, err);
    return status;
}

static enum bb_status add_known(struct bb_store *store, struct arrival *arrival,
                                struct bb_added *added, struct bb_err *err)
{
    struct bb_finding finding;
    struct bb_finding seen = *arrival->hit->finding;
    seen.input_bytes = arrival->hit->input.len;
    enum bb_status status = bb_store_get(store, &arrival->arena, arrival->id, &finding, err);
    if (status == BB_OK)
        status = heal_folder(store, arrival, &finding, err);
    if (status == BB_OK)
        status = note_hit(store, arrival, &seen, &added->is_new_input, err);
    if (status == BB_OK && added->is_new_input)
        status = keep_input(store, arrival, &finding, err);
    if (status == BB_OK)
        status = count_hit(store, arrival, &finding, added->is_new_input, err);
    if (status == BB_OK)
        added->state = finding.state;
    return status;
}

/* The finding of the arrival's signature, or a free id for one. */
static enum bb_status find_bug(struct bb_store *store, struct arrival *arrival, bool *ret_known,
                               struct bb_err *err)
{
    char id[BB_FINDING_ID_SIZE];
    arrival->own[0] = '\0';
    enum bb_status status = find_by_signature(store, arrival, err);
    *ret_known = arrival->own[0] != '\0';
    if (status == BB_OK && !*ret_known) {
        status = choose_id(store, arrival, id, ret_known, err);
        memcpy(arrival->own, id, status == BB_OK ? sizeof id : 0);
    }
    if (status == BB_OK)
        status = bb_store_follow_merge(store, arrival->own, arrival->id, err);
    return status;
}

static enum bb_status add_arrival(struct bb_store *store, struct arrival *arrival,
                                  struct bb_added *added, struct bb_err *err)
{
    bool known = false;
    enum bb_status status = find_bug(store, arrival, &known, err);
    if (status == BB_OK && known)
        status = bb_store_is_split(store, arrival->own, arrival->id, arrival->sha1,
                                   &arrival->is_split, err);
    if (status == BB_OK && arrival->is_split) {
        bb_signature_split(&arrival->signature, arrival->sha1, &arrival->signature);
        status = find_bug(store, arrival, &known, err);
    }
    if (status == BB_OK)
        status =
            known ? add_known(store, arrival, added, err) : add_new(store, arrival, added, err);
    snprintf(added->id, sizeof added->id, "%s", arrival->id);
    added->is_merged = strcmp(arrival->own, arrival->id) != 0;
    return status;
}

/* The database is locked for others before the folder is made, so that two processes with the same
 * new bug make one finding. */
static enum bb_status add_once(struct bb_store *store, const struct bb_hit *hit,
                               struct bb_added *added, struct bb_err *err)
{
    struct arrival arrival = {.hit = hit, .arena = BB_ARENA_INIT(3 * BB_REPORT_ARENA_BYTES)};
    bb_sha1(hit->input, arrival.sha1);
    sign(&arrival);
    enum bb_status status = bb_store_follow(store, err);
    if (status == BB_OK)
        status = bb_sql_script(store->db, "BEGIN IMMEDIATE", err);
    if (status == BB_OK) {
        status = add_arrival(store, &arrival, added, err);
        if (status == BB_OK)
            status = bb_sql_script(store->db, "COMMIT", err);
        if (status != BB_OK)
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    bb_arena_free(&arrival.arena);
    return status;
}

enum bb_status bb_store_add(struct bb_store *store, const struct bb_hit *hit,
                            struct bb_added *ret_added, struct bb_err *err)
{
    struct bb_added added = {0};
    enum bb_status status = add_once(store, hit, &added, err);
    if (status == BB_DATABASE) {
        /* Damaged since it was opened? Then there is a sound one now; else this fails again. */
        status = bb_store_repair(store, NULL, err);
        added = (struct bb_added){0};
        if (status == BB_OK)
            status = add_once(store, hit, &added, err);
    }
    if (status == BB_OK)
        *ret_added = added;
    return status;
}
