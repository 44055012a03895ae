#include "capture/cutter_private.h"

enum bb_status bb_cut_packet(struct bb_cutter *cutter, const struct bb_captured *captured,
                             const struct bb_flow *flow, enum bb_side side, const char *kind,
                             struct bb_bytes bytes, struct bb_err *err)
{
    struct bb_seed seed = {
        .bytes = bytes,
        .kind = kind,
        .side = side,
        .part = 1,
        .frame = captured->number,
        .time_us = captured->time_us,
    };
    if (flow) {
        seed.flow = flow->number;
        seed.client = flow->client;
        seed.server = flow->server;
    }
    if (bytes.len > cutter->options.max_bytes)
        cutter->report.left[BB_LEFT_LARGE]++;
    else if (bytes.len)
        return cutter->take(cutter->user, &seed, err);
    return BB_OK;
}

static const char *kind_of(const struct bb_cutter *cutter, const struct bb_flow *flow)
{
    switch (cutter->options.layer) {
    case BB_LAYER_NETWORK: return "ip";
    case BB_LAYER_LINK: return "frame";
    case BB_LAYER_PAYLOAD: break;
    }
    return flow->protocol == BB_PROTOCOL_UDP ? "udp" : "hci";
}

static enum bb_status cut(struct bb_cutter *cutter, const struct bb_flow *flow, enum bb_side side,
                          struct bb_session *session, struct bb_err *err)
{
    const struct bb_seed seed = {
        .bytes = bb_buf_bytes(&session->bytes),
        .kind = kind_of(cutter, flow),
        .client = flow->client,
        .server = flow->server,
        .side = side,
        .flow = flow->number,
        .part = session->n_before + 1,
        .frame = session->first_frame,
        .time_us = session->first_time_us,
    };
    enum bb_status status = session->bytes.len ? cutter->take(cutter->user, &seed, err) : BB_OK;
    cutter->memory -= session->bytes.capacity;
    bb_buf_free(&session->bytes);
    session->n_before++;
    session->first_frame = 0;
    return status;
}

enum bb_status bb_cut_sessions(struct bb_cutter *cutter, struct bb_flow *flow, struct bb_err *err)
{
    bool sides = cutter->options.layer == BB_LAYER_PAYLOAD;
    enum bb_status status =
        cut(cutter, flow, sides ? BB_SIDE_CLIENT : BB_SIDE_UNKNOWN, &flow->sessions[0], err);
    return status == BB_OK ? cut(cutter, flow, BB_SIDE_SERVER, &flow->sessions[1], err) : status;
}

/* The 16-bit length in front of a datagram, or nothing. */
static struct bb_bytes envelope(const struct bb_cutter *cutter, size_t len, uint8_t room[2])
{
    bool little = cutter->options.envelope == BB_ENVELOPE_LITTLE;
    room[little] = (uint8_t)(len >> 8);
    room[!little] = (uint8_t)len;
    return bb_bytes_of(room, cutter->options.envelope == BB_ENVELOPE_NONE ? 0 : 2);
}

/* Appends a packet to its session. One that has no room left is handed out before, and another goes
 * on: between two packets nothing is torn apart. */
static enum bb_status join(struct bb_cutter *cutter, const struct bb_captured *captured,
                           struct bb_flow *flow, enum bb_side side, bool enveloped,
                           struct bb_bytes bytes, struct bb_err *err)
{
    struct bb_session *session = &flow->sessions[bb_side_index(side)];
    uint8_t room[2];
    struct bb_bytes front = enveloped ? envelope(cutter, bytes.len, room) : bb_bytes_of(NULL, 0);
    size_t size = front.len + bytes.len;
    enum bb_status status = BB_OK;
    if (size > cutter->options.max_bytes || (enveloped && bytes.len > UINT16_MAX)) {
        cutter->report.left[BB_LEFT_LARGE]++;
        return BB_OK;
    }
    if (session->bytes.len + size > cutter->options.max_bytes)
        status = cut(cutter, flow, side, session, err);
    if (session->first_frame == 0) {
        session->first_frame = captured->number;
        session->first_time_us = captured->time_us;
    }
    size_t before = session->bytes.capacity;
    session->bytes.max_bytes = cutter->options.max_bytes;
    if (cutter->memory > BB_CUT_MEMORY_BYTES || !bb_buf_reserve(&session->bytes, size) ||
        !bb_buf_append(&session->bytes, front) || !bb_buf_append(&session->bytes, bytes))
        cutter->report.left[BB_LEFT_ROOM]++;
    cutter->memory += session->bytes.capacity - before;
    return status;
}

