/*
 * Calls that take a path or a descriptor, put on the files of the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "files.h"
#include "machine.h"
#include "network.h"
#include "process.h"
#include "shim/heap.h"
#include "shim/heap_calls.h"
#include "shim/socket_calls.h"

enum { PATH_SIZE = 4096, BLOCK_BYTES = 512 };

struct folder {
    int node;
    int next;
    struct dirent entry;
};

static int fill(int node, struct stat *ret_stat)
{
    if (node == FILES_NONE)
        return -1;
    const struct files_node *file = files_node(node);
    *ret_stat = (struct stat){.st_ino = (ino_t)node + 1,
                              .st_mode = file->mode | (file->is_folder ? S_IFDIR : S_IFREG),
                              .st_nlink = 1,
                              .st_uid = file->uid,
                              .st_size = (off_t)file->len,
                              .st_blksize = BLOCK_BYTES,
                              .st_mtime = file->changed};
    return 0;
}

int ftp_call_stat(const char *path, struct stat *ret_stat)
{
    machine_touched(path);
    return fill(files_find(path), ret_stat);
}

int ftp_call_lstat(const char *path, struct stat *ret_stat)
{
    return ftp_call_stat(path, ret_stat);
}

int ftp_call_fstat(int fd, struct stat *ret_stat)
{
    if (files_node_of(fd) != FILES_NONE)
        return fill(files_node_of(fd), ret_stat);
    *ret_stat = (struct stat){.st_mode = S_IFIFO | 0600, .st_blksize = BLOCK_BYTES};
    return 0;
}

/* Of the names that readdir gave, so the folder is the descriptor (ftp_call_dirfd). */
int ftp_call_fstatat(int folder, const char *path, struct stat *ret_stat, int flags)
{
    (void)flags;
    if (*path == '/' || folder < 0 || folder >= FILES_NODES)
        return ftp_call_stat(path, ret_stat);
    return fill(files_child(folder, bb_bytes_str(path)), ret_stat);
}

DIR *ftp_call_opendir(const char *path)
{
    machine_touched(path);
    int node = files_find(path);
    if (node == FILES_NONE)
        return NULL;
    if (!files_node(node)->is_folder || !files_may(node, 4)) {
        errno = files_node(node)->is_folder ? EACCES : ENOTDIR;
        return NULL;
    }
    struct folder *folder = bb_shim_calloc(1, sizeof *folder);
    if (folder)
        *folder = (struct folder){.node = node, .next = -2};
    return (DIR *)folder;
}

static struct dirent *give(struct folder *folder, const char *name, bool is_folder)
{
    folder->entry.d_ino = (ino_t)folder->next + 4;
    folder->entry.d_type = is_folder ? DT_DIR : DT_REG;
    strcpy(folder->entry.d_name, name);
    folder->next++;
    return &folder->entry;
}

struct dirent *ftp_call_readdir(DIR *opened)
{
    struct folder *folder = (struct folder *)opened;
    if (folder->next < 0)
        return give(folder, folder->next == -2 ? "." : "..", true);
    for (; folder->next < FILES_NODES; folder->next++) {
        const struct files_node *file = files_node(folder->next);
        if (file->is_used && file->parent == folder->node && folder->next != folder->node)
            return give(folder, file->name, file->is_folder);
    }
    return NULL;
}

int ftp_call_closedir(DIR *folder)
{
    bb_shim_free(folder);
    return 0;
}

int ftp_call_dirfd(DIR *folder)
{
    return ((struct folder *)folder)->node;
}

int ftp_call_mkdir(const char *path, mode_t mode)
{
    machine_touched(path);
    return files_make(path, true, mode) == FILES_NONE ? -1 : 0;
}

int ftp_call_rmdir(const char *path)
{
    machine_touched(path);
    return files_remove(path, true);
}

int ftp_call_unlink(const char *path)
{
    machine_touched(path);
    return files_remove(path, false);
}

int ftp_call_rename(const char *from, const char *to)
{
    machine_touched(from);
    return files_rename(from, to);
}

int ftp_call_chmod(const char *path, mode_t mode)
{
    machine_touched(path);
    return files_chmod(path, mode);
}

static int enter(const char *path, int *ret_node)
{
    int node = files_find(path);
    if (node == FILES_NONE)
        return -1;
    if (!files_node(node)->is_folder || !files_may(node, 1)) {
        errno = files_node(node)->is_folder ? EACCES : ENOTDIR;
        return -1;
    }
    *ret_node = node;
    return 0;
}

int ftp_call_chdir(const char *path)
{
    machine_touched(path);
    return enter(path, &files_who.folder);
}

int ftp_call_chroot(const char *path)
{
    if (files_who.uid != 0) {
        errno = EPERM;
        return -1;
    }
    return enter(path, &files_who.root);
}

char *ftp_call_getcwd(char *buf, size_t size)
{
    char path[PATH_SIZE];
    if (!files_path(files_who.folder, path, sizeof path) || (buf && strlen(path) >= size)) {
        errno = ERANGE;
        return NULL;
    }
    return buf ? strcpy(buf, path) : bb_shim_strdup(path);
}

mode_t ftp_call_umask(mode_t mask)
{
    mode_t old = files_who.umask;
    files_who.umask = mask & 0777;
    return old;
}

int ftp_call_access(const char *path, int mode)
{
    int node = files_find(path);
    if (node == FILES_NONE)
        return -1;
    errno = EACCES;
    return files_may(node, (mode_t)mode & 7) ? 0 : -1;
}

int ftp_call_mkstemp(char *pattern)
{
    size_t len = strlen(pattern);
    if (len >= 6)
        memcpy(pattern + len - 6, "abcdef", 6);
    return files_open(pattern, O_RDWR | O_CREAT, 0600);
}

int ftp_call_pipe(int fds[2])
{
    return files_pipe(fds);
}

int ftp_call_dup2(int from, int to)
{
    process_redirect(from, to);
    return to;
}

/* A child has its own descriptors, of which no use is made. */
int ftp_call_close(int fd)
{
    if (process_is_child())
        return 0;
    return files_is_open(fd) ? files_close(fd) : network_close(fd);
}

ssize_t ftp_call_read(int fd, void *buf, size_t len)
{
    machine_worked();
    return files_is_open(fd) ? files_read(fd, buf, len) : network_read(fd, buf, len);
}

ssize_t ftp_call_write(int fd, const void *buf, size_t len)
{
    machine_worked();
    return files_is_open(fd) ? files_write(fd, buf, len) : network_write(fd, buf, len);
}

off_t ftp_call_lseek(int fd, off_t offset, int whence)
{
    return files_seek(fd, offset, whence);
}

/* Private and for reading: a block of exactly that length, so that the first byte behind it is seen
 * where the kernel would have zeroes up to the end of the page. */
void *ftp_call_mmap(void *address, size_t len, int protection, int flags, int fd, off_t offset)
{
    (void)address, (void)protection, (void)flags;
    struct bb_bytes content = bb_bytes_str("");
    if (files_node_of(fd) != FILES_NONE)
        content = files_content(files_node_of(fd));
    if (len == 0 || offset < 0 || (size_t)offset > content.len) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    char *block = bb_shim_calloc(1, len);
    size_t left = content.len - (size_t)offset;
    if (block)
        memcpy(block, content.ptr + offset, len < left ? len : left);
    return block ? block : MAP_FAILED;
}

int ftp_call_munmap(void *address, size_t len)
{
    (void)len;
    bb_shim_free(address);
    return 0;
}
