/*
 * An input as the kernel's monitor channel would tell of it: H4 packets and records (btmon.proto),
 * cut by the lengths in their headers. What the kernel frames is right here, too, as the monitor
 * relies on it; what is not is dropped, and counted as a state.
 *
 *   H4 packet       who sent it
 *   command         the host
 *   event, SCO, ISO the controller
 *   ACL             the controller; the host, if its broadcast flag is 1, which is cleared then
 *
 * Packets are of the adapter that the last record named, of 0 before the first.
 */
#ifndef BTMON_FEED_H
#define BTMON_FEED_H

#include <stddef.h>
#include <stdint.h>

/* Hands the whole input to the monitor. */
void btmon_feed(const uint8_t *data, size_t size);

/* Hands over one packet or record, in a block of memory of its own, unless it meets a known fault.
 */
void btmon_feed_one(uint16_t index, unsigned opcode, const uint8_t *data, size_t len);

/* The same, as it is. */
void btmon_feed_unguarded(uint16_t index, unsigned opcode, const uint8_t *data, size_t len);

#endif
