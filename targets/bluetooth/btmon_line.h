/*
 * The line that the monitor prints of each packet or record first, which is put together in a
 * buffer of 256 bytes and fitted to the terminal's width.
 */
#ifndef BTMON_LINE_H
#define BTMON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is what stands beside a text wider than the terminal? Then the room for the text is less than
 * none: it is copied in any length, or cut where the buffer does not begin yet. */
bool btmon_line_is_long(unsigned opcode, const uint8_t *data, size_t len);

#endif
