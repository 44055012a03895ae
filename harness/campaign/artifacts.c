#include "campaign/artifacts.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

bool bb_artifact_is_libfuzzer_name(const char *name)
{
    static const char *const prefixes[] = {"crash-", "timeout-", "oom-", "leak-"};
    size_t n = strlen(name);
    if (n > 4 && strcmp(name + n - 4, ".log") == 0)
        return false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (bb_text_starts_with(name, prefixes[i]) && name[strlen(prefixes[i])])
            return true;
    }
    return false;
}

static bool is_afl_name(const char *name)
{
    return bb_text_starts_with(name, "id:") || bb_text_starts_with(name, "id_");
}

/* A folder that is not there has nothing. */
static enum bb_status scan(const char *folder, bool (*is_wanted)(const char *), int64_t min_age_ms,
                           struct bb_paths *ret_files, struct bb_err *err)
{
    struct bb_paths files = {0};
    enum bb_status status = bb_folder_files(folder, &files, err);
    for (size_t i = 0; i < files.n && status == BB_OK; i++) {
        if (!is_wanted(bb_path_name(files.list[i])) ||
            !bb_file_is_settled(files.list[i], min_age_ms))
            continue;
        if (!bb_paths_add(ret_files, files.list[i]))
            status = BB_FAIL(err, BB_NO_MEMORY, "too many crash files in '%s'", folder);
    }
    bb_paths_free(&files);
    return status == BB_NOT_FOUND ? BB_OK : status;
}

/* AFL++ calls them crashes and hangs; a resumed session keeps older ones in "crashes.<date>". */
static bool is_afl_crash_folder(const char *name)
{
    return bb_text_starts_with(name, "crashes") || bb_text_starts_with(name, "hangs");
}

/* Calls visit for each crash folder of each instance. */
static enum bb_status each_afl_folder(const struct bb_workdir *dir,
                                      enum bb_status (*visit)(const char *folder, void *user,
                                                              struct bb_err *err),
                                      void *user, struct bb_err *err)
{
    struct bb_paths instances = {0}, folders = {0};
    enum bb_status status = bb_folder_folders(dir->afl, &instances, err);
    for (size_t i = 0; i < instances.n && status == BB_OK; i++)
        status = bb_folder_folders(instances.list[i], &folders, err);
    for (size_t i = 0; i < folders.n && status == BB_OK; i++) {
        if (is_afl_crash_folder(bb_path_name(folders.list[i])))
            status = visit(folders.list[i], user, err);
    }
    bb_paths_free(&instances);
    bb_paths_free(&folders);
    return status == BB_NOT_FOUND ? BB_OK : status;
}

struct afl_scan {
    int64_t min_age_ms;
    struct bb_paths *files;
};

static enum bb_status scan_afl_folder(const char *folder, void *user, struct bb_err *err)
{
    const struct afl_scan *what = user;
    return scan(folder, is_afl_name, what->min_age_ms, what->files, err);
}

enum bb_status bb_artifacts_scan(const struct bb_workdir *dir, int64_t min_age_ms,
                                 struct bb_paths *ret_files, struct bb_err *err)
{
    struct afl_scan afl = {.min_age_ms = min_age_ms, .files = ret_files};
    enum bb_status status =
        scan(dir->aside, bb_artifact_is_libfuzzer_name, min_age_ms, ret_files, err);
    if (status == BB_OK)
        status = scan(dir->libfuzzer, bb_artifact_is_libfuzzer_name, min_age_ms, ret_files, err);
    if (status == BB_OK)
        status = each_afl_folder(dir, scan_afl_folder, &afl, err);
    return status;
}

/* afl/main/crashes becomes afl/earlier/crashes.<n>. */
static enum bb_status rescue_folder(const char *folder, void *user, struct bb_err *err)
{
    const char *earlier = user;
    char to[PATH_MAX];
    if (rmdir(folder) == 0 || bb_text_starts_with(folder, earlier))
        return BB_OK;
    for (unsigned i = 0; i < 100000; i++) {
        snprintf(to, sizeof to, "%s/%s.%u", earlier, bb_path_name(folder), i);
        if (access(to, F_OK) == 0)
            continue;
        if (rename(folder, to) == 0)
            return BB_OK;
        break;
    }
    return BB_FAIL_ERRNO(err, BB_IO, "cannot move '%s' to '%s'", folder, to);
}

enum bb_status bb_artifacts_rescue_afl(const struct bb_workdir *dir, struct bb_err *err)
{
    char earlier[BB_WORK_PATH_SIZE + 16];
    snprintf(earlier, sizeof earlier, "%s/earlier", dir->afl);
    enum bb_status status = bb_dir_make(earlier, err);
    return status == BB_OK ? each_afl_folder(dir, rescue_folder, earlier, err) : status;
}

void bb_artifact_log_path(const char *file, char *ret_path, size_t size)
{
    snprintf(ret_path, size, "%s.log", file);
}
