/*
 * lwIP's lowpan6.c with a look at what it has: the fragments that wait for others are its own.
 */
#include "src/netif/lowpan6.c"

#include "lwip_lowpan6.h"

#include <string.h>

bool lwip_lowpan6_is_before(const uint8_t *sender, size_t sender_len, unsigned size, unsigned tag,
                            unsigned offset)
{
    const struct lowpan6_reass_helper *datagram = lowpan6_data.reass_list;
    for (; datagram; datagram = datagram->next_packet) {
        if (datagram->sender_addr.addr_len != sender_len ||
            memcmp(datagram->sender_addr.addr, sender, sender_len) != 0 ||
            datagram->datagram_tag != tag || datagram->datagram_size != size)
            continue;
        return datagram->frags && offset < *(const uint8_t *)datagram->frags->payload;
    }
    return false;
}
