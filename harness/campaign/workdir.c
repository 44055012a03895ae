#include "campaign/workdir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum { MAX_NAME_BYTES = 200, DEFAULT_MIN_FREE_MB = 200 };

enum bb_status bb_workdir_open(const char *target, struct bb_workdir *ret_dir, struct bb_err *err)
{
    struct bb_workdir dir;
    if (strlen(target) > MAX_NAME_BYTES)
        return BB_FAIL(err, BB_LIMIT, "the target's name is too long: '%.40s...'", target);
    snprintf(dir.base, sizeof dir.base, "reports/work/%s", target);
    const struct {
        char *path;
        const char *name;
    } folders[] = {
        {dir.corpus, "corpus"}, {dir.libfuzzer, "libfuzzer"}, {dir.afl, "afl"},
        {dir.aside, "aside"},   {dir.unproven, "unproven"},   {dir.logs, "logs"},
    };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        bb_path_join(folders[i].path, BB_WORK_PATH_SIZE, dir.base, folders[i].name);
        enum bb_status status = bb_dir_make(folders[i].path, err);
        if (status != BB_OK)
            return status;
    }
    *ret_dir = dir;
    return BB_OK;
}

enum bb_status bb_workdir_lock(const struct bb_workdir *dir, int *ret_fd, struct bb_err *err)
{
    char path[BB_WORK_PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/lock", dir->base);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum bb_status status =
            errno == EWOULDBLOCK
                ? BB_FAIL(err, BB_EXISTS,
                          "another brickbat already fuzzes in '%s'; wait for it or "
                          "stop it",
                          dir->base)
                : BB_FAIL_ERRNO(err, BB_IO, "cannot lock '%s'", path);
        close(fd);
        return status;
    }
    *ret_fd = fd;
    return BB_OK;
}

static uint64_t min_free_mb(void)
{
    uint64_t mb = DEFAULT_MIN_FREE_MB;
    const char *variable = getenv("BRICKBAT_MIN_FREE_MB");
    if (variable && bb_number_parse(variable, 0, UINT32_MAX, &mb, NULL) != BB_OK)
        mb = DEFAULT_MIN_FREE_MB;
    return mb;
}

enum bb_status bb_workdir_check_room(const struct bb_workdir *dir, struct bb_err *err)
{
    struct statvfs info;
    if (statvfs(dir->base, &info) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot see how full the disk of '%s' is", dir->base);
    unsigned long long left_mb = (unsigned long long)info.f_bavail * info.f_frsize / (1024 * 1024);
    if (left_mb >= min_free_mb())
        return BB_OK;
    return BB_FAIL(err, BB_LIMIT,
                   "the disk of '%s' is nearly full: %llu MB left, %llu needed; free some, or "
                   "lower "
                   "BRICKBAT_MIN_FREE_MB",
                   dir->base, left_mb, (unsigned long long)min_free_mb());
}
