#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/folder.h"
#include "triage/store_private.h"

/* The SHA-1 in "inputs/crash-<sha1>"; NULL for other names. */
static const char *sha1_in_name(const char *path)
{
    const char *dash = strrchr(path, '-');
    return dash && strlen(dash + 1) == 40 ? dash + 1 : NULL;
}

/* The inputs whose files are there; of the others only the count is known. */
static enum bb_status insert_known_inputs(struct bb_store *store, const struct bb_finding *finding,
                                          struct bb_err *err)
{
    char folder[PATH_MAX];
    struct bb_paths inputs = {0};
    bool is_new;
    enum bb_status status = bb_store_insert_hit(store, finding->id, finding->input_sha1, finding,
                                                finding->first_seen, &is_new, err);
    if (status != BB_OK || !bb_store_path(store, finding->id, "inputs", folder) ||
        bb_folder_files(folder, &inputs, NULL) != BB_OK)
        return status;
    for (size_t i = 0; status == BB_OK && i < inputs.n; i++) {
        const char *sha1 = sha1_in_name(inputs.list[i]);
        if (sha1 && !bb_finding_has_split(finding, sha1))
            status = bb_store_insert_hit(store, finding->id, sha1, finding, finding->last_seen,
                                         &is_new, err);
    }
    bb_paths_free(&inputs);
    return status;
}

static enum bb_status count_hits(struct bb_store *store, const struct bb_finding *finding,
                                 struct bb_err *err)
{
    return bb_sql_run(store->db, err,
                      "UPDATE findings SET hits = max(hits,"
                      "  (SELECT count(*) FROM hits WHERE finding = ?)) WHERE id = ?",
                      "tt", finding->id, finding->id);
}

enum bb_status bb_store_take_in_one(struct bb_store *store, const char *id, struct bb_err *err)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    int64_t known = 0;
    enum bb_status status = bb_store_read_document(store, &arena, id, &finding, err);
    if (status == BB_OK)
        status = bb_sql_number(store->db, 0, &known, err,
                               "SELECT count(*) FROM findings"
                               " WHERE id = ? OR (target = ? AND signature = ?)",
                               "ttt", id, finding.target, finding.signature);
    if (status == BB_OK && known)
        status = BB_FAIL(err, BB_EXISTS, "another finding has the signature of '%s'", id);
    if (status == BB_OK)
        status = bb_store_insert(store, &finding, err);
    if (status == BB_OK)
        status = insert_known_inputs(store, &finding, err);
    if (status == BB_OK)
        status = count_hits(store, &finding, err);
    bb_arena_free(&arena);
    return status;
}

static bool is_dead(int64_t pid)
{
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* A folder that a dead writer has not finished. Its crash file is still where it came from. */
static void remove_unfinished(struct bb_store *store, const char *name)
{
    char path[PATH_MAX];
    int64_t pid;
    if (bb_store_is_unfinished(name, &pid) && is_dead(pid) && bb_store_path(store, name, "", path))
        (void)!bb_folder_remove(path, NULL);
}

static enum bb_status is_known(struct bb_store *store, const char *id, bool *ret_known,
                               struct bb_err *err)
{
    int64_t n = 0;
    enum bb_status status =
        bb_sql_number(store->db, 0, &n, err, "SELECT count(*) FROM findings WHERE id = ?", "t", id);
    *ret_known = n > 0;
    return status;
}

struct counts {
    unsigned taken_in;
};

static enum bb_status take_in_folder(struct bb_store *store, const char *name,
                                     struct counts *counts, struct bb_buf *notices,
                                     struct bb_err *err)
{
    struct bb_err why = {0};
    bool known = false;
    enum bb_status status = is_known(store, name, &known, err);
    if (status != BB_OK || known)
        return status;
    status = bb_store_take_in_one(store, name, &why);
    if (status == BB_DATABASE || status == BB_NO_MEMORY)
        return BB_FAIL(err, status, "%s", why.what);
    if (status == BB_OK)
        counts->taken_in++;
    else if (notices)
        bb_buf_printf(notices, "%s/findings/%s is left out: %s\n", store->folder, name, why.what);
    return BB_OK;
}

static enum bb_status take_in_all(struct bb_store *store, DIR *folders, struct counts *counts,
                                  struct bb_buf *notices, struct bb_err *err)
{
    for (struct dirent *entry; (entry = readdir(folders));) {
        enum bb_status status = BB_OK;
        if (entry->d_name[0] == '.')
            remove_unfinished(store, entry->d_name);
        else
            status = take_in_folder(store, entry->d_name, counts, notices, err);
        if (status != BB_OK)
            return status;
    }
    return BB_OK;
}

enum bb_status bb_store_take_in(struct bb_store *store, struct bb_buf *notices, struct bb_err *err)
{
    char path[PATH_MAX];
    struct counts counts = {0};
    if (!bb_store_path(store, "", "", path))
        return BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    DIR *folders = opendir(path);
    if (!folders)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot read '%s'", path);
    enum bb_status status = bb_sql_script(store->db, "BEGIN IMMEDIATE", err);
    if (status == BB_OK) {
        status = take_in_all(store, folders, &counts, notices, err);
        if (status == BB_OK)
            status = bb_sql_script(store->db, "COMMIT", err);
        else
            sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    closedir(folders);
    if (status == BB_OK && counts.taken_in && notices)
        bb_buf_printf(notices, "%u finding%s taken into the store from %s/findings\n",
                      counts.taken_in, counts.taken_in == 1 ? "" : "s", store->folder);
    return status;
}