enum bb_status bb_cut_udp(struct bb_cutter *cutter, const struct bb_flow_packet *packet,
                          struct bb_err *err)
{
    const struct bb_segment *datagram = &packet->segment;
    bool sessions = cutter->options.envelope != BB_ENVELOPE_NONE;
    enum bb_left left = BB_N_LEFT;
    if (!bb_cut_wants(cutter, packet->side))
        left = BB_LEFT_SIDE;
    else if (datagram->missing)
        left = BB_LEFT_SHORT;
    else if (cutter->options.per == BB_PER_STREAM && !sessions)
        left = BB_LEFT_DATAGRAM;
    if (left != BB_N_LEFT) {
        cutter->report.left[left]++;
        return BB_OK;
    }
    if (sessions && cutter->options.per != BB_PER_PACKET)
        return join(cutter, packet->captured, packet->flow, packet->side, true, datagram->payload,
                    err);
    return bb_cut_packet(cutter, packet->captured, packet->flow, packet->side, "udp",
                         datagram->payload, err);
}

/* The one flow of a capture whose packets have no addresses, or whose addresses do not matter. */
static struct bb_flow *find_nobody(struct bb_cutter *cutter)
{
    static const struct bb_address nobody = {0};
    enum bb_side unused;
    struct bb_flow *flow =
        bb_flows_find(&cutter->flows, 0, 0, &nobody, &nobody, &cutter->options.ports, &unused);
    cutter->report.left[BB_LEFT_ROOM] += !flow;
    return flow;
}

static enum bb_status join_hci(struct bb_cutter *cutter, const struct bb_captured *captured,
                               enum bb_side side, struct bb_bytes bytes, struct bb_err *err)
{
    struct bb_flow *flow = find_nobody(cutter);
    enum bb_status status = BB_OK;
    if (flow && side != BB_SIDE_SERVER && bb_cut_wants(cutter, BB_SIDE_CLIENT))
        status = join(cutter, captured, flow, BB_SIDE_CLIENT, false, bytes, err);
    if (flow && status == BB_OK && side != BB_SIDE_CLIENT && bb_cut_wants(cutter, BB_SIDE_SERVER))
        status = join(cutter, captured, flow, BB_SIDE_SERVER, false, bytes, err);
    return status;
}

enum bb_status bb_cut_frame(struct bb_cutter *cutter, const struct bb_captured *captured,
                            const char *kind, struct bb_bytes bytes, struct bb_err *err)
{
    bool sessions =
        cutter->options.envelope != BB_ENVELOPE_NONE && cutter->options.layer != BB_LAYER_PAYLOAD;
    if (!sessions || cutter->options.per == BB_PER_PACKET)
        return bb_cut_packet(cutter, captured, NULL, BB_SIDE_UNKNOWN, kind, bytes, err);
    struct bb_flow *flow = find_nobody(cutter);
    return flow ? join(cutter, captured, flow, BB_SIDE_UNKNOWN, true, bytes, err) : BB_OK;
}

enum bb_status bb_cut_hci(struct bb_cutter *cutter, const struct bb_captured *captured,
                          const struct bb_frame_content *content, struct bb_err *err)
{
    struct bb_buf *packet = &cutter->scratch;
    bb_buf_reset(packet);
    bool room = (content->hci_type == 0 || bb_buf_append_byte(packet, content->hci_type)) &&
                bb_buf_append(packet, content->bytes);
    enum bb_left left = BB_N_LEFT;
    if (!bb_cut_wants(cutter, content->side))
        left = BB_LEFT_SIDE;
    else if (captured->wire_len > captured->bytes.len)
        left = BB_LEFT_SHORT;
    else if (!room)
        left = BB_LEFT_LARGE;
    if (left != BB_N_LEFT) {
        cutter->report.left[left]++;
        return BB_OK;
    }
    if (cutter->options.per == BB_PER_STREAM)
        return join_hci(cutter, captured, content->side, bb_buf_bytes(packet), err);
    return bb_cut_packet(cutter, captured, NULL, content->side, "hci", bb_buf_bytes(packet), err);
}
