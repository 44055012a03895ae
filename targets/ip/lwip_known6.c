/*
 * The known faults that IPv6 packets meet (lwip_known.h, lwip_guards.h).
 */
#include <brickbat/target.h>

#include <lwip/prot/icmp6.h>
#include <lwip/prot/ip6.h>
#include <lwip/prot/nd6.h>

#include <string.h>

#include "lwip_guards.h"
#include "lwip_known.h"

enum {
    EXTENSION_START = 2, /* bytes of an extension header that are read before it is measured */
    EXTENSION_UNIT = 8,
    OPTION_START = 2,
    OFFSET_OR_MORE = 0xfff9, /* of a fragment */
    MTU_AT = 4,              /* in a message that a packet was too big */
    /* A fragment has 48 bytes in front of the data; with few behind them one answer would be more
     * packets than are allowed. */
    NARROW_MTU = 256,
};

/* What lwIP does behind an extension header. */
enum step { READS_ON, ENDS, MEETS_FAULT };

struct chain {
    struct bb_bytes rest;
    uint8_t next;
    bool is_reassembled;
};

static bool is_option_refused(uint8_t kind, uint8_t extension)
{
    return kind >> 6 != 0 && kind != IP6_JUMBO_OPTION &&
           !(kind == IP6_HOME_ADDRESS_OPTION && extension == IP6_NEXTH_DESTOPTS);
}

/* True if the last option has no length, which lwIP reads behind the header then. */
static bool is_option_cut(struct bb_bytes header, uint8_t extension)
{
    size_t at = EXTENSION_START;
    while (at + 1 < header.len) {
        if (is_option_refused(header.ptr[at], extension))
            return false;
        at += header.ptr[at] == IP6_PAD1_OPTION ? 1 : OPTION_START + (size_t)header.ptr[at + 1];
    }
    return at + 1 == header.len && header.ptr[at] != IP6_PAD1_OPTION &&
           !is_option_refused(header.ptr[at], extension);
}

static enum step go_to(struct chain *chain, uint8_t next)
{
    chain->next = next;
    return next == IP6_NEXTH_HOPBYHOP ? ENDS : READS_ON; /* it may only be the first */
}

static enum step see_extension(struct chain *chain)
{
    struct bb_bytes header;
    if (chain->rest.len < EXTENSION_START) {
        BB_KNOWN(short_extension_header);
        return MEETS_FAULT;
    }
    size_t len = (chain->rest.ptr[1] + (size_t)1) * EXTENSION_UNIT;
    if (!bb_bytes_take(&chain->rest, len, &header))
        return ENDS;
    if (chain->next != IP6_NEXTH_ROUTING && chain->rest.len == 0 &&
        is_option_cut(header, chain->next)) {
        BB_KNOWN(extension_option_without_length);
        return MEETS_FAULT;
    }
    return go_to(chain, header.ptr[0]);
}

static enum step see_fragment(struct chain *chain)
{
    struct bb_bytes header;
    if (!bb_bytes_take(&chain->rest, IP6_FRAG_HLEN, &header))
        return ENDS;
    if ((bb_be16(header.ptr + 2) & OFFSET_OR_MORE) == 0)
        return go_to(chain, header.ptr[0]); /* the only one */
    if (!chain->is_reassembled)
        return ENDS;
    BB_KNOWN(fragment_in_fragments);
    return MEETS_FAULT;
}

static enum step see_header(struct chain *chain)
{
    switch (chain->next) {
    case IP6_NEXTH_HOPBYHOP:
    case IP6_NEXTH_DESTOPTS:
    case IP6_NEXTH_ROUTING: return see_extension(chain);
    case IP6_NEXTH_FRAGMENT: return see_fragment(chain);
    default: return ENDS;
    }
}

/* len: of what lwIP reads of the first buffer. */
static bool is_known_chain(const struct pbuf *packet, size_t len, bool is_reassembled)
{
    const struct ip6_hdr *header = packet->payload;
    struct chain chain = {
        .rest = bb_bytes_of((const uint8_t *)packet->payload + IP6_HLEN, len - IP6_HLEN),
        .next = IP6H_NEXTH(header),
        .is_reassembled = is_reassembled,
    };
    enum step step = READS_ON;
    while (step == READS_ON)
        step = see_header(&chain);
    return step == MEETS_FAULT;
}

bool lwip_known_ip6(const struct pbuf *packet)
{
    const struct ip6_hdr *header = packet->payload;
    if (packet->len < IP6_HLEN)
        return false;
    size_t len = IP6_HLEN + (size_t)IP6H_PLEN(header);
    if (len > packet->tot_len)
        return false;
    return is_known_chain(packet, LWIP_MIN(len, packet->len), false);
}

bool lwip_known_reassembled(const struct pbuf *packet)
{
    return packet->len >= IP6_HLEN && is_known_chain(packet, packet->len, true);
}

bool lwip_known_fragment(const struct pbuf *fragment)
{
    if (pbuf_clen(fragment) <= IP_REASS_MAX_PBUFS)
        return false;
    BB_KNOWN(fragment_of_many_buffers);
    return true;
}

/* 0 is no MTU to lwIP. */
static bool is_path_narrow(const uint8_t *message)
{
    uint32_t mtu;
    memcpy(&mtu, message + MTU_AT, sizeof mtu);
    mtu = lwip_ntohl(mtu);
    return message[0] == ICMP6_TYPE_PTB && mtu > 0 && mtu < NARROW_MTU;
}

/* Where a message may have the option with a link-layer address; 0 if lwIP reads none there. */
static size_t find_link_address(uint8_t type)
{
    switch (type) {
    case ICMP6_TYPE_NA: return sizeof(struct na_header);
    case ICMP6_TYPE_NS: return sizeof(struct ns_header);
    case ICMP6_TYPE_RD: return sizeof(struct redirect_header);
    default: return 0;
    }
}

bool lwip_known_neighbor(const struct pbuf *message, const struct netif *netif)
{
    const uint8_t *bytes = message->payload;
    if (is_path_narrow(bytes)) {
        BB_KNOWN(narrow_path);
        return true;
    }
    size_t at = find_link_address(bytes[0]);
    if (at == 0 || message->len < at + OPTION_START)
        return false;
    if (message->len < at + (size_t)bytes[at + 1] * EXTENSION_UNIT)
        return false;
    if (message->len >= at + OPTION_START + netif->hwaddr_len)
        return false;
    BB_KNOWN(short_link_address);
    return true;
}
