/*
 * SQLite with the project's way of reporting errors. Internal to triage/.
 *
 * `kinds` says what the values behind it are that fill the '?' of the statement, one letter each:
 * 't' const char * (NULL: the SQL NULL), 'i' int64_t.
 */
#ifndef BB_TRIAGE_SQL_H
#define BB_TRIAGE_SQL_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/status.h"

/* A statement ready to give rows, for the caller to end with sqlite3_finalize. */
BB_MUST_USE enum bb_status bb_sql_prepare(sqlite3 *db, sqlite3_stmt **ret_statement,
                                          struct bb_err *err, const char *sql, const char *kinds,
                                          ...);

/* ret_row: there is a row; false at the end. */
BB_MUST_USE enum bb_status bb_sql_step(sqlite3_stmt *statement, bool *ret_row, struct bb_err *err);

/* A statement that gives no rows, from beginning to end. */
BB_MUST_USE enum bb_status bb_sql_run(sqlite3 *db, struct bb_err *err, const char *sql,
                                      const char *kinds, ...);

/* Several statements without values. */
BB_MUST_USE enum bb_status bb_sql_script(sqlite3 *db, const char *sql, struct bb_err *err);

/* The first column of the first row, or `missing` if there is none. */
BB_MUST_USE enum bb_status bb_sql_number(sqlite3 *db, int64_t missing, int64_t *ret_number,
                                         struct bb_err *err, const char *sql, const char *kinds,
                                         ...);

/* A column of the current row, copied into the arena; "" for NULL. NULL when the arena is full. */
const char *bb_sql_text(struct bb_arena *arena, sqlite3_stmt *statement, int column);

/* True if the last error of this connection means that the file is no sound database. */
bool bb_sql_is_damaged(sqlite3 *db);

#endif
