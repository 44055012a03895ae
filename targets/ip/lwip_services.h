/*
 * What runs on the device, over both versions of IP:
 * - TCP 7 echoes; 9 takes nothing at first, so that the stack has to hold it back; 80 and 1883
 *   answer the first data with a page and close behind it.
 * - UDP 7 echoes. A raw socket sees ICMP.
 * - Clients: DHCP, DHCPv6 (stateless), DNS, and one TCP connection to the peer's port 1883.
 */
#ifndef LWIP_SERVICES_H
#define LWIP_SERVICES_H

#include <lwip/netif.h>

void lwip_services_start(struct netif *netif);

/* What does not end with its connections. */
void lwip_services_stop(void);

#endif
