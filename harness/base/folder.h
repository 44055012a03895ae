/*
 * Folders: what is in them, and their removal.
 */
#ifndef BB_BASE_FOLDER_H
#define BB_BASE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* A growing list of paths. The zero value is empty. */
struct bb_paths {
    char **list; /* owned, each of them, too */
    size_t n;
    size_t capacity;
};

/* Empties the list. NULL is fine. */
void bb_paths_free(struct bb_paths *paths);

/* Appends a copy. False without memory. */
bool bb_paths_add(struct bb_paths *paths, const char *path);

bool bb_paths_has(const struct bb_paths *paths, const char *path);

/* Appends "folder/name" of the folder's regular files (links are followed), sorted by name; hidden
 * ones and subfolders are left out. BB_NOT_FOUND, BB_IO. */
BB_MUST_USE enum bb_status bb_folder_files(const char *folder, struct bb_paths *ret_files,
                                           struct bb_err *err);

/* The same with its subfolders. */
BB_MUST_USE enum bb_status bb_folder_folders(const char *folder, struct bb_paths *ret_folders,
                                             struct bb_err *err);

/* True if the file is there and has not changed for that long: whoever writes it has finished. */
bool bb_file_is_settled(const char *path, int64_t min_age_ms);

/* Removes the folder with all in it; links are removed, not followed. One that is not there is
 * fine. */
BB_MUST_USE enum bb_status bb_folder_remove(const char *folder, struct bb_err *err);

#endif
