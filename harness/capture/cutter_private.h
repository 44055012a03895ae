/*
 * What the parts of the cutter share. Private to cut*.c.
 *
 *   cutter.c       frames: what they carry, and which are wanted
 *   cut_stream.c   TCP connections
 *   cut_session.c  datagrams and Bluetooth packets, by the packet or as a session
 */
#ifndef BB_CAPTURE_CUTTER_PRIVATE_H
#define BB_CAPTURE_CUTTER_PRIVATE_H

#include "capture/cutter.h"
#include "capture/fragments.h"

/* All streams under way together. */
#define BB_CUT_MEMORY_BYTES ((size_t)1 << 30)

struct bb_cutter {
    struct bb_cut_options options;
    bb_take_seed *take;
    void *user;
    struct bb_cut_report report;
    struct bb_flows flows;
    struct bb_fragments *fragments;
    struct bb_buf scratch;
    size_t memory; /* of all streams and sessions */
};

/* A packet that belongs to a flow. */
struct bb_flow_packet {
    const struct bb_captured *captured;
    struct bb_flow *flow;
    enum bb_side side; /* of its sender */
    struct bb_segment segment;
};

static inline bool bb_cut_wants(const struct bb_cutter *cutter, enum bb_side side)
{
    return cutter->options.side == BB_SIDE_UNKNOWN || side == BB_SIDE_UNKNOWN ||
           cutter->options.side == side;
}

static inline size_t bb_side_index(enum bb_side side)
{
    return side == BB_SIDE_SERVER;
}

/* Hands a single packet's bytes out; counts it if it is too large or empty. */
enum bb_status bb_cut_packet(struct bb_cutter *cutter, const struct bb_captured *captured,
                             const struct bb_flow *flow, enum bb_side side, const char *kind,
                             struct bb_bytes bytes, struct bb_err *err);

/* Hands a whole frame or IP packet out, or joins it to the capture's session if the grammar is one
 * of frames behind lengths. */
enum bb_status bb_cut_frame(struct bb_cutter *cutter, const struct bb_captured *captured,
                            const char *kind, struct bb_bytes bytes, struct bb_err *err);

/* May turn the flow and the packet's side round, when the server of old connects. */
enum bb_status bb_cut_tcp(struct bb_cutter *cutter, struct bb_flow_packet *packet,
                          struct bb_err *err);
enum bb_status bb_cut_udp(struct bb_cutter *cutter, const struct bb_flow_packet *packet,
                          struct bb_err *err);
enum bb_status bb_cut_hci(struct bb_cutter *cutter, const struct bb_captured *captured,
                          const struct bb_frame_content *content, struct bb_err *err);

/* Hand out what a flow still holds. */
enum bb_status bb_cut_streams(struct bb_cutter *cutter, struct bb_flow *flow, struct bb_err *err);
enum bb_status bb_cut_sessions(struct bb_cutter *cutter, struct bb_flow *flow, struct bb_err *err);

#endif
