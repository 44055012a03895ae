/*
 * lwIP's ip6_frag.c, without the reassembled packets that meet a known fault.
 */
#define ip6_reass unguarded_ip6_reass
#include "src/core/ipv6/ip6_frag.c"
#undef ip6_reass

#include "lwip_guards.h"

struct pbuf *ip6_reass(struct pbuf *fragment)
{
    struct pbuf *packet = unguarded_ip6_reass(fragment);
    if (!packet || !lwip_known_reassembled(packet))
        return packet;
    pbuf_free(packet);
    return NULL;
}
