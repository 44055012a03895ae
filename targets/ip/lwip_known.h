/*
 * Faults of lwIP 2.1.3 that are known and would end every run: what meets one is left out and
 * counted, as an oracle known_<name>. README.md says what each one is.
 */
#ifndef LWIP_KNOWN_H
#define LWIP_KNOWN_H

#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>

#include <stdbool.h>

#include "base/bytes.h"

/* True for a frame that is not to be delivered; one of the radio's is without its check. */
bool lwip_known_ethernet(struct bb_bytes frame);
bool lwip_known_packet(struct bb_bytes packet);
bool lwip_known_radio(struct bb_bytes frame);

/* The same for an IPv6 packet that is about to be sent. */
bool lwip_known_answer(const ip6_addr_t *to);

/* The same for an IPv4 packet that is about to be read. */
bool lwip_known_ip4(const struct pbuf *packet, const struct netif *netif);

/* The same for an IPv6 packet. */
bool lwip_known_ip6(const struct pbuf *packet);

/* True if an application must not write to a connection now. */
bool lwip_known_write(const struct tcp_pcb *pcb);

/* A connection would have been closed while lwIP tells of what was acknowledged. */
void lwip_known_close(void);

#endif
