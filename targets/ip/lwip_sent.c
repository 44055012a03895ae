#include "lwip_sent.h"

#include <brickbat/target.h>

#include <lwip/pbuf.h>
#include <lwip/prot/icmp.h>
#include <lwip/prot/icmp6.h>
#include <lwip/prot/ip.h>
#include <lwip/prot/ip4.h>
#include <lwip/prot/ip6.h>

#include <string.h>

#include "lwip_datagram.h"
#include "lwip_peer.h"

enum {
    PACKET_MAX_BYTES = 4096,
    UDP_HEADER = 8,
    TCP_HEADER = 20,
    STATE_FIRST = 256, /* of what was sent, see bb_state */
    STATES = 128,
};

static size_t packets;
static uint8_t flat[PACKET_MAX_BYTES];

void lwip_sent_reset(void)
{
    packets = 0;
    lwip_datagram_reset();
}

size_t lwip_sent_packets(void)
{
    return packets;
}

/* One oracle for all, since no device sends everything; the words say which. */
static void must(bool holds, const char *words)
{
    BB_ORACLE(sent_well_formed, holds, words);
}

/* The bytes of a chain in one piece, which also shows them to the sanitizers. */
static struct bb_bytes flatten(struct pbuf *packet)
{
    must(packet->tot_len <= sizeof flat, "more is sent than was ever received");
    return bb_bytes_of(flat, pbuf_copy_partial(packet, flat, packet->tot_len, 0));
}

/* RFC 1071: the sum of 16-bit words, not folded. */
static uint32_t add_words(uint32_t sum, struct bb_bytes bytes)
{
    for (size_t i = 0; i + 1 < bytes.len; i += 2)
        sum += bb_be16(bytes.ptr + i);
    return bytes.len & 1 ? sum + ((uint32_t)bytes.ptr[bytes.len - 1] << 8) : sum;
}

static bool sums_up(uint32_t sum)
{
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff;
}

struct transport {
    uint8_t protocol;
    struct bb_bytes bytes;
    struct bb_bytes addresses; /* source and destination */
};

static bool transport_sums_up(const struct transport *transport)
{
    uint32_t sum = add_words(0, transport->addresses);
    return sums_up(
        add_words(sum + transport->protocol + (uint32_t)transport->bytes.len, transport->bytes));
}

static void check_tcp(const struct transport *transport)
{
    struct bb_bytes bytes = transport->bytes;
    must(bytes.len >= TCP_HEADER && bytes.ptr[12] >> 4 >= 5 &&
             (size_t)(bytes.ptr[12] >> 4) * 4 <= bytes.len,
         "a segment is shorter than its header");
    must(transport_sums_up(transport), "a segment's checksum is wrong");
    bb_state(STATE_FIRST + (bytes.ptr[13] & 0x3fu));
}

static void check_udp(const struct transport *transport)
{
    struct bb_bytes bytes = transport->bytes;
    must(bytes.len >= UDP_HEADER && bb_be16(bytes.ptr + 4) == bytes.len,
         "a datagram's length is wrong");
    must(bb_be16(bytes.ptr + 6) == 0 || transport_sums_up(transport),
         "a datagram's checksum is wrong");
    struct bb_bytes payload = bb_bytes_of(bytes.ptr + UDP_HEADER, bytes.len - UDP_HEADER);
    uint16_t from_port = (uint16_t)bb_be16(bytes.ptr), to_port = (uint16_t)bb_be16(bytes.ptr + 2);
    lwip_peer_saw_datagram(from_port, to_port, payload);
    lwip_datagram_sent(from_port, to_port, payload);
}

static void check_icmp(const struct transport *transport)
{
    struct bb_bytes bytes = transport->bytes;
    must(bytes.len >= 8, "an ICMP message is shorter than its header");
    /* The checksum of an echo reply is the request's with the difference: as right as that was. */
    must(bytes.ptr[0] == ICMP_ER || sums_up(add_words(0, bytes)),
         "an ICMP message's checksum is wrong");
    bb_state(STATE_FIRST + 64 + (bytes.ptr[0] & 15u));
}

