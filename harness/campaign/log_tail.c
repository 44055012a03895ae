#include "campaign/log_tail.h"

#include <fcntl.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, LAST_BYTES = 4096 };

void bb_log_tail_free(struct bb_log_tail *tail)
{
    bb_buf_free(&tail->partial);
}

static void keep_partial(struct bb_log_tail *tail, struct bb_bytes bytes)
{
    size_t room = tail->partial.max_bytes - tail->partial.len;
    bb_buf_append(&tail->partial, bb_bytes_of(bytes.ptr, bytes.len < room ? bytes.len : room));
}

static void see_chunk(struct bb_log_tail *tail, struct bb_bytes chunk,
                      void (*see)(void *user, struct bb_bytes line), void *user)
{
    while (chunk.len) {
        const uint8_t *end = memchr(chunk.ptr, '\n', chunk.len);
        size_t n = end ? (size_t)(end - chunk.ptr) : chunk.len;
        keep_partial(tail, bb_bytes_of(chunk.ptr, n));
        if (!end)
            return;
        see(user, bb_buf_bytes(&tail->partial));
        bb_buf_reset(&tail->partial);
        chunk = bb_bytes_of(end + 1, chunk.len - n - 1);
    }
}

bool bb_log_tail_read(struct bb_log_tail *tail, const char *path,
                      void (*see)(void *user, struct bb_bytes line), void *user)
{
    uint8_t chunk[CHUNK_BYTES];
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n;
    while ((n = pread(fd, chunk, sizeof chunk, tail->offset)) > 0) {
        tail->offset += n;
        see_chunk(tail, bb_bytes_of(chunk, (size_t)n), see, user);
    }
    bool emptied = tail->offset > BB_LOG_MAX_BYTES && ftruncate(fd, 0) == 0;
    if (emptied)
        tail->offset = 0;
    close(fd);
    return emptied;
}

/* Without control characters and the escape sequences of colours. */
static void copy_plain(struct bb_bytes line, char *ret_line, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < line.len && used + 1 < size; i++) {
        if (line.ptr[i] == 0x1b) {
            while (i < line.len && line.ptr[i] != 'm')
                i++;
        } else if (line.ptr[i] >= ' ') {
            ret_line[used++] = (char)line.ptr[i];
        }
    }
    ret_line[used] = '\0';
}

void bb_log_last_line(const char *path, char *ret_line, size_t size)
{
    uint8_t tail[LAST_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
    ssize_t n = fd < 0 ? 0 : pread(fd, tail, sizeof tail, end > LAST_BYTES ? end - LAST_BYTES : 0);
    struct bb_bytes rest = bb_bytes_of(tail, n > 0 ? (size_t)n : 0), line, last = {NULL, 0};
    while (bb_bytes_take_line(&rest, &line))
        last = line.len ? line : last;
    copy_plain(last, ret_line, size);
    if (fd >= 0)
        close(fd);
}
