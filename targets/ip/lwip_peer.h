/*
 * The peer's part of a conversation that no grammar can play: it knows what lwIP has sent.
 *
 * Numbers that only answer lwIP's own are put into received packets before they are read
 * (lwip_hook_ip4, lwip_hook_ip6):
 * - TCP: the sequence and acknowledgment numbers of a connection are shifted by a constant, so that
 *   its first segment fits. A segment that is within 64 KiB of what fits keeps its distance, so it
 *   may overlap, leave gaps and acknowledge too much; one that is farther off starts anew.
 * - DHCP, DHCPv6: the transaction and the hardware address of a reply.
 * - DNS: the number and the port of a response, those of the last query; NTP: its port.
 *
 * Segments in fragments and behind IPv6 extension headers are left as they are.
 */
#ifndef LWIP_PEER_H
#define LWIP_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include <lwip/ip_addr.h>

#include "base/bytes.h"

void lwip_peer_reset(void);

/* lwIP has sent this UDP datagram. */
void lwip_peer_saw_datagram(uint16_t from_port, uint16_t to_port, struct bb_bytes payload);

/* True while a packet to this address is being read: what goes there may be the same packet. */
bool lwip_peer_is_read_for(const ip_addr_t *address);

/* No packet is read now. */
void lwip_peer_read_ends(void);

#endif
