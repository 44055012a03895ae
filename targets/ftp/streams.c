#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "files.h"
#include "machine.h"
#include "shim/heap_calls.h"

enum { STREAMS = 32, BUFFER_BYTES = 512, LINE_STEP_BYTES = 120 };

struct stream {
    FILE *file; /* NULL: free */
    int fd;
    bool is_dead; /* its run is over */
    char buffer[BUFFER_BYTES];
};

FILE *ftp_stdin, *ftp_stdout, *ftp_stderr;
static struct stream streams[STREAMS];

static ssize_t on_read(void *cookie, char *buf, size_t len)
{
    struct stream *stream = cookie;
    return stream->is_dead || stream->fd == STDERR_FILENO ? 0 : ftp_call_read(stream->fd, buf, len);
}

/* What cannot be written is 0 to the C library. */
static ssize_t on_write(void *cookie, const char *buf, size_t len)
{
    struct stream *stream = cookie;
    if (stream->is_dead || stream->fd == STDERR_FILENO)
        return (ssize_t)len;
    ssize_t n = ftp_call_write(stream->fd, buf, len);
    return n < 0 ? 0 : n;
}

static int on_seek(void *cookie, off64_t *offset, int whence)
{
    struct stream *stream = cookie;
    off_t at = ftp_call_lseek(stream->fd, *offset, whence);
    if (at < 0)
        return -1;
    *offset = at;
    return 0;
}

static int on_close(void *cookie)
{
    struct stream *stream = cookie;
    return stream->is_dead || stream->fd == STDERR_FILENO ? 0 : ftp_call_close(stream->fd);
}

static struct stream *find(const FILE *file)
{
    for (size_t i = 0; i < STREAMS; i++)
        if (streams[i].file == file)
            return &streams[i];
    return NULL;
}

FILE *ftp_call_fdopen(int fd, const char *mode)
{
    static const cookie_io_functions_t functions = {on_read, on_write, on_seek, on_close};
    struct stream *stream = find(NULL);
    if (!stream) {
        errno = EMFILE;
        return NULL;
    }
    stream->fd = fd;
    stream->is_dead = false;
    stream->file = fopencookie(stream, mode, functions);
    if (stream->file)
        setvbuf(stream->file, stream->buffer, _IOFBF, sizeof stream->buffer);
    return stream->file;
}

static int flags_of(const char *mode)
{
    bool both = strchr(mode, '+') != NULL;
    switch (*mode) {
    case 'r': return both ? O_RDWR : O_RDONLY;
    case 'w': return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
    default: return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
    }
}

FILE *ftp_call_fopen(const char *path, const char *mode)
{
    machine_touched(path);
    int fd = files_open(path, flags_of(mode), 0666);
    if (fd < 0)
        return NULL;
    FILE *file = ftp_call_fdopen(fd, mode);
    if (!file)
        files_close(fd);
    return file;
}

/* Done with standard error only. */
FILE *ftp_call_freopen(const char *path, const char *mode, FILE *file)
{
    (void)path, (void)mode;
    return file;
}

int ftp_call_fclose(FILE *file)
{
    struct stream *stream = find(file);
    int result = fclose(file);
    if (stream)
        stream->file = NULL;
    return result;
}

int ftp_call_fileno(FILE *file)
{
    const struct stream *stream = file ? find(file) : NULL;
    return stream ? stream->fd : fileno(file); /* which does not live through NULL */
}

int ftp_call_vprintf(const char *format, va_list arguments)
{
    return vfprintf(ftp_stdout, format, arguments);
}

int ftp_call_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vfprintf(ftp_stdout, format, arguments);
    va_end(arguments);
    return n;
}

int ftp_call_putchar(int c)
{
    return putc(c, ftp_stdout);
}

int ftp_call_puts(const char *text)
{
    return fputs(text, ftp_stdout) < 0 ? EOF : putc('\n', ftp_stdout);
}

/* Into memory of the heap that the parser's free() knows. */
ssize_t ftp_call_getdelim(char **line, size_t *size, int delimiter, FILE *stream)
{
    size_t len = 0;
    int c = EOF;
    do {
        if (len + 2 > *size || !*line) {
            char *longer = bb_shim_realloc(*line, len + LINE_STEP_BYTES);
            if (!longer)
                return -1;
            *line = longer;
            *size = len + LINE_STEP_BYTES;
        }
        c = getc(stream);
        if (c != EOF)
            (*line)[len++] = (char)c;
    } while (c != EOF && c != delimiter);
    (*line)[len] = '\0';
    return len ? (ssize_t)len : -1;
}

ssize_t ftp_call_getline(char **line, size_t *size, FILE *stream)
{
    return ftp_call_getdelim(line, size, '\n', stream);
}

/* A program that says nothing and takes everything. */
FILE *ftp_call_popen(const char *command, const char *mode)
{
    machine_started(command);
    return ftp_call_fdopen(STDERR_FILENO, mode);
}

int ftp_call_pclose(FILE *stream)
{
    ftp_call_fclose(stream);
    return 0;
}

void ftp_call_perror(const char *text)
{
    fprintf(ftp_stderr, "%s: %s\n", text, strerror(errno));
}

static void forget(struct stream *stream)
{
    stream->is_dead = true;
    fclose(stream->file);
    stream->file = NULL;
}

void streams_forget(int fd)
{
    for (size_t i = 0; i < STREAMS; i++)
        if (streams[i].file && streams[i].fd == fd)
            forget(&streams[i]);
}

void streams_reset(void)
{
    for (size_t i = 0; i < STREAMS; i++)
        if (streams[i].file)
            forget(&streams[i]);
    ftp_stdin = ftp_call_fdopen(STDIN_FILENO, "r");
    ftp_stdout = ftp_call_fdopen(STDOUT_FILENO, "w");
    ftp_stderr = ftp_call_fdopen(STDERR_FILENO, "w");
    if (!ftp_stdin || !ftp_stdout || !ftp_stderr)
        abort();
}
