#include "gpsd_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "shim/clock.h"
#include "shim/socket.h"

enum {
    MS_PER_BYTE = 1,
    PAUSE_MS = 400, /* gpsd takes 250 for the end of a cycle */
    TTY_MAJOR = 4,  /* of Linux: serial ports */
    TTY_MINOR = 64,
};

static bool ends_piece(const uint8_t *bytes)
{
    uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return (three * UINT32_C(0x9e3779b1)) >> 27 == 0;
}

void gpsd_line_begin(void)
{
    bb_shim_socket_reset();
    if (gpsd_line_open(GPSD_LINE_PATH, 0) != BB_SHIM_FD_FIRST)
        abort();
}

bool gpsd_line_arrives(int fd, struct bb_bytes *rest)
{
    struct bb_bytes piece;
    size_t len = rest->len < 3 ? rest->len : 3;
    while (len < rest->len && !ends_piece(rest->ptr + len - 3))
        len++;
    if (len == 0 || !bb_bytes_take(rest, len, &piece))
        return false;
    bb_shim_clock_advance_ms(PAUSE_MS + MS_PER_BYTE * len);
    return bb_shim_socket_push(fd, piece);
}

int gpsd_line_open(const char *path, int flags, ...)
{
    (void)flags;
    if (strcmp(path, GPSD_LINE_PATH) == 0)
        return bb_shim_socket_open(AF_INET, SOCK_STREAM);
    errno = ENOENT;
    return -1;
}

int gpsd_line_stat(const char *path, struct stat *ret_stat)
{
    if (strcmp(path, GPSD_LINE_PATH) != 0) {
        errno = ENOENT;
        return -1;
    }
    *ret_stat = (struct stat){.st_mode = S_IFCHR, .st_rdev = makedev(TTY_MAJOR, TTY_MINOR)};
    return 0;
}

int gpsd_line_isatty(int fd)
{
    return bb_shim_socket_is_open(fd);
}

int gpsd_line_tcgetattr(int fd, struct termios *ret_settings)
{
    (void)fd;
    *ret_settings = (struct termios){.c_cflag = CS8 | CREAD | CLOCAL};
    cfsetispeed(ret_settings, B9600);
    cfsetospeed(ret_settings, B9600);
    return 0;
}

int gpsd_line_tcsetattr(int fd, int when, const struct termios *settings)
{
    (void)fd, (void)when, (void)settings;
    return 0;
}

int gpsd_line_tcdrain(int fd)
{
    (void)fd;
    return 0;
}

DIR *gpsd_line_opendir(const char *path)
{
    (void)path;
    errno = ENOENT;
    return NULL;
}
