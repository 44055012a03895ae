/*
 * lwIP's dhcp.c, without the replies that meet a known fault.
 */
#include <lwip/udp.h>

#include "lwip_guards.h"

static void guard(void *context, struct udp_pcb *pcb, struct pbuf *reply, const ip_addr_t *from,
                  u16_t from_port);

#define udp_recv(pcb, read, context) udp_recv(pcb, guard, context)
#include "src/core/ipv4/dhcp.c"
#undef udp_recv

static void guard(void *context, struct udp_pcb *pcb, struct pbuf *reply, const ip_addr_t *from,
                  u16_t from_port)
{
    if (lwip_known_dhcp(reply))
        pbuf_free(reply);
    else
        dhcp_recv(context, pcb, reply, from, from_port);
}
