/*
 * Captures for other tools to read, replay and dissect: messages as UDP datagrams or TCP
 * connections over IPv4, from 127.0.0.1 to 127.0.0.1, in a pcap file of raw IP packets. Lengths and
 * checksums are right; times count up by a millisecond from 1970 on, so that the same messages give
 * the same file.
 */
#ifndef BB_CAPTURE_WRITER_H
#define BB_CAPTURE_WRITER_H

#include "base/buf.h"

enum { BB_UDP_MAX_BYTES = 65507 }; /* of a datagram's payload over IPv4 */

struct bb_capture_writer {
    uint16_t port;      /* of the server, to which messages go */
    uint64_t n_packets; /* written so far */
    uint64_t n_flows;
};

/* Appends the file's header. */
void bb_capture_write_header(struct bb_buf *out);

/* Appends the message as one datagram, at most BB_UDP_MAX_BYTES long. */
void bb_capture_write_udp(struct bb_capture_writer *writer, struct bb_bytes message,
                          struct bb_buf *out);

/* Appends a connection of its own: SYN, what the client sends, FIN. */
void bb_capture_write_tcp(struct bb_capture_writer *writer, struct bb_bytes message,
                          struct bb_buf *out);

#endif
