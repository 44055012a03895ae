#include "triage/sql.h"

#include <stdarg.h>
#include <string.h>

static enum bb_status fail(sqlite3 *db, struct bb_err *err)
{
    return BB_FAIL(err, BB_DATABASE, "%s", sqlite3_errmsg(db));
}

static int bind_value(sqlite3_stmt *statement, int at, char kind, va_list *values)
{
    if (kind == 'i')
        return sqlite3_bind_int64(statement, at, va_arg(*values, int64_t));
    return sqlite3_bind_text(statement, at, va_arg(*values, const char *), -1, SQLITE_TRANSIENT);
}

static enum bb_status prepare(sqlite3 *db, sqlite3_stmt **ret_statement, struct bb_err *err,
                              const char *sql, const char *kinds, va_list *values)
{
    sqlite3_stmt *statement = NULL;
    if (!db)
        return BB_FAIL(err, BB_DATABASE, "the database could not be opened");
    int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    for (int i = 0; result == SQLITE_OK && kinds[i]; i++)
        result = bind_value(statement, i + 1, kinds[i], values);
    if (result != SQLITE_OK) {
        fail(db, err);
        sqlite3_finalize(statement);
        return BB_DATABASE;
    }
    *ret_statement = statement;
    return BB_OK;
}

enum bb_status bb_sql_prepare(sqlite3 *db, sqlite3_stmt **ret_statement, struct bb_err *err,
                              const char *sql, const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    enum bb_status status = prepare(db, ret_statement, err, sql, kinds, &values);
    va_end(values);
    return status;
}

enum bb_status bb_sql_step(sqlite3_stmt *statement, bool *ret_row, struct bb_err *err)
{
    int result = sqlite3_step(statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return fail(sqlite3_db_handle(statement), err);
    *ret_row = result == SQLITE_ROW;
    return BB_OK;
}

enum bb_status bb_sql_run(sqlite3 *db, struct bb_err *err, const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    va_list values;
    va_start(values, kinds);
    enum bb_status status = prepare(db, &statement, err, sql, kinds, &values);
    va_end(values);
    if (status == BB_OK)
        status = bb_sql_step(statement, &row, err);
    sqlite3_finalize(statement);
    return status;
}

enum bb_status bb_sql_script(sqlite3 *db, const char *sql, struct bb_err *err)
{
    if (!db)
        return BB_FAIL(err, BB_DATABASE, "the database could not be opened");
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(db, err);
    return BB_OK;
}

enum bb_status bb_sql_number(sqlite3 *db, int64_t missing, int64_t *ret_number, struct bb_err *err,
                             const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    va_list values;
    va_start(values, kinds);
    enum bb_status status = prepare(db, &statement, err, sql, kinds, &values);
    va_end(values);
    if (status == BB_OK)
        status = bb_sql_step(statement, &row, err);
    if (status == BB_OK)
        *ret_number = row ? sqlite3_column_int64(statement, 0) : missing;
    sqlite3_finalize(statement);
    return status;
}

const char *bb_sql_text(struct bb_arena *arena, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? bb_arena_copy(arena, bb_bytes_of(text, strlen(text) + 1)) : "";
}

bool bb_sql_is_damaged(sqlite3 *db)
{
    int code = sqlite3_errcode(db) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}
