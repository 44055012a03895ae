/*
 * lwIP's nd6.c, without the messages that meet a known fault.
 */
#define nd6_input unguarded_nd6_input
#include "src/core/ipv6/nd6.c"
#undef nd6_input

#include "lwip_guards.h"

void nd6_input(struct pbuf *message, struct netif *netif)
{
    if (lwip_known_neighbor(message, netif))
        pbuf_free(message);
    else
        unguarded_nd6_input(message, netif);
}
