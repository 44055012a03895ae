/*
 * Whole files: read with a cap, written so that a reader sees the old or the new one, never half.
 */
#ifndef BB_BASE_FILE_H
#define BB_BASE_FILE_H

#include "base/buf.h"

/* Appends the file to ret_contents. BB_NOT_FOUND, BB_IO (also for a folder), or BB_LIMIT when it
 * is larger than the buffer's cap allows. "-" reads standard input. */
BB_MUST_USE enum bb_status bb_file_read(const char *path, struct bb_buf *ret_contents,
                                        struct bb_err *err);

/* Writes through a temporary file in the same folder, then fsync and rename. */
BB_MUST_USE enum bb_status bb_file_write(const char *path, struct bb_bytes contents,
                                         struct bb_err *err);

/* Writes a file that must not be there yet, without fsync: for files by the thousand that can be
 * made again. BB_EXISTS, BB_IO; of a file that could not be finished nothing is left. */
BB_MUST_USE enum bb_status bb_file_create(const char *path, struct bb_bytes contents,
                                          struct bb_err *err);

/* Makes the folder and its parents, mode 0755. Existing folders are fine. */
BB_MUST_USE enum bb_status bb_dir_make(const char *path, struct bb_err *err);

/* Joins with one '/'. False when it does not fit (ret_path is then ""). */
bool bb_path_join(char *ret_path, size_t size, const char *folder, const char *name);

/* What stands behind the last '/'; all of it if there is none. Borrowed. */
const char *bb_path_name(const char *path);

#endif
