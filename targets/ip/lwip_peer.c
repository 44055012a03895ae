#include "lwip_peer.h"

#include <lwip/dhcp.h>
#include <lwip/dhcp6.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/prot/ip.h>
#include <lwip/prot/ip4.h>
#include <lwip/prot/ip6.h>
#include <lwip/prot/tcp.h>
#include <lwip/prot/udp.h>

#include <string.h>

#include "lwip_hooks.h"
#include "lwip_known.h"

enum {
    DNS_PORT = 53,
    NTP_PORT = 123,
    MDNS_PORT = 5353,
    DHCP_CLIENT_PORT = 68,
    DHCPV6_CLIENT_PORT = 546,
    DHCP_XID = 4, /* offsets */
    DHCP_CHADDR = 28,
    DHCP_REPLY = 2,
    NEAR_BYTES = 65535,
    SHIFTS = 8,
};

struct shift {
    uint16_t remote_port; /* 0: free */
    uint16_t local_port;
    uint32_t sequence;
    uint32_t acknowledgment;
};

static struct {
    struct shift shifts[SHIFTS];
    unsigned next_shift;
    uint16_t query_port; /* 0: none was sent */
    uint8_t query_id[2];
    uint16_t ntp_port; /* 0: nothing was asked */
    bool is_reading;
    ip_addr_t reading_for;
} peer;

void lwip_peer_reset(void)
{
    memset(&peer, 0, sizeof peer);
}

void lwip_peer_saw_datagram(uint16_t from_port, uint16_t to_port, struct bb_bytes payload)
{
    if (to_port == NTP_PORT)
        peer.ntp_port = from_port;
    if ((to_port != DNS_PORT && to_port != MDNS_PORT) || payload.len < sizeof peer.query_id)
        return;
    peer.query_port = from_port;
    memcpy(peer.query_id, payload.ptr, sizeof peer.query_id);
}

static bool is_same(const ip_addr_t *a, const ip_addr_t *b)
{
    return IP_GET_TYPE(a) == IP_GET_TYPE(b) && ip_addr_cmp_zoneless(a, b);
}

bool lwip_peer_is_read_for(const ip_addr_t *address)
{
    return peer.is_reading && is_same(address, &peer.reading_for);
}

void lwip_peer_read_ends(void)
{
    peer.is_reading = false;
}

struct ends {
    ip_addr_t from;
    ip_addr_t to;
};

static const struct tcp_pcb *find_in(const struct tcp_pcb *pcb, const struct ends *ends,
                                     uint16_t from_port, uint16_t to_port)
{
    for (; pcb; pcb = pcb->next)
        if (pcb->remote_port == from_port && pcb->local_port == to_port &&
            is_same(&pcb->remote_ip, &ends->from) && is_same(&pcb->local_ip, &ends->to))
            return pcb;
    return NULL;
}

static struct shift *find_shift(const struct tcp_pcb *pcb)
{
    for (struct shift *shift = peer.shifts; shift < peer.shifts + SHIFTS; shift++)
        if (shift->remote_port == pcb->remote_port && shift->local_port == pcb->local_port)
            return shift;
    struct shift *shift = &peer.shifts[peer.next_shift++ % SHIFTS];
    *shift = (struct shift){.remote_port = pcb->remote_port, .local_port = pcb->local_port};
    return shift;
}

/* The number after its shift; if that is far from what is expected, the shift is changed. */
static uint32_t fit(uint32_t number, uint32_t expected, uint32_t *shift)
{
    uint32_t distance = number + *shift - expected;
    if (distance > NEAR_BYTES && distance < UINT32_MAX - NEAR_BYTES)
        *shift = expected - number;
    return lwip_htonl(number + *shift);
}

static void fit_segment(struct pbuf *packet, u16_t at, const struct ends *ends)
{
    struct tcp_hdr header;
    if (pbuf_copy_partial(packet, &header, sizeof header, at) != sizeof header)
        return;
    uint16_t from_port = lwip_ntohs(header.src), to_port = lwip_ntohs(header.dest);
    const struct tcp_pcb *pcb = find_in(tcp_active_pcbs, ends, from_port, to_port);
    if (!pcb)
        pcb = find_in(tcp_tw_pcbs, ends, from_port, to_port);
    if (!pcb)
        return;
    struct shift *shift = find_shift(pcb);
    if (pcb->state != SYN_SENT) /* else any first number fits */
        header.seqno = fit(lwip_ntohl(header.seqno), pcb->rcv_nxt, &shift->sequence);
    header.ackno = fit(lwip_ntohl(header.ackno), pcb->snd_nxt, &shift->acknowledgment);
    pbuf_take_at(packet, &header, sizeof header, at);
}

