/*
 * HCI packets over UART: where one ends, and what must hold of those that a host sends. Core
 * Specification, Volume 4, Part A, 2 (indicators) and Part E, 5.4 (headers); Volume 3, Part A, 3
 * and 4 (L2CAP), Part H, 3.3 (SMP).
 */
#ifndef HOST_PACKET_H
#define HOST_PACKET_H

#include <stddef.h>
#include <stdint.h>

enum {
    HOST_PACKET_COMMAND = 1,
    HOST_PACKET_ACL = 2,
    HOST_PACKET_SCO = 3,
    HOST_PACKET_EVENT = 4,
    HOST_PACKET_ISO = 5,

    HOST_PACKET_DATA = 5, /* where the data of ACL and ISO packets begins */
    HOST_PACKET_MAX = HOST_PACKET_DATA + 0xffff,
};

/* Two bytes, the lower one first. */
unsigned host_packet_u16(const uint8_t *bytes);

/* The length of the packet that the bytes begin with; 0 if it is not whole, or of no known type. */
size_t host_packet_len(const uint8_t *bytes, size_t size);

/* Adds a part to a packet of len bytes; returns the new length. Too much violates an oracle. */
size_t host_packet_append(uint8_t *packet, size_t len, const void *part, size_t part_len);

/* Judges a packet that the host sends. */
void host_packet_check(const uint8_t *packet, size_t len);

#endif
