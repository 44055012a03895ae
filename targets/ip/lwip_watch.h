/*
 * What must hold between any two packets, and the situation as the engine is told it.
 */
#ifndef LWIP_WATCH_H
#define LWIP_WATCH_H

#include <lwip/netif.h>

void lwip_watch(const struct netif *netif);

#endif
