#include <stdio.h>

#include "triage/store_private.h"

/* The version of the schema is the number of migrations that have been run: PRAGMA user_version.
 * Migrations are only ever added. */
static const char *const migrations[] = {
    /* 1 */
    "CREATE TABLE findings ("
    "  id TEXT PRIMARY KEY,"
    "  target TEXT NOT NULL,"
    "  signature TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  state_reason TEXT NOT NULL,"
    "  severity INTEGER NOT NULL,"
    "  security INTEGER NOT NULL,"
    "  crash_type TEXT NOT NULL,"
    "  first_seen INTEGER NOT NULL," /* seconds since 1970, UTC, like all times here */
    "  last_seen INTEGER NOT NULL,"
    "  hits INTEGER NOT NULL," /* different inputs */
    "  json TEXT NOT NULL,"    /* finding.json when it was last written */
    "  UNIQUE (target, signature));"
    "CREATE TABLE hits ("
    "  finding TEXT NOT NULL REFERENCES findings (id) ON DELETE CASCADE,"
    "  sha1 TEXT NOT NULL,"
    "  seen INTEGER NOT NULL,"
    "  bytes INTEGER NOT NULL,"
    "  engine TEXT NOT NULL,"
    "  original_name TEXT NOT NULL,"
    "  PRIMARY KEY (finding, sha1)) WITHOUT ROWID;"
    "CREATE TABLE runs ("
    "  id INTEGER PRIMARY KEY,"
    "  target TEXT NOT NULL,"
    "  engine TEXT NOT NULL,"
    "  started INTEGER NOT NULL,"
    "  ended INTEGER NOT NULL DEFAULT 0,"
    "  executions INTEGER NOT NULL DEFAULT 0,"
    "  coverage INTEGER NOT NULL DEFAULT 0,"
    "  corpus INTEGER NOT NULL DEFAULT 0,"
    "  findings_new INTEGER NOT NULL DEFAULT 0,"
    "  findings_known INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX runs_of_target ON runs (target, started);",
    /* 2: what the user says of findings */
    "ALTER TABLE findings ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';", /* an id, or '' */
    /* 3: SHA-1, with spaces between */
    "ALTER TABLE findings ADD COLUMN split_inputs TEXT NOT NULL DEFAULT '';",
};

enum { SCHEMA_VERSION = sizeof migrations / sizeof *migrations };

static enum bb_status migrate_to(sqlite3 *db, int64_t version, struct bb_err *err)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", (int)version);
    enum bb_status status = bb_sql_script(db, "BEGIN IMMEDIATE", err);
    if (status != BB_OK)
        return status;
    status = bb_sql_script(db, migrations[version - 1], err);
    if (status == BB_OK)
        status = bb_sql_script(db, pragma, err);
    if (status == BB_OK)
        return bb_sql_script(db, "COMMIT", err);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum bb_status bb_store_migrate(sqlite3 *db, struct bb_err *err)
{
    int64_t version = 0;
    enum bb_status status = bb_sql_number(db, 0, &version, err, "PRAGMA user_version", "");
    if (status != BB_OK)
        return status;
    if (version > SCHEMA_VERSION)
        return BB_FAIL(err, BB_UNSUPPORTED,
                       "the store was written by a newer brickbat (schema %d, this one knows %d)",
                       (int)version, (int)SCHEMA_VERSION);
    for (int64_t next = version + 1; next <= SCHEMA_VERSION; next++)
        if ((status = migrate_to(db, next, err)) != BB_OK)
            return status;
    return BB_OK;
}
