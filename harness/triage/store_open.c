#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "triage/store_private.h"

enum { BUSY_TIMEOUT_MS = 30 * 1000 };

static const char database_name[] = "brickbat.db";

/* Opening, migrating and repairing is done by one process at a time. -1 if it cannot be had; then
 * the database's own locks must do. */
static int lock_store(const struct bb_store *store)
{
    char path[PATH_MAX];
    if (!bb_path_join(path, sizeof path, store->folder, ".store.lock"))
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return -1;
    while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
    return fd;
}

static void unlock_store(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* 0 if there is no database. */
static ino_t inode_of_database(const struct bb_store *store)
{
    char path[PATH_MAX];
    struct stat info;
    bool there =
        bb_path_join(path, sizeof path, store->folder, database_name) && stat(path, &info) == 0;
    return there ? info.st_ino : 0;
}

static enum bb_status open_database(struct bb_store *store, struct bb_err *err)
{
    char path[PATH_MAX];
    if (!bb_path_join(path, sizeof path, store->folder, database_name))
        return BB_FAIL(err, BB_LIMIT, "path too long: '%s'", store->folder);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
        return BB_FAIL(err, BB_DATABASE, "cannot open '%s': %s", path,
                       store->db ? sqlite3_errmsg(store->db) : "no memory");
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    return BB_OK;
}

static void close_database(struct bb_store *store)
{
    sqlite3_close_v2(store->db);
    store->db = NULL;
}

/* ret_sound: false if the file is no database, or not what it was. */
static enum bb_status check_database(sqlite3 *db, bool *ret_sound, struct bb_err *err)
{
    sqlite3_stmt *check = NULL;
    bool row = false;
    enum bb_status status = bb_sql_prepare(db, &check, err, "PRAGMA quick_check(1)", "");
    if (status == BB_OK)
        status = bb_sql_step(check, &row, err);
    if (status == BB_OK) {
        const char *answer = row ? (const char *)sqlite3_column_text(check, 0) : NULL;
        *ret_sound = answer && strcmp(answer, "ok") == 0;
    } else if (bb_sql_is_damaged(db)) {
        *ret_sound = false;
        status = BB_OK;
    }
    sqlite3_finalize(check);
    return status;
}

/* WAL lets readers go on while somebody writes. A killed process loses nothing that was committed;
 * what a power cut takes from the database is still in the folders. */
static enum bb_status set_up(struct bb_store *store, struct bb_buf *notices, struct bb_err *err)
{
    enum bb_status status = bb_sql_script(store->db,
                                          "PRAGMA journal_mode = WAL;"
                                          "PRAGMA synchronous = NORMAL;"
                                          "PRAGMA foreign_keys = ON",
                                          err);
    if (status == BB_OK)
        status = bb_store_migrate(store->db, err);
    if (status == BB_OK)
        status = bb_store_take_in(store, notices, err);
    return status;
}

static bool rename_with_suffix(const char *from, const char *to, const char *suffix)
{
    char names[2][PATH_MAX];
    int lengths[2] = {snprintf(names[0], sizeof names[0], "%s%s", from, suffix),
                      snprintf(names[1], sizeof names[1], "%s%s", to, suffix)};
    if (lengths[0] >= PATH_MAX || lengths[1] >= PATH_MAX)
        return false;
    return rename(names[0], names[1]) == 0;
}

/* "brickbat.db" becomes "brickbat.db.damaged-20240131T235959Z", with what belongs to it. */
static enum bb_status set_aside(struct bb_store *store, struct bb_buf *notices, struct bb_err *err)
{
    char path[PATH_MAX];
    char aside[PATH_MAX + 64];
    char when[32];
    time_t now = time(NULL);
    struct tm parts;
    close_database(store);
    if (!bb_path_join(path, sizeof path, store->folder, database_name))
        return BB_FAIL(err, BB_LIMIT, "path too long: '%s'", store->folder);
    gmtime_r(&now, &parts);
    strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &parts);
    snprintf(aside, sizeof aside, "%s.damaged-%s", path, when);
    if (access(aside, F_OK) == 0)
        snprintf(aside, sizeof aside, "%s.damaged-%s-%ld", path, when, (long)getpid());
    if (!rename_with_suffix(path, aside, ""))
        return BB_FAIL_ERRNO(err, BB_IO, "cannot set the damaged '%s' aside", path);
    rename_with_suffix(path, aside, "-wal");
    rename_with_suffix(path, aside, "-shm");
    if (notices)
        bb_buf_printf(notices,
                      "%s was damaged; it is now %s, and has been rebuilt from %s/findings\n", path,
                      aside, store->folder);
    return BB_OK;
}

static enum bb_status open_sound(struct bb_store *store, struct bb_buf *notices, struct bb_err *err)
{
    bool sound = true;
    enum bb_status status = open_database(store, err);
    if (status == BB_OK)
        status = check_database(store->db, &sound, err);
    if (status == BB_OK && !sound) {
        status = set_aside(store, notices, err);
        if (status == BB_OK)
            status = open_database(store, err);
    }
    if (status == BB_OK)
        status = set_up(store, notices, err);
    return status;
}

enum bb_status bb_store_repair(struct bb_store *store, struct bb_buf *notices, struct bb_err *err)
{
    int lock = lock_store(store);
    close_database(store);
    enum bb_status status = open_sound(store, notices, err);
    store->inode = inode_of_database(store);
    unlock_store(lock);
    return status;
}

enum bb_status bb_store_follow(struct bb_store *store, struct bb_err *err)
{
    if (store->db && inode_of_database(store) == store->inode)
        return BB_OK;
    return bb_store_repair(store, NULL, err);
}

static enum bb_status make_store(const char *folder, struct bb_store *store, struct bb_err *err)
{
    char findings[PATH_MAX];
    int n = snprintf(store->folder, sizeof store->folder, "%s", folder);
    if (n < 0 || (size_t)n >= sizeof store->folder || !bb_store_path(store, "", "", findings))
        return BB_FAIL(err, BB_LIMIT, "path too long: '%s'", folder);
    return bb_dir_make(findings, err);
}

enum bb_status bb_store_open(const char *folder, struct bb_store **ret_store,
                             struct bb_buf *notices, struct bb_err *err)
{
    struct bb_store *store = calloc(1, sizeof *store);
    if (!store)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for the store");
    enum bb_status status = make_store(folder, store, err);
    if (status == BB_OK)
        status = bb_store_repair(store, notices, err);
    if (status != BB_OK) {
        bb_store_close(store);
        return status;
    }
    *ret_store = store;
    return BB_OK;
}

void bb_store_close(struct bb_store *store)
{
    if (!store)
        return;
    close_database(store);
    free(store);
}