static void fit_dhcp(struct pbuf *packet, u16_t at, struct netif *netif)
{
    struct dhcp *dhcp = netif_dhcp_data(netif);
    if (!dhcp || pbuf_get_at(packet, at) != DHCP_REPLY)
        return;
    uint32_t xid = lwip_htonl(dhcp->xid);
    pbuf_take_at(packet, &xid, sizeof xid, (u16_t)(at + DHCP_XID));
    pbuf_take_at(packet, netif->hwaddr, netif->hwaddr_len, (u16_t)(at + DHCP_CHADDR));
}

static void fit_dhcp6(struct pbuf *packet, u16_t at, struct netif *netif)
{
    struct dhcp6 *dhcp6 = netif_dhcp6_data(netif);
    if (!dhcp6)
        return;
    uint32_t xid = lwip_htonl(dhcp6->xid);
    pbuf_take_at(packet, (uint8_t *)&xid + 1, 3, (u16_t)(at + 1));
}

static void fit_port(struct pbuf *packet, u16_t at, struct udp_hdr *header, uint16_t port)
{
    header->dest = lwip_htons(port);
    pbuf_take_at(packet, header, sizeof *header, at);
}

static void fit_datagram(struct pbuf *packet, u16_t at, struct netif *netif)
{
    struct udp_hdr header;
    if (pbuf_copy_partial(packet, &header, sizeof header, at) != sizeof header)
        return;
    uint16_t from_port = lwip_ntohs(header.src), to_port = lwip_ntohs(header.dest);
    u16_t payload_at = (u16_t)(at + sizeof header);
    if (to_port == DHCP_CLIENT_PORT)
        fit_dhcp(packet, payload_at, netif);
    else if (to_port == DHCPV6_CLIENT_PORT)
        fit_dhcp6(packet, payload_at, netif);
    else if (from_port == NTP_PORT && to_port != NTP_PORT && peer.ntp_port)
        fit_port(packet, at, &header, peer.ntp_port);
    else if ((from_port == DNS_PORT || from_port == MDNS_PORT) && to_port != MDNS_PORT &&
             peer.query_port) {
        fit_port(packet, at, &header, peer.query_port);
        pbuf_take_at(packet, peer.query_id, sizeof peer.query_id, payload_at);
    }
}

static void fit_transport(struct pbuf *packet, u16_t at, uint8_t protocol, const struct ends *ends,
                          struct netif *netif)
{
    if (protocol == IP_PROTO_TCP)
        fit_segment(packet, at, ends);
    else if (protocol == IP_PROTO_UDP)
        fit_datagram(packet, at, netif);
}

static void read_begins(const ip_addr_t *to)
{
    peer.is_reading = true;
    peer.reading_for = *to;
}

int lwip_hook_ip4(struct pbuf *packet, struct netif *netif)
{
    struct ip_hdr header;
    struct ends ends;
    if (pbuf_copy_partial(packet, &header, sizeof header, 0) != sizeof header)
        return 0;
    if (lwip_known_ip4(packet, netif)) {
        pbuf_free(packet);
        return 1; /* not to be read */
    }
    ip_addr_copy_from_ip4(ends.from, header.src);
    ip_addr_copy_from_ip4(ends.to, header.dest);
    read_begins(&ends.to);
    if ((lwip_ntohs(IPH_OFFSET(&header)) & (IP_OFFMASK | IP_MF)) == 0)
        fit_transport(packet, IPH_HL_BYTES(&header), IPH_PROTO(&header), &ends, netif);
    return 0;
}

int lwip_hook_ip6(struct pbuf *packet, struct netif *netif)
{
    struct ip6_hdr header;
    struct ends ends;
    if (pbuf_copy_partial(packet, &header, sizeof header, 0) != sizeof header)
        return 0;
    if (lwip_known_ip6(packet)) {
        pbuf_free(packet);
        return 1; /* not to be read */
    }
    ip_addr_copy_from_ip6_packed(ends.from, header.src);
    ip_addr_copy_from_ip6_packed(ends.to, header.dest);
    read_begins(&ends.to);
    fit_transport(packet, IP6_HLEN, IP6H_NEXTH(&header), &ends, netif);
    return 0;
}
