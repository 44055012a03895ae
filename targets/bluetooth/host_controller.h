/*
 * Just enough of two controllers for two hosts to connect, pair and exchange data; for
 * host_record.c. Codes and layouts: Core Specification, Volume 4, Part E, 7.
 */
#ifndef HOST_CONTROLLER_H
#define HOST_CONTROLLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { HOST_LE_SCAN_ENABLE = 0x200c, HOST_WRITE_SCAN_ENABLE = 0x0c1a };

struct host_end {
    struct bb_buf got;  /* owned; from its controller */
    struct bb_buf sent; /* owned; all that it sends over that */
    size_t taken;       /* of what it sends */
    uint16_t handle;
};

/* What the controllers do with a packet that one end's host sends. */
void host_controller_take(struct host_end *end, struct host_end *other, uint8_t *packet,
                          size_t len);

/* Tells the host that a command is complete. */
void host_controller_complete(struct host_end *end, unsigned opcode);

/* Ends the program if it is not so. */
void host_must(bool good);

#endif
