#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PIPES = 4, PIPE_MAX_BYTES = 16384 };

static struct {
    bool is_used;
    int node; /* FILES_NONE: a pipe */
    int pipe;
    int flags;
    off_t at;
} opened[FILES_FD_COUNT];

static struct {
    size_t len;
    size_t taken;
    uint8_t bytes[PIPE_MAX_BYTES];
} pipes[PIPES];

static int fail(int error)
{
    errno = error;
    return -1;
}

void files_close_all(void)
{
    for (int i = 0; i < FILES_FD_COUNT; i++)
        opened[i].is_used = false;
}

size_t files_open_count(void)
{
    size_t count = 0;
    for (int i = 0; i < FILES_FD_COUNT; i++)
        count += opened[i].is_used;
    return count;
}

bool files_is_open(int fd)
{
    int i = fd - FILES_FD_FIRST;
    return i >= 0 && i < FILES_FD_COUNT && opened[i].is_used;
}

int files_node_of(int fd)
{
    return files_is_open(fd) ? opened[fd - FILES_FD_FIRST].node : FILES_NONE;
}

static int give_fd(int node, int pipe, int flags)
{
    for (int i = 0; i < FILES_FD_COUNT; i++) {
        if (opened[i].is_used)
            continue;
        opened[i].is_used = true;
        opened[i].node = node;
        opened[i].pipe = pipe;
        opened[i].flags = flags;
        opened[i].at = 0;
        return FILES_FD_FIRST + i;
    }
    return fail(EMFILE);
}

int files_open(const char *path, int flags, mode_t mode)
{
    int access = flags & O_ACCMODE;
    int node = files_find(path);
    if (node == FILES_NONE && (!(flags & O_CREAT) || errno != ENOENT))
        return -1;
    if (node == FILES_NONE && (node = files_make(path, false, mode)) == FILES_NONE)
        return -1;
    if (files_node(node)->is_folder && access != O_RDONLY)
        return fail(EISDIR);
    if ((access != O_WRONLY && !files_may(node, 4)) || (access != O_RDONLY && !files_may(node, 2)))
        return fail(EACCES);
    int fd = give_fd(node, 0, flags);
    if (fd >= 0 && (flags & O_TRUNC))
        files_truncate(node);
    return fd;
}

static bool is_pipe_used(int pipe)
{
    for (int i = 0; i < FILES_FD_COUNT; i++)
        if (opened[i].is_used && opened[i].node == FILES_NONE && opened[i].pipe == pipe)
            return true;
    return false;
}

int files_pipe(int ret_fds[2])
{
    int pipe = 0;
    while (pipe < PIPES && is_pipe_used(pipe))
        pipe++;
    if (pipe == PIPES)
        return fail(EMFILE);
    int reads = give_fd(FILES_NONE, pipe, O_RDONLY);
    int writes = reads < 0 ? -1 : give_fd(FILES_NONE, pipe, O_WRONLY);
    if (writes < 0) {
        files_close(reads);
        return fail(EMFILE);
    }
    pipes[pipe].len = pipes[pipe].taken = 0;
    ret_fds[0] = reads;
    ret_fds[1] = writes;
    return 0;
}

/* Whoever writes has written all before anybody reads: an empty pipe is at its end. */
static ssize_t read_pipe(int pipe, void *buf, size_t len)
{
    size_t left = pipes[pipe].len - pipes[pipe].taken;
    size_t n = len < left ? len : left;
    memcpy(buf, pipes[pipe].bytes + pipes[pipe].taken, n);
    pipes[pipe].taken += n;
    return (ssize_t)n;
}

static ssize_t write_pipe(int pipe, const void *buf, size_t len)
{
    size_t left = PIPE_MAX_BYTES - pipes[pipe].len;
    size_t n = len < left ? len : left;
    memcpy(pipes[pipe].bytes + pipes[pipe].len, buf, n);
    pipes[pipe].len += n;
    return n || !len ? (ssize_t)n : fail(EPIPE);
}

ssize_t files_read(int fd, void *buf, size_t len)
{
    int i = fd - FILES_FD_FIRST;
    if (!files_is_open(fd) || (opened[i].flags & O_ACCMODE) == O_WRONLY)
        return fail(EBADF);
    if (opened[i].node == FILES_NONE)
        return read_pipe(opened[i].pipe, buf, len);
    if (files_node(opened[i].node)->is_folder)
        return fail(EISDIR);
    struct bb_bytes content = files_content(opened[i].node);
    size_t at = (size_t)opened[i].at < content.len ? (size_t)opened[i].at : content.len;
    size_t n = len < content.len - at ? len : content.len - at;
    memcpy(buf, content.ptr + at, n);
    opened[i].at += (off_t)n;
    return (ssize_t)n;
}

ssize_t files_write(int fd, const void *buf, size_t len)
{
    int i = fd - FILES_FD_FIRST;
    if (!files_is_open(fd) || (opened[i].flags & O_ACCMODE) == O_RDONLY)
        return fail(EBADF);
    if (opened[i].node == FILES_NONE)
        return write_pipe(opened[i].pipe, buf, len);
    if (opened[i].flags & O_APPEND)
        opened[i].at = (off_t)files_node(opened[i].node)->len;
    ssize_t n = files_put(opened[i].node, (size_t)opened[i].at, bb_bytes_of(buf, len));
    if (n > 0)
        opened[i].at += n;
    return n;
}

off_t files_seek(int fd, off_t offset, int whence)
{
    int i = fd - FILES_FD_FIRST;
    if (!files_is_open(fd))
        return fail(EBADF);
    if (opened[i].node == FILES_NONE)
        return fail(ESPIPE);
    off_t from = whence == SEEK_SET   ? 0
                 : whence == SEEK_CUR ? opened[i].at
                                      : (off_t)files_node(opened[i].node)->len;
    off_t to;
    if (__builtin_add_overflow(from, offset, &to) || to < 0)
        return fail(EINVAL);
    return opened[i].at = to;
}

int files_close(int fd)
{
    if (!files_is_open(fd))
        return fail(EBADF);
    opened[fd - FILES_FD_FIRST].is_used = false;
    return 0;
}
