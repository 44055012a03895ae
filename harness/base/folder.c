#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum { MAX_OPEN_FOLDERS = 16 };

void bb_paths_free(struct bb_paths *paths)
{
    if (!paths)
        return;
    for (size_t i = 0; i < paths->n; i++)
        free(paths->list[i]);
    free(paths->list);
    *paths = (struct bb_paths){0};
}

bool bb_paths_add(struct bb_paths *paths, const char *path)
{
    if (paths->n == paths->capacity) {
        size_t capacity = paths->capacity ? paths->capacity * 2 : 16;
        char **list = reallocarray(paths->list, capacity, sizeof *list);
        if (!list)
            return false;
        paths->list = list;
        paths->capacity = capacity;
    }
    char *copy = strdup(path);
    if (copy)
        paths->list[paths->n++] = copy;
    return copy;
}

bool bb_paths_has(const struct bb_paths *paths, const char *path)
{
    for (size_t i = 0; i < paths->n; i++) {
        if (strcmp(paths->list[i], path) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_entry(const char *folder, const char *name, mode_t type, struct bb_paths *paths)
{
    char path[PATH_MAX];
    struct stat info;
    if (name[0] == '.' || !bb_path_join(path, sizeof path, folder, name) || stat(path, &info) != 0)
        return true;
    return (info.st_mode & S_IFMT) != type || bb_paths_add(paths, path);
}

static enum bb_status list(const char *folder, mode_t type, struct bb_paths *ret_paths,
                           struct bb_err *err)
{
    DIR *stream = opendir(folder);
    if (!stream)
        return BB_FAIL_ERRNO(err, errno == ENOENT ? BB_NOT_FOUND : BB_IO,
                             "cannot open the folder '%s'", folder);
    size_t first = ret_paths->n;
    enum bb_status status = BB_OK;
    const struct dirent *entry;
    while (status == BB_OK && (entry = readdir(stream))) {
        if (!add_entry(folder, entry->d_name, type, ret_paths))
            status = BB_FAIL(err, BB_NO_MEMORY, "too many files in '%s'", folder);
    }
    closedir(stream);
    if (ret_paths->n > first)
        qsort(ret_paths->list + first, ret_paths->n - first, sizeof *ret_paths->list, by_name);
    return status;
}

enum bb_status bb_folder_files(const char *folder, struct bb_paths *ret_files, struct bb_err *err)
{
    return list(folder, S_IFREG, ret_files, err);
}

enum bb_status bb_folder_folders(const char *folder, struct bb_paths *ret_folders,
                                 struct bb_err *err)
{
    return list(folder, S_IFDIR, ret_folders, err);
}

bool bb_file_is_settled(const char *path, int64_t min_age_ms)
{
    struct stat info;
    struct timespec now;
    if (stat(path, &info) != 0)
        return false;
    clock_gettime(CLOCK_REALTIME, &now); /* the clock of file times */
    int64_t age_ms = ((int64_t)now.tv_sec - info.st_mtim.tv_sec) * 1000 +
                     (now.tv_nsec - info.st_mtim.tv_nsec) / 1000000;
    return min_age_ms <= 0 || age_ms >= min_age_ms;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

enum bb_status bb_folder_remove(const char *folder, struct bb_err *err)
{
    if (nftw(folder, remove_entry, MAX_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
        return BB_OK;
    return BB_FAIL_ERRNO(err, BB_IO, "cannot remove '%s'", folder);
}
