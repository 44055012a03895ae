/*
 * Captures: the frames in a pcap or pcapng file, one after the other, by libpcap's offline
 * functions. Nothing is ever captured live.
 *
 * What is in a frame is for the other parts of this folder, in the order in which data flows:
 *
 *   reader      file -> frames
 *   link        frame -> what it carries: an IP packet, a Bluetooth HCI packet, ...
 *   packet      IP packet -> addresses, protocol, payload
 *   fragments   IP fragments -> IP packet
 *   flows       which packets belong together, and who is the client
 *   stream      TCP segments -> the bytes that an application reads
 *   cutter      all of it: capture -> seeds, and what was left out and why
 *   writer      messages -> a capture, for other tools
 */
#ifndef BB_CAPTURE_READER_H
#define BB_CAPTURE_READER_H

#include "base/bytes.h"
#include "base/status.h"

struct bb_capture;

enum { BB_CAPTURE_START_BYTES = 12 };

struct bb_captured {
    uint64_t number; /* from 1, those that a filter drops included: as Wireshark counts */
    int64_t time_us; /* since 1970, UTC */
    int link;        /* link type, DLT_... of pcap/dlt.h */
    struct bb_bytes bytes;
    size_t wire_len; /* more than bytes.len if the capture cut it short */
};

/* True if the bytes begin as a pcap or pcapng file does; BB_CAPTURE_START_BYTES of them will do. */
bool bb_capture_is(struct bb_bytes start);

/* Opens a file ("-": standard input). `filter` is an expression of pcap-filter(7) for the frames
 * that are wanted, NULL for all. End with bb_capture_close. BB_NOT_FOUND, BB_IO, BB_MALFORMED (no
 * capture), BB_USAGE (the filter). */
BB_MUST_USE enum bb_status bb_capture_open(const char *path, const char *filter,
                                           struct bb_capture **ret_capture, struct bb_err *err);

/* The same from memory, which must live until bb_capture_close. `name` is for error texts. */
BB_MUST_USE enum bb_status bb_capture_open_bytes(struct bb_bytes bytes, const char *name,
                                                 const char *filter,
                                                 struct bb_capture **ret_capture,
                                                 struct bb_err *err);

void bb_capture_close(struct bb_capture *capture);

/* The next frame, valid until the next call. BB_NOT_FOUND at the end, without text in err;
 * BB_MALFORMED where the file breaks off or makes no sense: the frames before it are good. */
BB_MUST_USE enum bb_status bb_capture_next(struct bb_capture *capture,
                                           struct bb_captured *ret_captured, struct bb_err *err);

#endif
