/*
 * The cutter: frames of a capture in, seeds out, and what was left out and why.
 *
 * A TCP stream gives one seed per direction, or more where bytes are missing: it is cut there, and
 * nothing is joined over the gap. A datagram gives one seed, or becomes a part of its session
 * behind a 16-bit length if the grammar is one of sessions. A Bluetooth or 802.15.4 frame gives one
 * seed.
 */
#ifndef BB_CAPTURE_CUTTER_H
#define BB_CAPTURE_CUTTER_H

#include "capture/flows.h"

enum bb_cut_per {
    BB_PER_DEFAULT, /* TCP by stream, all else by packet; datagrams by session if they have
                       envelopes */
    BB_PER_STREAM,
    BB_PER_PACKET,
};

/* What of a packet makes the seed. */
enum bb_cut_layer {
    BB_LAYER_PAYLOAD, /* what TCP, UDP or the Bluetooth UART carry */
    BB_LAYER_NETWORK, /* the IP packet as it was captured, headers and all */
    BB_LAYER_LINK,    /* the frame as it was captured */
};

/* The lengths in front of a session's datagrams. */
enum bb_envelope { BB_ENVELOPE_NONE, BB_ENVELOPE_BIG, BB_ENVELOPE_LITTLE };

struct bb_cut_options {
    struct bb_ports ports;
    enum bb_side side; /* UNKNOWN: both */
    enum bb_cut_per per;
    enum bb_cut_layer layer;
    enum bb_envelope envelope;
    size_t max_bytes; /* of a seed, 1 to BB_CUT_MAX_BYTES; longer streams lose their ends */
};

enum { BB_CUT_MAX_BYTES = 64 << 20, BB_CUT_DEFAULT_BYTES = 64 << 10 };

struct bb_seed {
    struct bb_bytes bytes;    /* never empty; valid during the call */
    const char *kind;         /* "tcp", "udp", "hci", "802.15.4", "ip", "frame" */
    struct bb_address client; /* version 0 where there is none */
    struct bb_address server;
    enum bb_side side;
    uint64_t flow;           /* from 1; 0 where there are none */
    unsigned part;           /* from 1: of a stream that was cut */
    bool late;               /* the capture begins in the middle of the connection */
    uint64_t before;         /* bytes that are missing right in front of it, */
    uint64_t behind;         /* and right behind it */
    uint64_t contradictions; /* bytes of its stream about which segments disagreed */
    uint64_t frame;          /* number of the first one it comes from */
    int64_t time_us;         /* of that frame, since 1970, UTC */
};

/* Takes a seed; anything but BB_OK ends the cutting with that status. */
typedef enum bb_status bb_take_seed(void *user, const struct bb_seed *seed, struct bb_err *err);

#define BB_LEFT_LIST(X)                                                                         \
    X(BROKEN, "frames whose headers contradict themselves or the frame's size")                 \
    X(SHORT, "packets that were captured only in part")                                         \
    X(OTHER, "frames that carry no IP")                                                         \
    X(PROTOCOL, "packets that are neither TCP nor UDP")                                         \
    X(PORT, "packets of other ports")                                                           \
    X(SIDE, "packets of the other direction")                                                   \
    X(FRAGMENTS, "IP fragments whose others are missing or contradict them")                    \
    X(DATAGRAM, "datagrams, which this grammar does not take as a stream (see --per packet)")   \
    X(LARGE, "packets larger than a seed may be (see --max-size)")                              \
    X(REST, "bytes at the ends of streams that are longer than a seed may be (see --max-size)") \
    X(MISSING, "bytes of streams that were not captured; streams are cut there")                \
    X(REPEATED, "bytes that were sent more than once")                                          \
    X(LATE, "packets of connections that had ended")                                            \
    X(ROOM, "packets that there was no memory for")

enum bb_left {
#define X(name, text) BB_LEFT_##name,
    BB_LEFT_LIST(X)
#undef X
        BB_N_LEFT
};

const char *bb_left_text(enum bb_left left);

/* A short name for machines: "other_direction". Static. */
const char *bb_left_name(enum bb_left left);

struct bb_cut_report {
    uint64_t frames;
    uint64_t flows;          /* TCP connections and UDP pairs that were followed */
    uint64_t late;           /* connections whose beginning was not captured */
    uint64_t contradictions; /* bytes about which segments disagreed; the first one was believed */
    uint64_t left[BB_N_LEFT];
};

struct bb_cutter;

/* NULL: no memory. `user` is handed to take. */
struct bb_cutter *bb_cutter_new(const struct bb_cut_options *options, bb_take_seed *take,
                                void *user);
void bb_cutter_free(struct bb_cutter *cutter);

/* Takes a frame. BB_UNSUPPORTED for its link type; or what take returned. */
BB_MUST_USE enum bb_status bb_cutter_add(struct bb_cutter *cutter,
                                         const struct bb_captured *captured, struct bb_err *err);

/* The capture is over: cuts what waited for it. */
BB_MUST_USE enum bb_status bb_cutter_end(struct bb_cutter *cutter, struct bb_err *err);

/* What there was so far; complete after bb_cutter_end. */
const struct bb_cut_report *bb_cutter_report(const struct bb_cutter *cutter);

/* All of a capture. A file that breaks off gives the seeds before that, and then BB_MALFORMED. */
BB_MUST_USE enum bb_status bb_cut_capture(struct bb_capture *capture, struct bb_cutter *cutter,
                                          struct bb_err *err);

#endif
