#include "cli/build_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

enum {
    MAX_LOG_BYTES = 64 * 1024 * 1024,
    TAIL_BYTES = 4096,
    MAX_ERROR_LINES = 12,
    MAX_LINE_BYTES = 200,
};

static size_t read_tail(const char *path, uint8_t tail[static TAIL_BYTES])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    off_t size = lseek(fd, 0, SEEK_END);
    ssize_t n = pread(fd, tail, TAIL_BYTES, size > TAIL_BYTES ? size - TAIL_BYTES : 0);
    close(fd);
    return n > 0 ? (size_t)n : 0;
}

bool bb_build_log_progress(const char *log_path, char ret_text[static BB_BUILD_PROGRESS_SIZE])
{
    uint8_t tail[TAIL_BYTES];
    struct bb_bytes rest = bb_bytes_of(tail, read_tail(log_path, tail));
    struct bb_bytes line, last = {NULL, 0};
    while (bb_bytes_take_line(&rest, &line)) {
        if (line.len > 2 && line.ptr[0] == '[' && line.ptr[1] >= '0' && line.ptr[1] <= '9')
            last = line;
    }
    size_t n = last.len < BB_BUILD_PROGRESS_SIZE ? last.len : BB_BUILD_PROGRESS_SIZE - 1;
    if (n == 0)
        return false;
    memcpy(ret_text, last.ptr, n);
    ret_text[n] = '\0';
    return true;
}

static bool holds(struct bb_bytes line, const char *words)
{
    return line.len && memmem(line.ptr, line.len, words, strlen(words));
}

static bool is_error(struct bb_bytes line)
{
    return holds(line, "error: ") || holds(line, "CMake Error") ||
           holds(line, "undefined reference") || holds(line, "No space left on device");
}

/* The log from its first error on; from its last lines on if there is none. */
static struct bb_bytes interesting_part(struct bb_bytes log)
{
    struct bb_bytes rest = log, line;
    for (struct bb_bytes from = rest; bb_bytes_take_line(&rest, &line); from = rest) {
        if (is_error(line))
            return from;
    }
    size_t lines = 0;
    size_t at = log.len;
    while (at > 0 && lines < MAX_ERROR_LINES) {
        at--;
        if (log.ptr[at] == '\n')
            lines++;
    }
    return at ? bb_bytes_of(log.ptr + at + 1, log.len - at - 1) : log;
}

void bb_build_log_errors(const char *log_path, struct bb_buf *ret_text)
{
    struct bb_buf log = BB_BUF_INIT(MAX_LOG_BYTES);
    if (bb_file_read(log_path, &log, NULL) != BB_OK && log.len == 0)
        goto out;
    struct bb_bytes rest = interesting_part(bb_buf_bytes(&log)), line;
    for (size_t n = 0; n < MAX_ERROR_LINES && bb_bytes_take_line(&rest, &line); n++) {
        int shown = line.len < MAX_LINE_BYTES ? (int)line.len : MAX_LINE_BYTES;
        bb_buf_printf(ret_text, "  %.*s\n", shown, (const char *)line.ptr);
    }
out:
    bb_buf_free(&log);
}
