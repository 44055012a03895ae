/*
 * What BlueZ's attribute protocol runs on, in the place of src/shared's io-*.c, timeout-*.c and
 * crypto.c: no main loop, no kernel. The target delivers PDUs, lets time pass, disconnects.
 *
 * - Sockets are the shim's. After each event whoever has something to write writes it.
 * - io_shutdown is followed by the disconnection, when the event is over.
 * - Timers fire when the target lets their time pass, the earliest first.
 * - A signature is right if its last eight bytes, the MAC, are zeros: the sender has the key.
 */
#ifndef ATT_PORT_H
#define ATT_PORT_H

#include <stdbool.h>

#include "base/bytes.h"

enum { ATT_PORT_HEAP_MAX_BYTES = 64 << 20 };

/* A run begins: nothing is open, no timer is set, clock and random numbers are at their beginning.
 */
void att_port_begin(void);

/* The peer sends one PDU on this socket. */
void att_port_deliver(int fd, struct bb_bytes pdu);

/* Whoever has something to write writes it. To be called after the program has made calls. */
void att_port_flush(void);

/* The connection is over, on either side's wish; does nothing if it was before. */
void att_port_disconnect(int fd);

/* Called before a connection that is over is taken down; NULL: nothing is. Forgotten by
 * att_port_begin. */
typedef void (*att_port_over_fn)(void *context, int fd);
void att_port_on_over(att_port_over_fn function, void *context);

/* True while BlueZ reads from this socket. */
bool att_port_is_connected(int fd);

void att_port_pass_seconds(unsigned seconds);

/* Timers that are set; none should be after the end. */
unsigned att_port_timers(void);

#endif
