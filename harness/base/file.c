#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024 };

static enum bb_status read_all(int fd, const char *path, struct bb_buf *buf, struct bb_err *err)
{
    for (;;) {
        size_t room = buf->max_bytes - buf->len;
        size_t want = room < CHUNK_BYTES ? room + 1 : CHUNK_BYTES;
        uint8_t chunk[CHUNK_BYTES];
        ssize_t n = read(fd, chunk, want < sizeof chunk ? want : sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return BB_FAIL_ERRNO(err, BB_IO, "cannot read '%s'", path);
        if (n == 0)
            return BB_OK;
        if (!bb_buf_append(buf, bb_bytes_of(chunk, (size_t)n)))
            return BB_FAIL(err, BB_LIMIT, "'%s' is larger than %zu bytes", path, buf->max_bytes);
    }
}

enum bb_status bb_file_read(const char *path, struct bb_buf *ret_contents, struct bb_err *err)
{
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", ret_contents, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return BB_FAIL_ERRNO(err, errno == ENOENT ? BB_NOT_FOUND : BB_IO, "cannot open '%s'", path);
    enum bb_status status = read_all(fd, path, ret_contents, err);
    close(fd);
    return status;
}

static bool write_all(int fd, struct bb_bytes contents)
{
    while (contents.len) {
        ssize_t n = write(fd, contents.ptr, contents.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        contents.ptr += n;
        contents.len -= (size_t)n;
    }
    return true;
}

enum bb_status bb_file_write(const char *path, struct bb_bytes contents, struct bb_err *err)
{
    char temporary[PATH_MAX];
    int n = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof temporary)
        return BB_FAIL(err, BB_LIMIT, "path too long: '%s'", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", path);
    bool written = write_all(fd, contents) && fsync(fd) == 0 && fchmod(fd, 0644) == 0;
    int write_errno = errno;
    if (close(fd) != 0 && written) {
        written = false;
        write_errno = errno;
    }
    if (written && rename(temporary, path) == 0)
        return BB_OK;
    errno = written ? errno : write_errno;
    enum bb_status status = BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", path);
    unlink(temporary);
    return status;
}

enum bb_status bb_file_create(const char *path, struct bb_bytes contents, struct bb_err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return BB_FAIL_ERRNO(err, errno == EEXIST ? BB_EXISTS : BB_IO, "cannot write '%s'", path);
    bool written = write_all(fd, contents);
    int write_errno = errno;
    if (close(fd) == 0 && written)
        return BB_OK;
    errno = written ? errno : write_errno;
    enum bb_status status = BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", path);
    unlink(path);
    return status;
}

enum bb_status bb_dir_make(const char *path, struct bb_err *err)
{
    char partial[PATH_MAX];
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof partial)
        return BB_FAIL(err, BB_LIMIT, "empty or too long a path: '%s'", path);
    memcpy(partial, path, len + 1);
    for (char *slash = partial + 1;; slash++) {
        if (*slash != '/' && *slash != '\0')
            continue;
        char saved = *slash;
        *slash = '\0';
        if (mkdir(partial, 0755) != 0 && errno != EEXIST)
            return BB_FAIL_ERRNO(err, BB_IO, "cannot make the folder '%s'", partial);
        if (saved == '\0')
            break;
        *slash = saved;
    }
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return BB_FAIL(err, BB_IO, "'%s' exists and is not a folder", path);
    return BB_OK;
}

bool bb_path_join(char *ret_path, size_t size, const char *folder, const char *name)
{
    size_t n = strlen(folder);
    const char *slash = n && folder[n - 1] == '/' ? "" : "/";
    int written = snprintf(ret_path, size, "%s%s%s", folder, slash, name);
    if (written >= 0 && (size_t)written < size)
        return true;
    if (size)
        ret_path[0] = '\0';
    return false;
}

const char *bb_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
