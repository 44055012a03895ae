/*
 * lwIP's ip6_frag.c, without the fragments, and the packets put together of them, that meet a known
 * fault.
 */
#define ip6_reass unguarded_ip6_reass
#include "src/core/ipv6/ip6_frag.c"
#undef ip6_reass

#include "lwip_guards.h"

struct pbuf *ip6_reass(struct pbuf *fragment)
{
    struct pbuf *packet = lwip_known_fragment(fragment) ? fragment : unguarded_ip6_reass(fragment);
    if (packet && packet != fragment && !lwip_known_reassembled(packet))
        return packet;
    if (packet)
        pbuf_free(packet);
    return NULL;
}
