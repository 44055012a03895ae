#include "lwip_link.h"

#include <lwip/autoip.h>
#include <lwip/dhcp.h>
#include <lwip/dhcp6.h>
#include <lwip/etharp.h>
#include <lwip/ethip6.h>
#include <lwip/ip.h>
#include <lwip/mem.h>
#include <lwip/mld6.h>
#include <lwip/priv/nd6_priv.h>
#include <netif/ethernet.h>
#include <netif/lowpan6.h>

#include <stdlib.h>
#include <string.h>

#include "lwip_known.h"
#include "lwip_peer.h"
#include "lwip_sent.h"

enum {
    ETHERNET_MTU = 1500,
    ETHERNET_MAX_BYTES = 1518, /* with a VLAN's tag */
    UPLINK_MTU = 1280,
    RADIO_MAX_BYTES = 127,
    RADIO_MIN_BYTES = 5,
    RADIO_CHECK_BYTES = 2, /* the radio's own, taken off and put on by it */
    PAN_ID = 0xabcd,
    REACHABLE_S = 3600,
};

static const uint8_t mac[] = {2, 0, 0, 0, 0, 0x0b};
static const uint8_t peer_mac[] = {2, 0, 0, 0, 0, 0x0a};
static const uint8_t radio[] = {0, 0x12, 0x74, 0, 0, 0, 0, 2};
static const uint8_t peer_radio[] = {0, 0x12, 0x74, 0, 0, 0, 0, 1};

static struct netif main_link, uplink;
static enum lwip_link_kind link_kind;

static err_t send_ip4(struct netif *netif, struct pbuf *packet, const ip4_addr_t *to)
{
    lwip_sent_ip4(packet, netif->mtu);
    return netif->hwaddr_len > 0 ? etharp_output(netif, packet, to) : ERR_OK;
}

static err_t send_ip6(struct netif *netif, struct pbuf *packet, const ip6_addr_t *to)
{
    if (lwip_known_answer(to))
        return ERR_OK;
    lwip_sent_ip6(packet, netif->mtu);
    if (netif->hwaddr_len == sizeof radio)
        return lowpan6_output(netif, packet, to);
    return netif->hwaddr_len > 0 ? ethip6_output(netif, packet, to) : ERR_OK;
}

static err_t send_frame(struct netif *netif, struct pbuf *frame)
{
    lwip_sent_frame(frame,
                    netif->hwaddr_len == sizeof radio ? RADIO_MAX_BYTES : ETHERNET_MAX_BYTES);
    return ERR_OK;
}

static void set_address(struct netif *netif, const void *bytes, uint8_t len)
{
    memcpy(netif->hwaddr, bytes, len);
    netif->hwaddr_len = len;
}

static err_t init_link(struct netif *netif)
{
    netif->name[0] = 'b';
    netif->name[1] = 'b';
    netif->hostname = "brickbat";
    netif->mtu = ETHERNET_MTU;
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_LINK_UP | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
    if (link_kind == LWIP_LINK_SIXLOWPAN) {
        lowpan6_if_init(netif);
        netif->flags |= NETIF_FLAG_LINK_UP | NETIF_FLAG_MLD6;
        set_address(netif, radio, sizeof radio);
    } else if (link_kind == LWIP_LINK_ETHERNET) {
        netif->flags |= NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
        set_address(netif, mac, sizeof mac);
    }
    netif->output = send_ip4;
    netif->output_ip6 = send_ip6;
    netif->linkoutput = send_frame;
    return ERR_OK;
}

static err_t init_uplink(struct netif *netif)
{
    netif->name[0] = 'u';
    netif->name[1] = 'p';
    netif->mtu = UPLINK_MTU;
    netif->flags = NETIF_FLAG_LINK_UP;
    netif->output = send_ip4;
    netif->output_ip6 = send_ip6;
    return ERR_OK;
}

static void add_address6(struct netif *netif, s8_t i, const char *text)
{
    ip6_addr_t address;
    if (!ip6addr_aton(text, &address))
        abort();
    ip6_addr_assign_zone(&address, IP6_UNICAST, netif);
    netif_ip6_addr_set(netif, i, &address);
    netif_ip6_addr_set_state(netif, i, IP6_ADDR_PREFERRED);
}

static void open_uplink(void)
{
    ip4_addr_t address, mask, gateway;
    IP4_ADDR(&address, 10, 8, 0, 1);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    IP4_ADDR(&gateway, 10, 8, 0, 2);
    if (!netif_add(&uplink, &address, &mask, &gateway, NULL, init_uplink, ip_input))
        abort();
    add_address6(&uplink, 0, "fe80::8");
    add_address6(&uplink, 1, "fd00:0:8::1");
    netif_set_up(&uplink);
}

