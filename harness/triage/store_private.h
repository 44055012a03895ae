/*
 * What the files of the store share. Internal to triage/.
 */
#ifndef BB_TRIAGE_STORE_PRIVATE_H
#define BB_TRIAGE_STORE_PRIVATE_H

#include <limits.h>
#include <sys/types.h>

#include "triage/sql.h"
#include "triage/store.h"

enum { BB_STORE_FOLDER_SIZE = PATH_MAX / 2, BB_FINDING_JSON_MAX = 16 << 20 };

struct bb_store {
    sqlite3 *db;
    ino_t inode; /* of the database file */
    char folder[BB_STORE_FOLDER_SIZE];
};

/* store_schema.c: brings the tables up to date. BB_UNSUPPORTED if they are newer than we are. */
BB_MUST_USE enum bb_status bb_store_migrate(sqlite3 *db, struct bb_err *err);

/* store_rebuild.c: takes in the folders that the database does not know, and removes what writers
 * that are dead have left unfinished. */
BB_MUST_USE enum bb_status bb_store_take_in(struct bb_store *store, struct bb_buf *notices,
                                            struct bb_err *err);

/* store_rebuild.c: takes in one folder. BB_NOT_FOUND, BB_MALFORMED, BB_EXISTS if the database knows
 * another finding with this id or signature. */
BB_MUST_USE enum bb_status bb_store_take_in_one(struct bb_store *store, const char *id,
                                                struct bb_err *err);

/* store_open.c: closes a damaged database, sets it aside and builds a new one. */
BB_MUST_USE enum bb_status bb_store_repair(struct bb_store *store, struct bb_buf *notices,
                                           struct bb_err *err);

/* store_open.c: opens the database again if another process has put a new one in its place. */
BB_MUST_USE enum bb_status bb_store_follow(struct bb_store *store, struct bb_err *err);

/* store_query.c: reads a finding, lets `change` alter it, whose strings may be in the arena or the
 * context, and writes it back, as one step. BB_NOT_FOUND, and whatever `change` says. */
typedef enum bb_status bb_store_change_fn(struct bb_store *store, struct bb_arena *arena,
                                          struct bb_finding *finding, const void *context,
                                          struct bb_err *err);
BB_MUST_USE enum bb_status bb_store_change(struct bb_store *store, const char *id,
                                           bb_store_change_fn *change, const void *context,
                                           struct bb_err *err);

/* store_merge.c: the finding under which the crashes of `id` are counted: itself, or the one into
 * which it is merged, directly or not. */
BB_MUST_USE enum bb_status bb_store_follow_merge(struct bb_store *store, const char *id,
                                                 char ret_id[static BB_FINDING_ID_SIZE],
                                                 struct bb_err *err);

/* store_state.c: what is said of a finding goes into its history; the second changes neither its
 * state nor the reason for that. BB_LIMIT: no memory. */
BB_MUST_USE enum bb_status bb_store_note_state(struct bb_finding *finding, struct bb_arena *arena,
                                               const struct bb_state_change *change,
                                               struct bb_err *err);
BB_MUST_USE enum bb_status bb_store_note_event(struct bb_finding *finding, struct bb_arena *arena,
                                               const char *what, const struct bb_when *when,
                                               struct bb_err *err);

/* store_split.c: whether the user took the input out of one of the two findings. */
BB_MUST_USE enum bb_status bb_store_is_split(struct bb_store *store, const char *id,
                                             const char *other, const char *sha1, bool *ret_split,
                                             struct bb_err *err);

/* store_rows.c: findings as rows. `row` reads the current row of BB_STORE_COLUMNS. */
#define BB_STORE_COLUMNS "json, state, state_reason, hits, first_seen, last_seen"
BB_MUST_USE enum bb_status bb_store_read_row(struct bb_arena *arena, sqlite3_stmt *row,
                                             struct bb_finding *ret_finding, struct bb_err *err);
BB_MUST_USE enum bb_status bb_store_insert(struct bb_store *store, const struct bb_finding *finding,
                                           struct bb_err *err);
/* Writes everything that can change of a finding, to its row and to its folder. */
BB_MUST_USE enum bb_status bb_store_update(struct bb_store *store, const struct bb_finding *finding,
                                           struct bb_err *err);
/* ret_is_new: this input had not hit this finding before. */
BB_MUST_USE enum bb_status bb_store_insert_hit(struct bb_store *store, const char *id,
                                               const char *sha1, const struct bb_finding *from,
                                               int64_t when, bool *ret_is_new, struct bb_err *err);

/* store_files.c: a finding's folder. Names: "input", "input.min", "stderr.txt", "finding.json",
 * "repro.sh", "inputs/crash-<sha1>". */
bool bb_store_path(const struct bb_store *store, const char *id, const char *name,
                   char ret_path[static PATH_MAX]);
bool bb_store_has_folder(const struct bb_store *store, const char *id);
/* Makes the whole folder at once. BB_EXISTS if it is there. */
BB_MUST_USE enum bb_status bb_store_make_folder(const struct bb_store *store,
                                                const struct bb_finding *finding,
                                                struct bb_bytes input, struct bb_bytes log,
                                                struct bb_err *err);
BB_MUST_USE enum bb_status
bb_store_write_documents(const char *folder, const struct bb_finding *finding, struct bb_err *err);
BB_MUST_USE enum bb_status bb_store_read_document(const struct bb_store *store,
                                                  struct bb_arena *arena, const char *id,
                                                  struct bb_finding *ret_finding,
                                                  struct bb_err *err);
/* The id in the name of a folder that is not finished, and the process that made it; false for
 * other names. */
bool bb_store_is_unfinished(const char *name, int64_t *ret_pid);

#endif
