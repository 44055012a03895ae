/*
 * A serial line for libmodbus to open: what open, tcgetattr and tcsetattr become in its objects.
 */
#ifndef BB_MODBUS_SERIAL_LINE_H
#define BB_MODBUS_SERIAL_LINE_H

#include <termios.h>

/* A stream descriptor of the socket shim, whatever the path. */
int bb_modbus_open(const char *path, int flags, ...);

int bb_modbus_tcgetattr(int fd, struct termios *settings);
int bb_modbus_tcsetattr(int fd, int when, const struct termios *settings);

#endif
