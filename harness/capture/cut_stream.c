#include "capture/cutter_private.h"

struct taking {
    struct bb_cutter *cutter;
    const struct bb_flow *flow;
    const struct bb_stream *stream;
    enum bb_side side;
    enum bb_status status;
    struct bb_err *err;
};

static bool take_piece(void *user, const struct bb_piece *piece)
{
    struct taking *t = user;
    const struct bb_seed seed = {
        .bytes = piece->bytes,
        .kind = "tcp",
        .client = t->flow->client,
        .server = t->flow->server,
        .side = t->side,
        .flow = t->flow->number,
        .part = piece->number,
        .late = !t->stream->has_syn,
        .before = piece->before,
        .behind = piece->behind,
        .contradictions = t->stream->contradictions,
        .frame = t->stream->first_frame,
        .time_us = t->stream->first_time_us,
    };
    t->status = t->cutter->take(t->cutter->user, &seed, t->err);
    return t->status == BB_OK;
}

static enum bb_status cut(struct bb_cutter *cutter, struct bb_flow *flow, enum bb_side side,
                          struct bb_err *err)
{
    struct bb_stream *stream = &flow->streams[bb_side_index(side)];
    struct taking taking = {cutter, flow, stream, side, BB_OK, err};
    struct bb_cut_report *report = &cutter->report;
    uint64_t rest = 0;
    if (!bb_cut_wants(cutter, side))
        return BB_OK;
    if (!bb_stream_cut(stream, cutter->options.max_bytes, take_piece, &taking, &rest))
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for a stream of %zu bytes",
                       cutter->options.max_bytes);
    report->left[BB_LEFT_REST] += rest;
    report->left[BB_LEFT_MISSING] += stream->missing;
    report->left[BB_LEFT_REPEATED] += stream->repeated;
    report->contradictions += stream->contradictions;
    report->late += stream->n_parts && !stream->has_syn;
    cutter->memory -= bb_stream_memory(stream);
    bb_stream_free(stream);
    return taking.status;
}

enum bb_status bb_cut_streams(struct bb_cutter *cutter, struct bb_flow *flow, struct bb_err *err)
{
    if (flow->protocol != BB_PROTOCOL_TCP || flow->closed)
        return BB_OK;
    flow->closed = true;
    enum bb_status status = cut(cutter, flow, BB_SIDE_CLIENT, err);
    return status == BB_OK ? cut(cutter, flow, BB_SIDE_SERVER, err) : status;
}

/* The same ends connect again: with another sequence number, or after the last connection ended. */
static bool begins_anew(const struct bb_flow_packet *packet)
{
    const struct bb_flow *flow = packet->flow;
    const struct bb_stream *sent = &flow->streams[bb_side_index(packet->side)];
    uint32_t origin = sent->sequence - (uint32_t)(sent->at - sent->origin);
    if ((packet->segment.flags & (BB_TCP_SYN | BB_TCP_ACK)) != BB_TCP_SYN)
        return false;
    return flow->closed || (sent->seen && !(sent->has_syn && origin == packet->segment.sequence));
}

/* Hands the old connection out. The end that begins the new one is its client. */
static enum bb_status restart(struct bb_cutter *cutter, struct bb_flow_packet *packet,
                              struct bb_err *err)
{
    struct bb_flow *flow = packet->flow;
    enum bb_status status = bb_cut_streams(cutter, flow, err);
    bb_flow_restart(&cutter->flows, flow);
    if (packet->side == BB_SIDE_SERVER) {
        struct bb_address client = flow->server;
        flow->server = flow->client;
        flow->client = client;
        packet->side = BB_SIDE_CLIENT;
    }
    return status;
}

/* Of the side that is not wanted, only where it is in its stream. */
static void keep(struct bb_cutter *cutter, const struct bb_flow_packet *packet)
{
    struct bb_segment segment = packet->segment;
    if (!bb_cut_wants(cutter, packet->side)) {
        segment.payload.len = 0;
        segment.missing = 0;
    }
    struct bb_stream *stream = &packet->flow->streams[bb_side_index(packet->side)];
    size_t before = bb_stream_memory(stream);
    if (stream->first_frame == 0) {
        stream->first_frame = packet->captured->number;
        stream->first_time_us = packet->captured->time_us;
    }
    if (cutter->memory > BB_CUT_MEMORY_BYTES ||
        !bb_stream_add(stream, &segment, cutter->options.max_bytes))
        cutter->report.left[BB_LEFT_ROOM]++;
    cutter->memory += bb_stream_memory(stream) - before;
}

static bool is_over(const struct bb_cutter *cutter, const struct bb_flow_packet *packet)
{
    const struct bb_stream *streams = packet->flow->streams;
    if (packet->segment.flags & BB_TCP_RST)
        return true;
    if (!streams[0].has_fin && !streams[1].has_fin)
        return false;
    return (!bb_cut_wants(cutter, BB_SIDE_CLIENT) || bb_stream_is_whole(&streams[0])) &&
           (!bb_cut_wants(cutter, BB_SIDE_SERVER) || bb_stream_is_whole(&streams[1]));
}

static enum bb_status cut_segment(struct bb_cutter *cutter, const struct bb_flow_packet *packet,
                                  struct bb_err *err)
{
    if (packet->segment.missing == 0)
        return bb_cut_packet(cutter, packet->captured, packet->flow, packet->side, "tcp",
                             packet->segment.payload, err);
    cutter->report.left[BB_LEFT_SHORT]++;
    return BB_OK;
}

enum bb_status bb_cut_tcp(struct bb_cutter *cutter, struct bb_flow_packet *packet,
                          struct bb_err *err)
{
    size_t payload = packet->segment.payload.len + packet->segment.missing;
    enum bb_status status = begins_anew(packet) ? restart(cutter, packet, err) : BB_OK;
    bool wanted = bb_cut_wants(cutter, packet->side);
    if (status != BB_OK)
        return status;
    if (!wanted || packet->flow->closed)
        cutter->report.left[wanted ? BB_LEFT_LATE : BB_LEFT_SIDE] += payload > 0;
    if (packet->flow->closed)
        return BB_OK;
    if (cutter->options.per == BB_PER_PACKET)
        return wanted && payload ? cut_segment(cutter, packet, err) : BB_OK;
    keep(cutter, packet);
    return is_over(cutter, packet) ? bb_cut_streams(cutter, packet->flow, err) : BB_OK;
}
