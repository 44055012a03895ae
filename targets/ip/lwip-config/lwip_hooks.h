/*
 * What lwIP asks of its surroundings: lwip_peer.c and lwip_port.c answer.
 */
#ifndef BRICKBAT_LWIP_HOOKS_H
#define BRICKBAT_LWIP_HOOKS_H

#include <stdint.h>

struct netif;
struct pbuf;

/* The first sequence number of every connection. */
uint32_t lwip_hook_first_sequence(void);

/* See each packet before it is read, and may change it; they return 0, so that it is; else they
 * have freed it. */
int lwip_hook_ip4(struct pbuf *packet, struct netif *netif);
int lwip_hook_ip6(struct pbuf *packet, struct netif *netif);

#endif
