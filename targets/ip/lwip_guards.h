/*
 * Known faults (lwip_known.h) that can only be seen inside of lwIP: lwip_dhcp.c, lwip_ip6_frag.c,
 * lwip_nd6.c and lwip_tcp_in.c ask before lwIP's own code reads.
 */
#ifndef LWIP_GUARDS_H
#define LWIP_GUARDS_H

#include <stdbool.h>

struct netif;
struct pbuf;

/* True for a fragment of an IPv6 packet that is not to be read. */
bool lwip_known_fragment(const struct pbuf *fragment);

/* The same for an IPv6 packet put together of fragments. */
bool lwip_known_reassembled(const struct pbuf *packet);

/* The same for a message of neighbor discovery. */
bool lwip_known_neighbor(const struct pbuf *message, const struct netif *netif);

/* The same for a DHCP reply. */
bool lwip_known_dhcp(const struct pbuf *reply);

/* Takes off a TCP segment what meets a fault. */
void lwip_known_segment(struct pbuf *segment);

#endif
