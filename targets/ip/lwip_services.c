#include "lwip_services.h"

#include <brickbat/target.h>

#include <lwip/dhcp.h>
#include <lwip/dhcp6.h>
#include <lwip/dns.h>
#include <lwip/igmp.h>
#include <lwip/mld6.h>
#include <lwip/prot/ip.h>
#include <lwip/raw.h>
#include <lwip/tcp.h>
#include <lwip/udp.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lwip_known.h"

enum {
    ECHO = 7,
    DISCARD = 9,
    HTTP = 80,
    MQTT = 1883,
    PAGE_BYTES = 3000,
    PIECE_BYTES = 700,
    HELD_BACK_BYTES = 4, /* the discard service takes nothing as long as it has refused so often */
    STATE_NAME_FOUND = 240, /* see bb_state */
};

static struct raw_pcb *raw;

/* What a connection does next; its `callback_arg`, as a number, so that nothing is to be freed. */
static void *as_argument(size_t number)
{
    return (void *)(uintptr_t)number;
}

static size_t as_number(void *argument)
{
    return (size_t)(uintptr_t)argument;
}

static err_t end(struct tcp_pcb *pcb)
{
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_poll(pcb, NULL, 0);
    if (tcp_close(pcb) == ERR_OK)
        return ERR_OK;
    tcp_abort(pcb); /* no memory */
    return ERR_ABRT;
}

static err_t put(struct tcp_pcb *pcb, const void *bytes, u16_t len, u8_t flags)
{
    return lwip_known_write(pcb) ? ERR_MEM : tcp_write(pcb, bytes, len, flags);
}

/* As much of a packet as there is room for comes back. */
static err_t echo(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error)
{
    (void)argument, (void)error;
    if (!packet)
        return end(pcb);
    for (struct pbuf *part = packet; part; part = part->next) {
        u16_t room = tcp_sndbuf(pcb);
        u16_t len = part->len < room ? part->len : room;
        if (len == 0 || put(pcb, part->payload, len, TCP_WRITE_FLAG_COPY) != ERR_OK)
            break;
    }
    tcp_recved(pcb, packet->tot_len);
    pbuf_free(packet);
    return ERR_OK;
}

static err_t discard(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error)
{
    (void)error;
    if (!packet)
        return end(pcb);
    size_t refused = as_number(argument);
    if (refused < HELD_BACK_BYTES) {
        tcp_arg(pcb, as_argument(refused + 1));
        return ERR_MEM;
    }
    tcp_arg(pcb, as_argument(0));
    tcp_recved(pcb, packet->tot_len);
    pbuf_free(packet);
    return ERR_OK;
}

/* Writes more of the page: the argument says how much of it was written. */
static err_t write_page(void *argument, struct tcp_pcb *pcb, u16_t acknowledged)
{
    static const uint8_t page[PAGE_BYTES] = "HTTP/1.0 200 OK\r\n\r\n";
    (void)acknowledged;
    size_t at = as_number(argument);
    while (at < PAGE_BYTES) {
        size_t len = PAGE_BYTES - at < PIECE_BYTES ? PAGE_BYTES - at : PIECE_BYTES;
        u8_t flags = at % 2 ? TCP_WRITE_FLAG_COPY : 0;
        if (len > tcp_sndbuf(pcb) || put(pcb, page + at, (u16_t)len, flags) != ERR_OK)
            break;
        at += len;
    }
    tcp_arg(pcb, as_argument(at));
    if (at == PAGE_BYTES)
        lwip_known_close(); /* not here, but when it polls */
    return ERR_OK;
}

static err_t poll_page(void *argument, struct tcp_pcb *pcb)
{
    size_t at = as_number(argument);
    if (at == PAGE_BYTES)
        return end(pcb);
    return at > 0 ? write_page(argument, pcb, 0) : ERR_OK;
}

static err_t serve_page(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error)
{
    (void)error;
    if (!packet)
        return end(pcb);
    tcp_recved(pcb, packet->tot_len);
    pbuf_free(packet);
    if (as_number(argument) > 0)
        return ERR_OK;
    tcp_sent(pcb, write_page);
    tcp_poll(pcb, poll_page, 1);
    return write_page(argument, pcb, 0);
}