static void open_link(netif_input_fn input)
{
    ip4_addr_t address, mask, gateway;
    IP4_ADDR(&address, 10, 9, 0, 1);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    IP4_ADDR(&gateway, 10, 9, 0, 2);
    if (link_kind == LWIP_LINK_SIXLOWPAN)
        ip4_addr_set_zero(&address);
    if (!netif_add(&main_link, &address, &mask, &gateway, NULL, init_link, input))
        abort();
    netif_set_default(&main_link);
    main_link.ip6_autoconfig_enabled = 1;
    bool is_radio = link_kind == LWIP_LINK_SIXLOWPAN;
    add_address6(&main_link, 0, is_radio ? "fe80::212:7400:0:2" : "fe80::ff:fe00:b");
    add_address6(&main_link, 1, is_radio ? "2001:db8::2" : "fd00:0:9::1");
    netif_set_up(&main_link);
}

/* The peer is known, so that what is for it leaves at once. */
static void know_neighbor(int i, const char *text, const uint8_t *address, size_t len)
{
    struct nd6_neighbor_cache_entry *entry = &neighbor_cache[i];
    if (!ip6addr_aton(text, &entry->next_hop_address))
        abort();
    ip6_addr_assign_zone(&entry->next_hop_address, IP6_UNICAST, &main_link);
    memcpy(entry->lladdr, address, len);
    entry->netif = &main_link;
    entry->state = ND6_REACHABLE;
    entry->counter.reachable_time = REACHABLE_S * 1000u;
}

static void know_peer_on_ethernet(void)
{
    ip4_addr_t peer;
    struct eth_addr address;
    IP4_ADDR(&peer, 10, 9, 0, 2);
    memcpy(address.addr, peer_mac, sizeof peer_mac);
    if (etharp_add_static_entry(&peer, &address) != ERR_OK)
        abort();
    know_neighbor(0, "fe80::ff:fe00:a", peer_mac, sizeof peer_mac);
    know_neighbor(1, "fd00:0:9::2", peer_mac, sizeof peer_mac);
}

static void know_peer_on_radio(void)
{
    ip6_addr_t context;
    know_neighbor(0, "fe80::212:7400:0:1", peer_radio, sizeof peer_radio);
    know_neighbor(1, "2001:db8::1", peer_radio, sizeof peer_radio);
    lowpan6_set_pan_id(PAN_ID);
    lowpan6_set_short_addr(0, 2);
    ip6addr_aton("2001:db8::", &context);
    lowpan6_set_context(0, &context);
    lowpan6_set_context(1, &context);
    ip6addr_aton("fd00:0:9::", &context);
    lowpan6_set_context(2, &context);
}

struct netif *lwip_link_open(enum lwip_link_kind kind)
{
    static const netif_input_fn inputs[] = {ethernet_input, ip_input, lowpan6_input};
    link_kind = kind;
    lwip_sent_reset();
    memset(&main_link, 0, sizeof main_link);
    memset(&uplink, 0, sizeof uplink);
    open_uplink();
    open_link(inputs[kind]);
    if (kind == LWIP_LINK_ETHERNET)
        know_peer_on_ethernet();
    else if (kind == LWIP_LINK_SIXLOWPAN)
        know_peer_on_radio();
    return &main_link;
}

/* False if the link delivers no such frame. */
static bool is_deliverable(struct bb_bytes *frame)
{
    if (link_kind == LWIP_LINK_ETHERNET)
        return frame->len <= ETHERNET_MAX_BYTES && !lwip_known_ethernet(*frame);
    if (link_kind == LWIP_LINK_IP)
        return !lwip_known_packet(*frame);
    if (frame->len < RADIO_MIN_BYTES || frame->len > RADIO_MAX_BYTES)
        return false;
    frame->len -= RADIO_CHECK_BYTES;
    return !lwip_known_radio(*frame);
}

void lwip_link_deliver(struct netif *netif, struct bb_bytes frame)
{
    if (!is_deliverable(&frame))
        return;
    struct pbuf *packet =
        pbuf_alloc(PBUF_RAW, (u16_t)frame.len, frame.len & 1 ? PBUF_POOL : PBUF_RAM);
    if (!packet)
        return; /* no memory */
    pbuf_take(packet, frame.ptr, (u16_t)frame.len);
    if (netif->input(packet, netif) != ERR_OK)
        pbuf_free(packet);
    lwip_peer_read_ends();
}

static void forget_clients(struct netif *netif)
{
    if (netif_dhcp_data(netif)) {
        dhcp_stop(netif);
        dhcp_cleanup(netif);
    }
    if (netif_dhcp6_data(netif)) {
        dhcp6_disable(netif);
        dhcp6_cleanup(netif);
    }
    if (netif_autoip_data(netif)) {
        autoip_stop(netif);
        mem_free(netif_autoip_data(netif));
    }
}

void lwip_link_close(void)
{
    forget_clients(&main_link);
    netif_remove(&main_link);
    netif_remove(&uplink);
}
