#include "lwip_known.h"

#include <brickbat/target.h>

#include <lwip/priv/tcp_priv.h>
#include <lwip/prot/ip.h>
#include <lwip/prot/ip4.h>
#include <netif/lowpan6_opts.h>

#include <string.h>

#include "lwip_lowpan6.h"
#include "lwip_mended.h"

enum {
    FRAGMENT_HEADER = 4,
    FIRST_FRAGMENT = 0xc0, /* dispatch */
    LATER_FRAGMENT = 0xe0,
    UNCOMPRESSED = 0x41,
    UDP_PORTS = 4,
    ARP_BYTES = 28,
    PACKET_START = 4, /* bytes of a packet that are read before it is measured */
};

/* What lwIP reads of a frame's header without looking at the frame's length (IEEE 802.15.4,
 * 7.2.1). */
struct mac {
    size_t len;
    size_t sender_len; /* the last part of it; 0 if lwIP does not read on */
};

static struct mac measure_mac(struct bb_bytes frame)
{
    static const size_t sizes[] = {0, 0, 2, 8};
    unsigned destination = frame.ptr[1] >> 2 & 3, source = frame.ptr[1] >> 6;
    bool has_no_sequence = frame.ptr[1] & 1, is_old = (frame.ptr[1] >> 4 & 3) <= 1;
    if ((has_no_sequence && is_old) || sizes[destination] == 0)
        return (struct mac){.len = 2};
    size_t len = (has_no_sequence ? 2 : 3) + 2 + sizes[destination];
    len += frame.ptr[0] & 0x40 ? 0 : 2; /* the source's PAN */
    return (struct mac){.len = len + sizes[source], .sender_len = sizes[source]};
}

/* The address fields of IPHC (RFC 6282, 3.1.1). */
static size_t measure_addresses(uint8_t modes, bool *ret_is_refused, uint8_t contexts)
{
    static const size_t unicast[] = {16, 8, 2, 0}, multicast[] = {16, 6, 4, 1};
    unsigned source = modes >> 4 & 3, destination = modes & 3;
    bool is_multicast = modes & 8, has_source_context = modes & 0x40, has_context = modes & 4;
    size_t len = has_source_context && source == 0 ? 0 : unicast[source];
    if (has_source_context && source != 0 && contexts >> 4 >= LWIP_6LOWPAN_NUM_CONTEXTS)
        *ret_is_refused = true;
    if (has_context && (is_multicast || (contexts & 15) >= LWIP_6LOWPAN_NUM_CONTEXTS))
        *ret_is_refused = true;
    return len + (is_multicast ? multicast : unicast)[destination];
}

/* The length of a compressed header as lwIP reads it, and whether it refuses it; more than there is
 * if it is cut. */
static size_t measure_iphc(struct bb_bytes bytes, bool *ret_is_refused)
{
    static const size_t flow[] = {4, 3, 1, 0}, ports[] = {4, 3, 3, 1};
    *ret_is_refused = false;
    if (bytes.len < 3)
        return 3;
    uint8_t head = bytes.ptr[0], modes = bytes.ptr[1];
    size_t len = modes & 0x80 ? 3 : 2;
    len += flow[head >> 3 & 3] + (head & 4 ? 0 : 1) + (head & 3 ? 0 : 1);
    len += measure_addresses(modes, ret_is_refused, modes & 0x80 ? bytes.ptr[2] : 0);
    if (!(head & 4))
        return len;
    if (len >= bytes.len)
        return len + 1;
    uint8_t next = bytes.ptr[len];
    if ((next & 0xf8) != 0xf0 || next & 4)
        *ret_is_refused = true;
    return len + 1 + ports[next & 3] + 2;
}

static bool is_known_fragment(struct bb_bytes first)
{
    bool is_refused;
    if (first.ptr[0] == UNCOMPRESSED)
        return lwip_known_packet(bb_bytes_of(first.ptr + 1, first.len - 1));
    if ((first.ptr[0] & 0xe0) != 0x60) {
        BB_KNOWN(fragment_of_nothing);
        return true;
    }
    if (measure_iphc(first, &is_refused) > first.len) {
        BB_KNOWN(short_compressed_header);
        return true;
    }
    if (is_refused)
        BB_KNOWN(fragment_freed_twice);
    return is_refused;
}

static bool is_known_later_fragment(struct bb_bytes fragment, struct bb_bytes sender)
{
    uint8_t address[8];
    const uint8_t *head = fragment.ptr;
    for (size_t i = 0; i < sender.len; i++) /* the frame has it the other way round */
        address[i] = sender.ptr[sender.len - 1 - i];
    if (!lwip_lowpan6_is_before(address, sender.len, (head[0] & 7u) << 8 | head[1],
                                (unsigned)head[2] << 8 | head[3], head[FRAGMENT_HEADER]))
        return false;
    BB_KNOWN(fragments_forgotten);
    return true;
}