static err_t accept_peer(void *argument, struct tcp_pcb *pcb, err_t error)
{
    if (error != ERR_OK || !pcb)
        return ERR_VAL;
    size_t port = as_number(argument);
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, port == ECHO ? echo : port == DISCARD ? discard : serve_page);
    ip_set_option(pcb, SOF_KEEPALIVE);
    pcb->keep_idle = 2000;
    pcb->keep_intvl = 500;
    pcb->keep_cnt = 2;
    return ERR_OK;
}

static void serve(uint16_t port)
{
    struct tcp_pcb *pcb = tcp_new_ip_type(IPADDR_TYPE_ANY);
    if (!pcb || tcp_bind(pcb, IP_ANY_TYPE, port) != ERR_OK)
        abort();
    pcb = tcp_listen_with_backlog(pcb, 2);
    if (!pcb)
        abort();
    tcp_arg(pcb, as_argument(port));
    tcp_accept(pcb, accept_peer);
}

static err_t greet(void *argument, struct tcp_pcb *pcb, err_t error)
{
    (void)argument, (void)error;
    return put(pcb, "\x10\x0c\0\x04MQTT\x04\x02\0\0\0\0", 14, 0) == ERR_OK ? ERR_OK : ERR_MEM;
}

static void call(const char *peer)
{
    ip_addr_t address;
    struct tcp_pcb *pcb = tcp_new();
    if (!pcb || !ipaddr_aton(peer, &address))
        abort();
    tcp_recv(pcb, echo);
    if (tcp_connect(pcb, &address, MQTT, greet) != ERR_OK)
        tcp_abort(pcb);
}

static void echo_datagram(void *argument, struct udp_pcb *pcb, struct pbuf *packet,
                          const ip_addr_t *from, u16_t port)
{
    (void)argument;
    udp_sendto(pcb, packet, from, port);
    pbuf_free(packet);
}

static void serve_datagrams(void)
{
    struct udp_pcb *pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
    if (!pcb || udp_bind(pcb, IP_ANY_TYPE, ECHO) != ERR_OK)
        abort();
    udp_recv(pcb, echo_datagram, NULL);
}

static u8_t see_icmp(void *argument, struct raw_pcb *pcb, struct pbuf *packet,
                     const ip_addr_t *from)
{
    (void)argument, (void)pcb, (void)from;
    bb_state(STATE_NAME_FOUND + 8 + (packet->tot_len > 64));
    return 0; /* not taken */
}

static void listen_raw(void)
{
    raw = raw_new_ip_type(IPADDR_TYPE_ANY, IP_PROTO_ICMP);
    if (!raw)
        abort();
    raw_recv(raw, see_icmp, NULL);
}

static void name_is_found(const char *name, const ip_addr_t *address, void *argument)
{
    (void)name, (void)argument;
    bb_state(STATE_NAME_FOUND + (address == NULL ? 0 : IP_IS_V6(address) ? 1 : 2));
}

static void look_up(const char *peer)
{
    ip_addr_t server, found;
    if (!ipaddr_aton(peer, &server))
        abort();
    dns_setserver(0, &server);
    dns_gethostbyname_addrtype("host.example.org", &found, name_is_found, NULL,
                               LWIP_DNS_ADDRTYPE_IPV6_IPV4);
    dns_gethostbyname("device.local", &found, name_is_found, NULL);
}

void lwip_services_start(struct netif *netif)
{
    bool is_radio = netif->hwaddr_len == NETIF_MAX_HWADDR_LEN; /* without IPv4 */
    const char *peer = is_radio ? NULL : "10.9.0.2";
    const char *peer6 = is_radio ? "2001:db8::1" : "fd00:0:9::2";
    ip4_addr_t group;
    ip6_addr_t group6;
    serve(ECHO);
    serve(DISCARD);
    serve(HTTP);
    serve(MQTT);
    serve_datagrams();
    listen_raw();
    ip6addr_aton("ff02::fb", &group6);
    mld6_joingroup_netif(netif, &group6);
    call(peer6);
    look_up(peer ? peer : peer6);
    dhcp6_enable_stateless(netif);
    if (!peer)
        return;
    IP4_ADDR(&group, 224, 0, 0, 251);
    igmp_joingroup_netif(netif, &group);
    call(peer);
    if (netif->flags & NETIF_FLAG_ETHARP)
        dhcp_start(netif);
}

void lwip_services_stop(void)
{
    raw_remove(raw);
}