static void check_icmp6(const struct transport *transport)
{
    struct bb_bytes bytes = transport->bytes;
    must(bytes.len >= 8, "an ICMPv6 message is shorter than its header");
    must(transport_sums_up(transport), "an ICMPv6 message's checksum is wrong");
    bb_state(STATE_FIRST + 80 + (bytes.ptr[0] & 15u) + (bytes.ptr[0] & 0x80u) / 8);
}

static void check_transport(const struct transport *transport)
{
    switch (transport->protocol) {
    case IP_PROTO_TCP: check_tcp(transport); break;
    case IP_PROTO_UDP: check_udp(transport); break;
    case IP_PROTO_ICMP: check_icmp(transport); break;
    case IP6_NEXTH_ICMP6: check_icmp6(transport); break;
    }
}

void lwip_sent_ip4(struct pbuf *packet, unsigned mtu)
{
    struct bb_bytes bytes = flatten(packet);
    packets++;
    must(bytes.len >= IP_HLEN && bytes.ptr[0] >> 4 == 4 && (bytes.ptr[0] & 15) >= 5 &&
             (size_t)(bytes.ptr[0] & 15) * 4 <= bytes.len,
         "a packet is shorter than its header");
    must(bb_be16(bytes.ptr + 2) == bytes.len, "a packet's length is wrong");
    must(bytes.len <= mtu, "a packet is longer than the link takes");
    ip_addr_t to;
    IP_ADDR4(&to, bytes.ptr[16], bytes.ptr[17], bytes.ptr[18], bytes.ptr[19]);
    if (lwip_peer_is_read_for(&to))
        return;
    size_t header = (size_t)(bytes.ptr[0] & 15) * 4;
    must(sums_up(add_words(0, bb_bytes_of(bytes.ptr, header))), "a header's checksum is wrong");
    must(bytes.ptr[8] > 0, "a packet is sent that may go nowhere");
    unsigned offset = bb_be16(bytes.ptr + 6);
    must(!(offset & IP_MF) || (bytes.len - header) % 8 == 0,
         "a fragment ends where none can go on");
    if (offset & (IP_MF | IP_OFFMASK))
        return;
    check_transport(&(struct transport){bytes.ptr[9],
                                        bb_bytes_of(bytes.ptr + header, bytes.len - header),
                                        bb_bytes_of(bytes.ptr + 12, 8)});
}

/* What comes behind a header of options, where reports of multicast listeners have one. */
static bool skip_options(struct bb_bytes *bytes, uint8_t *protocol)
{
    if (*protocol != IP6_NEXTH_HOPBYHOP)
        return true;
    struct bb_bytes head;
    if (bytes->len < 2)
        return false;
    *protocol = bytes->ptr[0];
    return bb_bytes_take(bytes, ((size_t)bytes->ptr[1] + 1) * 8, &head);
}

void lwip_sent_ip6(struct pbuf *packet, unsigned mtu)
{
    struct bb_bytes bytes = flatten(packet);
    packets++;
    must(bytes.len >= IP6_HLEN && bytes.ptr[0] >> 4 == 6, "a packet is shorter than its header");
    must(bb_be16(bytes.ptr + 4) == bytes.len - IP6_HLEN, "a packet's length is wrong");
    must(bytes.len <= mtu, "a packet is longer than the link takes");
    ip_addr_t to;
    ip6_addr_t to6;
    memcpy(to6.addr, bytes.ptr + 24, sizeof to6.addr);
    ip6_addr_clear_zone(&to6);
    ip_addr_copy_from_ip6(to, to6);
    if (lwip_peer_is_read_for(&to))
        return;
    must(bytes.ptr[7] > 0, "a packet is sent that may go nowhere");
    struct transport transport = {.protocol = bytes.ptr[6],
                                  .bytes = bb_bytes_of(bytes.ptr + IP6_HLEN, bytes.len - IP6_HLEN),
                                  .addresses = bb_bytes_of(bytes.ptr + 8, 32)};
    must(skip_options(&transport.bytes, &transport.protocol),
         "options are longer than their packet");
    check_transport(&transport);
}

void lwip_sent_frame(struct pbuf *frame, unsigned max)
{
    struct bb_bytes bytes = flatten(frame);
    must(bytes.len <= max, "a frame is longer than the link takes");
}
