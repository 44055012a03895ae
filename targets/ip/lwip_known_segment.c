/*
 * The known faults that TCP segments meet (lwip_guards.h).
 */
#include <brickbat/target.h>

#include <lwip/ip.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/prot/tcp.h>

#include "lwip_guards.h"

enum {
    NO_OPTION = 1,
    MSS_OPTION = 2,
    MSS_OPTION_BYTES = 4,
};

static const struct tcp_pcb *find_connection(const struct tcp_hdr *header)
{
    const struct tcp_pcb *pcb = tcp_active_pcbs;
    for (; pcb; pcb = pcb->next)
        if (pcb->remote_port == lwip_ntohs(header->src) &&
            pcb->local_port == lwip_ntohs(header->dest) &&
            ip_addr_cmp(&pcb->remote_ip, ip_current_src_addr()) &&
            ip_addr_cmp(&pcb->local_ip, ip_current_dest_addr()))
            return pcb;
    return NULL;
}

/* The next option with a length is at *ret_at from then on; false if there is none. */
static bool find_option(const struct pbuf *segment, u16_t *ret_at, u16_t end)
{
    while (*ret_at < end && pbuf_get_at(segment, *ret_at) == NO_OPTION)
        ++*ret_at;
    return *ret_at < end && pbuf_get_at(segment, *ret_at) != 0;
}

/* A segment of an open connection may have an MSS, after which those that wait are too long. In
 * place of the option there are ones that say nothing. */
static void leave_out_mss(struct pbuf *segment, u16_t end)
{
    static const uint8_t nothing[MSS_OPTION_BYTES] = {NO_OPTION, NO_OPTION, NO_OPTION, NO_OPTION};
    u16_t at = TCP_HLEN;
    while (find_option(segment, &at, end) && at + 1 < end) {
        uint8_t len = pbuf_get_at(segment, (u16_t)(at + 1));
        if (len < 2)
            return;
        if (pbuf_get_at(segment, at) == MSS_OPTION && len == sizeof nothing) {
            BB_KNOWN(mss_changed);
            pbuf_take_at(segment, nothing, sizeof nothing, at);
        }
        at = (u16_t)(at + len);
    }
}

static bool is_end_of_buffer(const struct pbuf *packet, u16_t at)
{
    for (; packet && at > packet->len; packet = packet->next)
        at = (u16_t)(at - packet->len);
    return packet && at == packet->len;
}

/* Of an option that begins in a header's last byte the length is read behind the packet. In its
 * place there is one that says nothing. */
static void leave_out_cut_option(struct pbuf *segment, u16_t end)
{
    static const uint8_t nothing = NO_OPTION;
    u16_t at = TCP_HLEN;
    while (find_option(segment, &at, end) && at + 1 < end) {
        uint8_t len = pbuf_get_at(segment, (u16_t)(at + 1));
        if (len < 2)
            return;
        at = (u16_t)(at + len);
    }
    if (at + 1 != end || pbuf_get_at(segment, at) <= NO_OPTION || !is_end_of_buffer(segment, end))
        return;
    BB_KNOWN(option_without_length);
    pbuf_take_at(segment, &nothing, 1, at);
}

/* What opens a connection may be a SYN once more, and come early; the number that it takes is
 * forgotten when it is cut where the next segment begins. It is none then. Fixed in 2.2.0. */
static void leave_out_early_syn(const struct tcp_pcb *pcb, struct tcp_hdr *header)
{
    const unsigned both = TCP_SYN | TCP_ACK;
    if (pcb->state != SYN_RCVD || (TCPH_FLAGS(header) & both) != both ||
        !TCP_SEQ_GT(lwip_ntohl(header->seqno), pcb->rcv_nxt) || !BB_PASSES_OVER(early_syn))
        return;
    TCPH_UNSET_FLAG(header, TCP_SYN);
}

/* True if nothing that came early is behind it. */
static bool is_last(const struct tcp_pcb *pcb, uint32_t sequence)
{
    const struct tcp_seg *last = pcb->ooseq;
    while (last && last->next)
        last = last->next;
    return last && TCP_SEQ_GT(sequence, last->tcphdr->seqno);
}

/* What comes early and does not fit the window is only cut if it is put behind others that did; of
 * anything else there is more than the window later on: an assertion. It is cut here. */
static void leave_out_behind_window(struct pbuf *segment, const struct tcp_pcb *pcb,
                                    struct tcp_hdr *header)
{
    uint32_t sequence = lwip_ntohl(header->seqno), edge = pcb->rcv_nxt + pcb->rcv_wnd;
    u16_t head_len = TCPH_HDRLEN_BYTES(header);
    if (pcb->state < SYN_RCVD || head_len > segment->tot_len || is_last(pcb, sequence) ||
        !TCP_SEQ_GT(sequence, pcb->rcv_nxt) || !TCP_SEQ_LT(sequence, edge))
        return;
    uint32_t room = edge - sequence, len = segment->tot_len - (uint32_t)head_len;
    if (len + (TCPH_FLAGS(header) & TCP_FIN ? 1 : 0) <= room)
        return;
    BB_KNOWN(early_behind_window);
    TCPH_UNSET_FLAG(header, TCP_FIN);
    pbuf_realloc(segment, (u16_t)(head_len + LWIP_MIN(len, room)));
}

void lwip_known_segment(struct pbuf *segment)
{
    struct tcp_hdr *header = segment->payload;
    if (segment->len < TCP_HLEN)
        return;
    u16_t end = TCPH_HDRLEN_BYTES(header);
    leave_out_cut_option(segment, end);
    const struct tcp_pcb *pcb = find_connection(header);
    if (!pcb)
        return;
    if (!(TCPH_FLAGS(header) & TCP_SYN))
        leave_out_mss(segment, end);
    leave_out_early_syn(pcb, header);
    leave_out_behind_window(segment, pcb, header);
}
