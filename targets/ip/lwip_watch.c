#include "lwip_watch.h"

#include <brickbat/target.h>

#include <lwip/autoip.h>
#include <lwip/dhcp.h>
#include <lwip/dhcp6.h>
#include <lwip/etharp.h>
#include <lwip/pbuf.h>
#include <lwip/priv/nd6_priv.h>
#include <lwip/priv/tcp_priv.h>

#include <stdbool.h>

/* See bb_state; lwip_sent.c has 256 and up, lwip_services.c 240. */
enum {
    STATE_TCP = 0, /* 16 states, four flags */
    STATE_DHCP = 128,
    STATE_DHCP6 = 144,
    STATE_AUTOIP = 152,
    STATE_ADDRESS6 = 160,
    STATE_NEIGHBOR = 192,
    STATE_ROUTERS = 200,
};

/* One oracle for all, since not every device has connections; the words say which. */
static void must(bool holds, const char *words)
{
    BB_ORACLE(stack_consistent, holds, words);
}

static size_t count_buffers(const struct tcp_seg *segment)
{
    size_t n = 0;
    for (; segment; segment = segment->next)
        n += pbuf_clen(segment->p);
    return n;
}

/* Segments are in order, and do not overlap. */
static bool is_ordered(const struct tcp_seg *segment)
{
    for (; segment && segment->next; segment = segment->next) {
        u32_t end = lwip_ntohl(segment->tcphdr->seqno) + TCP_TCPLEN(segment);
        if (TCP_SEQ_GT(end, lwip_ntohl(segment->next->tcphdr->seqno)))
            return false;
    }
    return true;
}

/* The same for what was received: there, the numbers are the host's by now. */
static bool is_ordered_as_received(const struct tcp_seg *segment)
{
    for (; segment && segment->next; segment = segment->next)
        if (TCP_SEQ_GT(segment->tcphdr->seqno + TCP_TCPLEN(segment), segment->next->tcphdr->seqno))
            return false;
    return true;
}

static void watch_connection(const struct tcp_pcb *pcb)
{
    must(pcb->state > LISTEN && pcb->state <= TIME_WAIT,
         "an active connection is in no such state");
    must(pcb->rcv_wnd <= TCP_WND && pcb->rcv_ann_wnd <= TCP_WND,
         "more is announced than there is room for");
    must(pcb->snd_buf <= TCP_SND_BUF, "there is more room than the buffer has");
    must(pcb->snd_queuelen == count_buffers(pcb->unsent) + count_buffers(pcb->unacked),
         "the queue's length is wrong");
    must(is_ordered(pcb->unacked), "segments to repeat overlap");
    must(is_ordered(pcb->unsent), "segments to send overlap");
    must(is_ordered_as_received(pcb->ooseq), "segments that came early overlap");
    must(count_buffers(pcb->ooseq) <= TCP_OOSEQ_MAX_PBUFS, "more came early than may be kept");
    bb_state(STATE_TCP + pcb->state % 16u + (pcb->ooseq ? 16u : 0) + (pcb->unsent ? 32u : 0) +
             (pcb->refused_data ? 64u : 0));
}

static void watch_clients(const struct netif *netif)
{
    const struct dhcp *dhcp = netif_dhcp_data(netif);
    const struct dhcp6 *dhcp6 = netif_dhcp6_data(netif);
    const struct autoip *autoip = netif_autoip_data(netif);
    if (dhcp)
        bb_state(STATE_DHCP + dhcp->state % 16u);
    if (dhcp6)
        bb_state(STATE_DHCP6 + dhcp6->state % 8u);
    if (autoip)
        bb_state(STATE_AUTOIP + autoip->state % 8u);
}

static void watch_neighbors(const struct netif *netif)
{
    unsigned routers = 0;
    for (unsigned i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++)
        bb_state(STATE_ADDRESS6 + i * 8 + (netif_ip6_addr_state(netif, i) >> 3) % 8u);
    for (unsigned i = 0; i < LWIP_ND6_NUM_NEIGHBORS; i++)
        bb_state(STATE_NEIGHBOR + neighbor_cache[i].state % 8u);
    for (unsigned i = 0; i < LWIP_ND6_NUM_ROUTERS; i++)
        routers += default_router_list[i].neighbor_entry != NULL;
    bb_state(STATE_ROUTERS + routers);
}

void lwip_watch(const struct netif *netif)
{
    must(netif_is_up(netif), "the interface is down");
    for (const struct tcp_pcb *pcb = tcp_active_pcbs; pcb; pcb = pcb->next)
        watch_connection(pcb);
    watch_clients(netif);
    watch_neighbors(netif);
}
