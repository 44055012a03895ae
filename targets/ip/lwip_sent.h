/*
 * Oracles on each packet that lwIP sends: what it writes must be well formed, and its checksums
 * must be right. What it forwards for others is checked for its length only, since it is not
 * lwIP's.
 */
#ifndef LWIP_SENT_H
#define LWIP_SENT_H

#include <stddef.h>
#include <stdint.h>

struct netif;
struct pbuf;

void lwip_sent_reset(void);

/* Since the reset. */
size_t lwip_sent_packets(void);

/* One IP packet; mtu is the most that the link takes. */
void lwip_sent_ip4(struct pbuf *packet, unsigned mtu);
void lwip_sent_ip6(struct pbuf *packet, unsigned mtu);

/* One frame; max is the most that the link takes, header and all. */
void lwip_sent_frame(struct pbuf *frame, unsigned max);

#endif
