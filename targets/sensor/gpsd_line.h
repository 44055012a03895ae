/*
 * The serial line to the receiver, in place of a device file: what gpsd reads from it comes from
 * the input, in pieces with a pause between them.
 */
#ifndef GPSD_LINE_H
#define GPSD_LINE_H

#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <termios.h>

#include "base/bytes.h"

#define GPSD_LINE_PATH "/dev/ttyS0"

/* A new run: every descriptor is closed, but for the line's, which gpsd has open. */
void gpsd_line_begin(void);

/* The next piece of the rest arrives at `fd`, at about 9600 baud. A piece ends behind one in 32 of
 * all three bytes, so that a change elsewhere moves no cut; behind it is a pause, which gpsd takes
 * for the end of a cycle. False when there is no more. */
bool gpsd_line_arrives(int fd, struct bb_bytes *rest);

/* What the library gets instead of the calls of that name. The only file that is there is the
 * line's, a serial port at 9600 baud. */
int gpsd_line_open(const char *path, int flags, ...);
int gpsd_line_stat(const char *path, struct stat *ret_stat);
int gpsd_line_isatty(int fd);
int gpsd_line_tcgetattr(int fd, struct termios *ret_settings);
int gpsd_line_tcsetattr(int fd, int when, const struct termios *settings);
int gpsd_line_tcdrain(int fd);
DIR *gpsd_line_opendir(const char *path);

#endif
