/*
 * The files of the machine that the FTP programs run on: a small tree in memory, in place of the
 * kernel's. Owners and modes count, chroot and the working folder, too; there are no links, devices
 * or times but the one at which the machine was made. File names are those of a POSIX system, up to
 * 255 bytes; a file has up to FILES_MAX_BYTES, then the disk is full.
 *
 * Who acts is told by files_who: the same for all calls, as the programs have one process. One
 * machine per process, since the calls that are replaced (calls.h) have no context argument.
 */
#ifndef BB_FTP_FILES_H
#define BB_FTP_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"

enum {
    FILES_NODES = 64,
    FILES_NAME_SIZE = 256,
    FILES_MAX_BYTES = 8192,
    FILES_FD_FIRST = 2000,
    FILES_FD_COUNT = 48,
    FILES_NONE = -1,
};

struct files_node {
    bool is_used;
    bool is_folder;
    mode_t mode; /* permissions only */
    uid_t uid;
    time_t changed;
    int parent; /* of the root, itself */
    size_t len;
    char name[FILES_NAME_SIZE];
};

struct files_who {
    uid_t uid; /* 0 may do anything */
    int root;  /* nodes */
    int folder;
    mode_t umask;
};

extern struct files_who files_who;

/* What is in the tree at first; in the order of parents before children. */
struct files_entry {
    const char *path; /* absolute */
    mode_t mode;
    uid_t uid;
    const char *text; /* NULL: a folder */
};

/* Makes the tree anew, with nothing open, for the superuser in the root. */
void files_reset(const struct files_entry *entries, size_t count);

/* The node of a path, FILES_NONE with errno as stat() sets it. */
int files_find(const char *path);
const struct files_node *files_node(int node);
struct bb_bytes files_content(int node);

/* The path from the present root; false if it does not fit. */
bool files_path(int node, char *ret_path, size_t size);

/* files_change.c: as the calls of these names; -1 with errno. */
int files_make(const char *path, bool is_folder, mode_t mode); /* returns the node */
int files_remove(const char *path, bool is_folder);
int files_rename(const char *from, const char *to);
int files_chmod(const char *path, mode_t mode);

/* files_open.c: descriptors, FILES_FD_FIRST and up, of files and of pipes. Flags are those of
 * open(). */
int files_open(const char *path, int flags, mode_t mode);
int files_pipe(int ret_fds[2]);
bool files_is_open(int fd);
int files_node_of(int fd); /* FILES_NONE: not an open file */
ssize_t files_read(int fd, void *buf, size_t len);
ssize_t files_write(int fd, const void *buf, size_t len);
off_t files_seek(int fd, off_t offset, int whence);
int files_close(int fd);
size_t files_open_count(void);

/* For the three files. */
bool files_may(int node, mode_t wanted); /* 4 read, 2 write, 1 search */
int files_child(int folder, struct bb_bytes name);
int files_find_parent(const char *path, struct bb_bytes *ret_name);
int files_add(int folder, struct bb_bytes name, bool is_folder, mode_t mode);
void files_drop(int node);
ssize_t files_put(int node, size_t at, struct bb_bytes bytes);
void files_truncate(int node);
void files_close_all(void);
struct files_node *files_edit(int node);

#endif
