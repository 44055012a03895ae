/*
 * lwIP's tcp_in.c, without what of a segment meets a known fault.
 */
#define tcp_input unguarded_tcp_input
#include "src/core/tcp_in.c"
#undef tcp_input

#include "lwip_guards.h"

void tcp_input(struct pbuf *segment, struct netif *netif)
{
    lwip_known_segment(segment);
    unguarded_tcp_input(segment, netif);
}
