/*
 * What the tests of captures share: packets and capture files, written byte by byte from the
 * specifications, not by the code under test; and seeds as one text to compare.
 */
#ifndef TESTS_CAPTURE_SUPPORT_H
#define TESTS_CAPTURE_SUPPORT_H

#include "capture/cutter.h"

enum { LINK_ETHERNET = 1, LINK_RAW = 101 };

enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };

enum { CLIENT_PORT = 40000, SERVER_PORT = 1883 };

/* A packet under construction: headers are put in front of what is there. */
struct packet {
    uint8_t room[70000];
    size_t start;
    size_t len;
};

void packet_begin(struct packet *p, const void *payload, size_t len);
void packet_push(struct packet *p, const void *header, size_t len);
void packet_push16(struct packet *p, unsigned value); /* big-endian, as all below */
void packet_push32(struct packet *p, uint32_t value);
struct bb_bytes packet_bytes(const struct packet *p);

void push_udp(struct packet *p, unsigned source, unsigned target);
void push_tcp(struct packet *p, unsigned source, unsigned target, uint32_t sequence,
              unsigned flags);
/* From 192.0.2.FROM to 192.0.2.TO; `fragment` is the field of flags and offset. */
void push_ipv4(struct packet *p, unsigned protocol, unsigned from, unsigned to, unsigned id,
               unsigned fragment);
/* From 2001:db8::FROM to 2001:db8::TO. */
void push_ipv6(struct packet *p, unsigned next_header, unsigned from, unsigned to);
void push_ethernet(struct packet *p, unsigned ether_type);

/* A capture file in memory: pcap, little-endian, microseconds. */
struct capture_file {
    struct bb_buf bytes;
};

void file_begin(struct capture_file *file, uint32_t link);
void file_frame(struct capture_file *file, struct bb_bytes frame);
/* Of which only the first n bytes were captured. */
void file_frame_cut(struct capture_file *file, struct bb_bytes frame, size_t n);
void file_free(struct capture_file *file);

/* Frames between the client 192.0.2.1:40000 and the server 192.0.2.2:1883; side is 'c' or 's'. */
void file_tcp(struct capture_file *file, char side, uint32_t sequence, unsigned flags,
              const char *payload);
void file_udp(struct capture_file *file, char side, const char *payload);
/* SYN and SYN+ACK; the first bytes are then at 1 and 5001. */
void file_handshake(struct capture_file *file);

extern const struct bb_cut_options default_options;

/* The seeds, one a line: "tcp1 client: CONNECT", with " part 2", " late", " before 5", " behind 5"
 * where these are so. Bytes that are not printable are written as \xx. Ends the test if the file
 * cannot be read to its end. Valid until the next call. */
const char *seeds_of(struct bb_bytes file, const struct bb_cut_options *options,
                     struct bb_cut_report *ret_report);

/* Compares, and that nothing was left out. */
void assert_seeds(const struct capture_file *file, const struct bb_cut_options *options,
                  const char *expected);

/* Compares, and that so many were left out for this reason, and nothing for another. */
void assert_left(const struct capture_file *file, const struct bb_cut_options *options,
                 enum bb_left why, uint64_t n, const char *expected);

#endif
