/*
 * The device's interfaces: one of the kind that the input is for, and an uplink that forwarded
 * packets leave by.
 *
 * Frames of odd length arrive in a chain of small buffers, as from a driver with a pool of them;
 * frames of even length in one buffer of exactly their size.
 */
#ifndef LWIP_LINK_H
#define LWIP_LINK_H

#include <lwip/netif.h>

#include "base/bytes.h"

enum lwip_link_kind {
    LWIP_LINK_ETHERNET,  /* 02:00:00:00:00:0b, 10.9.0.1/24, fd00:0:9::1/64 */
    LWIP_LINK_IP,        /* the same addresses, packets without frames */
    LWIP_LINK_SIXLOWPAN, /* 00:12:74:00:00:00:00:02 and 00:02, 2001:db8::2/64 */
};

/* The interface; it lives until the next call. */
struct netif *lwip_link_open(enum lwip_link_kind kind);

/* What the wire delivers; what the link could not have delivered is dropped. */
void lwip_link_deliver(struct netif *netif, struct bb_bytes frame);

void lwip_link_close(void);

#endif
