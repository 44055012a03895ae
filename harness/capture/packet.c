#include "capture/packet.h"

#include <arpa/inet.h>
#include <stdio.h>

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    TCP_HEADER = 20,
    UDP_HEADER = 8,
    /* IPv6 extension headers */
    HOP_BY_HOP = 0,
    ROUTING = 43,
    FRAGMENT = 44,
    AUTHENTICATION = 51,
    DESTINATION = 60,
    MOBILITY = 135,
    HOST_IDENTITY = 139,
    SHIM6 = 140,
};

static uint16_t load16(const uint8_t *ptr)
{
    return (uint16_t)(ptr[0] << 8 | ptr[1]);
}

static uint32_t load32(const uint8_t *ptr)
{
    return (uint32_t)load16(ptr) << 16 | load16(ptr + 2);
}

static struct bb_address make_address(const uint8_t *bytes, size_t size)
{
    struct bb_address address = {.version = size == 4 ? 4 : 6};
    memcpy(address.bytes, bytes, size);
    return address;
}

/* Cuts the packet to the size that its header says; what is missing of it was not captured. A size
 * of 0 means that the network card was to cut a large packet into several: it reaches to the end.
 */
static void fit(struct bb_bytes bytes, size_t headers, size_t said, struct bb_ip_packet *packet)
{
    size_t size = said ? said : bytes.len;
    size_t there = size < bytes.len ? size : bytes.len;
    packet->missing = size - there;
    packet->whole = bb_bytes_of(bytes.ptr, there);
    packet->payload = bb_bytes_of(bytes.ptr + headers, there - headers);
}

static bool open_ipv4(struct bb_bytes bytes, struct bb_ip_packet *packet)
{
    const uint8_t *ptr = bytes.ptr;
    if (bytes.len < IPV4_HEADER)
        return false;
    size_t headers = (size_t)(ptr[0] & 15) * 4;
    size_t said = load16(ptr + 2);
    if (headers < IPV4_HEADER || headers > bytes.len || (said && said < headers))
        return false;
    unsigned fragment = load16(ptr + 6);
    packet->source = make_address(ptr + 12, 4);
    packet->target = make_address(ptr + 16, 4);
    packet->protocol = ptr[9];
    packet->id = load16(ptr + 4);
    packet->offset = (fragment & 0x1fff) * 8;
    packet->last_fragment = !(fragment & 0x2000);
    packet->fragment = packet->offset > 0 || !packet->last_fragment;
    fit(bytes, headers, said, packet);
    return true;
}

static bool is_extension(uint8_t protocol)
{
    switch (protocol) {
    case HOP_BY_HOP:
    case ROUTING:
    case FRAGMENT:
    case AUTHENTICATION:
    case DESTINATION:
    case MOBILITY:
    case HOST_IDENTITY:
    case SHIM6: return true;
    default: return false;
    }
}

static size_t extension_size(uint8_t protocol, uint8_t length)
{
    if (protocol == FRAGMENT)
        return 8;
    return protocol == AUTHENTICATION ? ((size_t)length + 2) * 4 : ((size_t)length + 1) * 8;
}

static void open_fragment_header(const uint8_t *ptr, struct bb_ip_packet *packet)
{
    unsigned fragment = load16(ptr + 2);
    packet->offset = fragment & 0xfff8;
    packet->last_fragment = !(fragment & 1);
    packet->fragment = packet->offset > 0 || !packet->last_fragment; /* else it is an atomic one */
    packet->id = load32(ptr + 4);
}

/* Stops behind the header of a fragment: what follows is a part of something. */
bool bb_ip_skip_extensions(struct bb_ip_packet *packet)
{
    struct bb_bytes header;
    while (is_extension(packet->protocol) && !packet->fragment) {
        const uint8_t *ptr = packet->payload.ptr;
        if (packet->payload.len < 8)
            return false;
        if (packet->protocol == FRAGMENT)
            open_fragment_header(ptr, packet);
        if (!bb_bytes_take(&packet->payload, extension_size(packet->protocol, ptr[1]), &header))
            return false;
        packet->protocol = ptr[0];
    }
    return true;
}

static bool open_ipv6(struct bb_bytes bytes, struct bb_ip_packet *packet)
{
    const uint8_t *ptr = bytes.ptr;
    if (bytes.len < IPV6_HEADER)
        return false;
    size_t said = load16(ptr + 4);
    packet->source = make_address(ptr + 8, 16);
    packet->target = make_address(ptr + 24, 16);
    packet->protocol = ptr[6];
    fit(bytes, IPV6_HEADER, said ? IPV6_HEADER + said : 0, packet);
    packet->last_fragment = true;
    return bb_ip_skip_extensions(packet);
}

bool bb_ip_open(struct bb_bytes bytes, struct bb_ip_packet *ret_packet)
{
    struct bb_ip_packet packet = {0};
    unsigned version = bytes.len ? bytes.ptr[0] >> 4 : 0;
    bool good =
        (version == 4 && open_ipv4(bytes, &packet)) || (version == 6 && open_ipv6(bytes, &packet));
    if (good)
        *ret_packet = packet;
    return good;
}

bool bb_tcp_open(struct bb_bytes bytes, size_t missing, struct bb_segment *ret_segment)
{
    const uint8_t *ptr = bytes.ptr;
    if (bytes.len < TCP_HEADER)
        return false;
    size_t header = (size_t)(ptr[12] >> 4) * 4;
    if (header < TCP_HEADER || header > bytes.len)
        return false;
    *ret_segment = (struct bb_segment){
        .source_port = load16(ptr),
        .target_port = load16(ptr + 2),
        .sequence = load32(ptr + 4),
        .flags = ptr[13],
        .payload = bb_bytes_of(ptr + header, bytes.len - header),
        .missing = missing,
    };
    if (ret_segment->flags & BB_TCP_SYN)
        ret_segment->sequence++;
    return true;
}

bool bb_udp_open(struct bb_bytes bytes, size_t missing, struct bb_segment *ret_segment)
{
    const uint8_t *ptr = bytes.ptr;
    if (bytes.len < UDP_HEADER)
        return false;
    size_t said = load16(ptr + 4);
    size_t size = said ? said : bytes.len + missing; /* 0: a jumbogram, RFC 2675 */
    if (size < UDP_HEADER || size > bytes.len + missing)
        return false;
    size_t there = size < bytes.len ? size : bytes.len;
    *ret_segment = (struct bb_segment){
        .source_port = load16(ptr),
        .target_port = load16(ptr + 2),
        .payload = bb_bytes_of(ptr + UDP_HEADER, there - UDP_HEADER),
        .missing = size - there,
    };
    return true;
}

bool bb_address_equal(const struct bb_address *a, const struct bb_address *b)
{
    return a->version == b->version && a->port == b->port &&
           memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

const char *bb_address_format(const struct bb_address *address,
                              char ret_text[static BB_ADDRESS_TEXT_SIZE])
{
    char host[INET6_ADDRSTRLEN] = "?";
    inet_ntop(address->version == 4 ? AF_INET : AF_INET6, address->bytes, host, sizeof host);
    bool brackets = address->version == 6 && address->port;
    int n = snprintf(ret_text, BB_ADDRESS_TEXT_SIZE, "%s%s%s", brackets ? "[" : "", host,
                     brackets ? "]" : "");
    if (address->port)
        snprintf(ret_text + n, BB_ADDRESS_TEXT_SIZE - (size_t)n, ":%u", address->port);
    return ret_text;
}
