#include "lwip_datagram.h"

#include <lwip/ip_addr.h>

#include <stdlib.h>
#include <string.h>

#include "lwip_link.h"

enum {
    PACKET_MAX_BYTES = 1500,
    IP4_BYTES = 20,
    IP6_BYTES = 40,
    UDP_BYTES = 8,
    UDP = 17,
    HOPS = 255,
};

static lwip_datagram_fn see_sent;
static void *sent_context;

void lwip_datagram_on_send(lwip_datagram_fn see, void *context)
{
    see_sent = see;
    sent_context = context;
}

void lwip_datagram_reset(void)
{
    see_sent = NULL;
}

void lwip_datagram_sent(uint16_t from_port, uint16_t to_port, struct bb_bytes payload)
{
    if (see_sent)
        see_sent(sent_context, from_port, to_port, payload);
}

static void put16(uint8_t *at, size_t number)
{
    at[0] = (uint8_t)(number >> 8);
    at[1] = (uint8_t)number;
}

/* Returns how long it is. */
static size_t put_ip4(uint8_t *at, const ip_addr_t *from, const ip_addr_t *to, size_t len)
{
    memset(at, 0, IP4_BYTES);
    at[0] = 0x45;
    put16(at + 2, IP4_BYTES + len);
    at[8] = HOPS;
    at[9] = UDP;
    memcpy(at + 12, &ip_2_ip4(from)->addr, 4);
    memcpy(at + 16, &ip_2_ip4(to)->addr, 4);
    return IP4_BYTES;
}

static size_t put_ip6(uint8_t *at, const ip_addr_t *from, const ip_addr_t *to, size_t len)
{
    memset(at, 0, IP6_BYTES);
    at[0] = 0x60;
    put16(at + 4, len);
    at[6] = UDP;
    at[7] = HOPS;
    memcpy(at + 8, ip_2_ip6(from)->addr, 16);
    memcpy(at + 24, ip_2_ip6(to)->addr, 16);
    return IP6_BYTES;
}

void lwip_datagram_deliver(struct netif *netif, const struct lwip_datagram *datagram,
                           struct bb_bytes payload)
{
    uint8_t packet[PACKET_MAX_BYTES];
    ip_addr_t from, to;
    if (!ipaddr_aton(datagram->from, &from) || !ipaddr_aton(datagram->to, &to))
        abort();
    size_t room = sizeof packet - IP6_BYTES - UDP_BYTES;
    size_t len = payload.len < room ? payload.len : room;
    size_t at = IP_IS_V6_VAL(to) ? put_ip6(packet, &from, &to, UDP_BYTES + len)
                                 : put_ip4(packet, &from, &to, UDP_BYTES + len);
    put16(packet + at, datagram->from_port);
    put16(packet + at + 2, datagram->to_port);
    put16(packet + at + 4, UDP_BYTES + len);
    put16(packet + at + 6, 0);
    if (len > 0)
        memcpy(packet + at + UDP_BYTES, payload.ptr, len);
    lwip_link_deliver(netif, bb_bytes_of(packet, at + UDP_BYTES + len));
}
