/*
 * IP packets: addresses, protocol, payload.
 *
 * Sources: RFC 791 (IPv4), RFC 8200 and the IANA list of IPv6 extension headers, RFC 9293 (TCP),
 * RFC 768 (UDP). Checksums are not looked at: captures of outgoing packets have none yet where the
 * network card computes them.
 */
#ifndef BB_CAPTURE_PACKET_H
#define BB_CAPTURE_PACKET_H

#include "base/bytes.h"

enum { BB_PROTOCOL_TCP = 6, BB_PROTOCOL_UDP = 17 };

enum { BB_TCP_FIN = 1, BB_TCP_SYN = 2, BB_TCP_RST = 4, BB_TCP_ACK = 16 };

enum { BB_ADDRESS_TEXT_SIZE = 64 };

struct bb_address {
    uint8_t bytes[16]; /* IPv4: the first 4, the others are 0 */
    uint16_t port;     /* 0 where there are none */
    uint8_t version;   /* 4 or 6 */
};

/* One IP packet, or one fragment of it. */
struct bb_ip_packet {
    struct bb_address source;
    struct bb_address target;
    struct bb_bytes whole;   /* headers and payload, without the link's padding */
    struct bb_bytes payload; /* behind all IP headers */
    size_t missing;          /* bytes of the payload that were not captured */
    uint32_t id;             /* fragments: of the packet they belong to */
    uint32_t offset;         /* fragments: place of the payload in that of the packet */
    uint8_t protocol;        /* of the payload, an IANA protocol number */
    bool fragment;
    bool last_fragment;
};

/* Takes the headers off. False if they contradict each other or the size of the packet. */
bool bb_ip_open(struct bb_bytes bytes, struct bb_ip_packet *ret_packet);

/* Takes IPv6 extension headers off the payload, as after fragments were put together. False if they
 * are broken. */
bool bb_ip_skip_extensions(struct bb_ip_packet *packet);

struct bb_segment {
    uint16_t source_port;
    uint16_t target_port;
    uint32_t sequence; /* TCP: of the first byte of the payload; the SYN's own is not counted */
    uint8_t flags;     /* TCP: BB_TCP_... */
    struct bb_bytes payload;
    size_t missing; /* bytes of the payload that were not captured */
};

/* Take the header of a TCP segment or UDP datagram off an IP payload. `missing` bytes behind it
 * were not captured. False if it contradicts itself or the size. */
bool bb_tcp_open(struct bb_bytes bytes, size_t missing, struct bb_segment *ret_segment);
bool bb_udp_open(struct bb_bytes bytes, size_t missing, struct bb_segment *ret_segment);

bool bb_address_equal(const struct bb_address *a, const struct bb_address *b);

/* "192.0.2.1:1883", "[2001:db8::1]:5683", without port if it is 0. ret_text is also returned. */
const char *bb_address_format(const struct bb_address *address,
                              char ret_text[static BB_ADDRESS_TEXT_SIZE]);

#endif