static bool is_known_payload(struct bb_bytes payload, struct bb_bytes sender)
{
    bool is_refused;
    uint8_t dispatch = payload.ptr[0] & 0xf8;
    if (dispatch == FIRST_FRAGMENT || dispatch == LATER_FRAGMENT) {
        if (payload.len <= FRAGMENT_HEADER) {
            BB_KNOWN(short_fragment);
            return true;
        }
        return dispatch == FIRST_FRAGMENT
                   ? is_known_fragment(
                         bb_bytes_of(payload.ptr + FRAGMENT_HEADER, payload.len - FRAGMENT_HEADER))
                   : is_known_later_fragment(payload, sender);
    }
    if (payload.ptr[0] == UNCOMPRESSED)
        return lwip_known_packet(bb_bytes_of(payload.ptr + 1, payload.len - 1));
    if ((dispatch & 0xe0) != 0x60 || measure_iphc(payload, &is_refused) <= payload.len)
        return false;
    BB_KNOWN(short_compressed_header);
    return true;
}

bool lwip_known_radio(struct bb_bytes frame)
{
    struct mac mac = measure_mac(frame);
    struct bb_bytes header;
    if (!bb_bytes_take(&frame, mac.len, &header) || (mac.sender_len > 0 && frame.len == 0)) {
        BB_KNOWN(short_radio_frame);
        return true;
    }
    struct bb_bytes sender = bb_bytes_of(header.ptr + mac.len - mac.sender_len, mac.sender_len);
    return mac.sender_len > 0 && is_known_payload(frame, sender);
}

bool lwip_known_packet(struct bb_bytes packet)
{
    if (packet.len >= PACKET_START)
        return false;
    BB_KNOWN(short_packet);
    return true;
}

bool lwip_known_ethernet(struct bb_bytes frame)
{
    size_t at = 12;
    if (frame.len >= at + 6 && frame.ptr[at] == 0x81 && frame.ptr[at + 1] == 0)
        at += 4; /* a VLAN's tag */
    if (frame.len >= at + 2 && ((frame.ptr[at] == 8 && frame.ptr[at + 1] == 0) ||
                                (frame.ptr[at] == 0x86 && frame.ptr[at + 1] == 0xdd)))
        return lwip_known_packet(bb_bytes_of(frame.ptr + at + 2, frame.len - at - 2));
    if (frame.len < at + 2 || frame.ptr[at] != 8 || frame.ptr[at + 1] != 6 ||
        frame.len >= at + 2 + ARP_BYTES)
        return false;
    BB_KNOWN(short_arp);
    return true;
}

bool lwip_known_answer(const ip6_addr_t *to)
{
    if (!ip6_addr_isany(to))
        return false;
    BB_KNOWN(answer_to_nobody);
    return true;
}

bool lwip_known_ip4(const struct pbuf *packet, const struct netif *netif)
{
    const struct ip_hdr *header = packet->payload;
    if (packet->len < IP_HLEN || IPH_PROTO(header) != IP_PROTO_UDP ||
        packet->len >= IPH_HL_BYTES(header) + UDP_PORTS)
        return false;
    ip4_addr_t to;
    ip4_addr_copy(to, header->dest);
    if (ip4_addr_cmp(&to, netif_ip4_addr(netif)))
        return false;
    BB_KNOWN(short_udp);
    return true;
}

/* As tcp_write reckons it: how much a segment may have, with its options. */
static size_t segment_room(const struct tcp_pcb *pcb)
{
    size_t room = LWIP_MIN(pcb->mss, TCPWND_MIN16(pcb->snd_wnd_max / 2));
    if (room == 0)
        room = pcb->mss;
    if (pcb->flags & TF_TIMESTAMP)
        room = LWIP_MAX(room, LWIP_TCP_OPT_LEN_TS + 1);
    return room;
}

bool lwip_known_write(const struct tcp_pcb *pcb)
{
    const struct tcp_seg *last = pcb->unsent;
    while (last && last->next)
        last = last->next;
    if (!last || last->len + (size_t)LWIP_TCP_OPT_LENGTH(last->flags) <= segment_room(pcb))
        return false;
    BB_KNOWN(write_behind_longer);
    return true;
}

void lwip_known_close(void)
{
    BB_KNOWN(closed_while_received);
}

void lwip_mended_strnstr(void)
{
    BB_KNOWN(strnstr_behind);
}

void lwip_mended_stream(void)
{
    BB_KNOWN(stream_behind_buffer);
}
