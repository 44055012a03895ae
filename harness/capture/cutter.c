#include "capture/cutter_private.h"

#include <stdlib.h>

const char *bb_left_text(enum bb_left left)
{
    static const char *const texts[] = {
#define X(name, text) text,
        BB_LEFT_LIST(X)
#undef X
    };
    return texts[left];
}

const char *bb_left_name(enum bb_left left)
{
    static const char *const names[] = {
        [BB_LEFT_BROKEN] = "broken",
        [BB_LEFT_SHORT] = "short",
        [BB_LEFT_OTHER] = "not_ip",
        [BB_LEFT_PROTOCOL] = "other_protocol",
        [BB_LEFT_PORT] = "other_port",
        [BB_LEFT_SIDE] = "other_direction",
        [BB_LEFT_FRAGMENTS] = "fragments",
        [BB_LEFT_DATAGRAM] = "datagrams",
        [BB_LEFT_LARGE] = "large",
        [BB_LEFT_REST] = "rest_bytes",
        [BB_LEFT_MISSING] = "missing_bytes",
        [BB_LEFT_REPEATED] = "repeated_bytes",
        [BB_LEFT_LATE] = "late",
        [BB_LEFT_ROOM] = "no_room",
    };
    return names[left];
}

struct bb_cutter *bb_cutter_new(const struct bb_cut_options *options, bb_take_seed *take,
                                void *user)
{
    struct bb_cutter *cutter = calloc(1, sizeof *cutter);
    if (!cutter)
        return NULL;
    cutter->options = *options;
    cutter->take = take;
    cutter->user = user;
    cutter->scratch = BB_BUF_INIT(options->max_bytes);
    cutter->fragments = bb_fragments_new();
    if (cutter->fragments)
        return cutter;
    bb_cutter_free(cutter);
    return NULL;
}

void bb_cutter_free(struct bb_cutter *cutter)
{
    if (!cutter)
        return;
    bb_flows_free(&cutter->flows);
    bb_fragments_free(cutter->fragments);
    bb_buf_free(&cutter->scratch);
    free(cutter);
}

static enum bb_status leave_out(struct bb_cutter *cutter, enum bb_left why)
{
    cutter->report.left[why]++;
    return BB_OK;
}

static bool wants_ports(const struct bb_cutter *cutter, const struct bb_segment *segment)
{
    const struct bb_ports *ports = &cutter->options.ports;
    return ports->n == 0 || bb_ports_have(ports, segment->source_port) ||
           bb_ports_have(ports, segment->target_port);
}

static enum bb_status cut_transport(struct bb_cutter *cutter, const struct bb_captured *captured,
                                    struct bb_ip_packet *ip, struct bb_err *err)
{
    struct bb_flow_packet packet = {.captured = captured};
    bool tcp = ip->protocol == BB_PROTOCOL_TCP;
    if (!tcp && ip->protocol != BB_PROTOCOL_UDP)
        return leave_out(cutter, BB_LEFT_PROTOCOL);
    bool good = tcp ? bb_tcp_open(ip->payload, ip->missing, &packet.segment)
                    : bb_udp_open(ip->payload, ip->missing, &packet.segment);
    if (!good)
        return leave_out(cutter, ip->missing ? BB_LEFT_SHORT : BB_LEFT_BROKEN);
    if (!wants_ports(cutter, &packet.segment))
        return leave_out(cutter, BB_LEFT_PORT);
    ip->source.port = packet.segment.source_port;
    ip->target.port = packet.segment.target_port;
    packet.flow = bb_flows_find(&cutter->flows, ip->protocol, packet.segment.flags, &ip->source,
                                &ip->target, &cutter->options.ports, &packet.side);
    if (!packet.flow)
        return leave_out(cutter, BB_LEFT_ROOM);
    return tcp ? bb_cut_tcp(cutter, &packet, err) : bb_cut_udp(cutter, &packet, err);
}

static enum bb_status cut_ip(struct bb_cutter *cutter, const struct bb_captured *captured,
                             struct bb_bytes bytes, struct bb_err *err)
{
    struct bb_ip_packet ip;
    bool cut_short = captured->wire_len > captured->bytes.len;
    if (!bb_ip_open(bytes, &ip))
        return leave_out(cutter, cut_short ? BB_LEFT_SHORT : BB_LEFT_BROKEN);
    if (ip.missing && !cut_short) /* it says that it is longer than the frame ever was */
        return leave_out(cutter, BB_LEFT_BROKEN);
    if (cutter->options.layer == BB_LAYER_NETWORK)
        return ip.missing
                   ? leave_out(cutter, BB_LEFT_SHORT)
                   : bb_cut_packet(cutter, captured, NULL, BB_SIDE_UNKNOWN, "ip", ip.whole, err);
    if (ip.fragment && !bb_fragments_add(cutter->fragments, &ip))
        return BB_OK;
    if (ip.source.version == 6 && !bb_ip_skip_extensions(&ip))
        return leave_out(cutter, BB_LEFT_BROKEN);
    return cut_transport(cutter, captured, &ip, err);
}

static enum bb_status cut_whole(struct bb_cutter *cutter, const struct bb_captured *captured,
                                const char *kind, struct bb_bytes bytes, struct bb_err *err)
{
    if (captured->wire_len > captured->bytes.len)
        return leave_out(cutter, BB_LEFT_SHORT);
    return bb_cut_frame(cutter, captured, kind, bytes, err);
}

enum bb_status bb_cutter_add(struct bb_cutter *cutter, const struct bb_captured *captured,
                             struct bb_err *err)
{
    enum bb_status status = bb_link_check(captured->link, err);
    if (cutter->options.layer == BB_LAYER_LINK)
        status = BB_OK; /* nothing needs to be known of it */
    if (status != BB_OK)
        return status;
    cutter->report.frames++;
    if (cutter->options.layer == BB_LAYER_LINK)
        return cut_whole(cutter, captured, "frame", captured->bytes, err);
    struct bb_frame_content content = bb_link_open(captured);
    switch (content.carried) {
    case BB_CARRIES_IP: return cut_ip(cutter, captured, content.bytes, err);
    case BB_CARRIES_HCI: return bb_cut_hci(cutter, captured, &content, err);
    case BB_CARRIES_RADIO: return cut_whole(cutter, captured, "802.15.4", content.bytes, err);
    case BB_CARRIES_BROKEN: return leave_out(cutter, BB_LEFT_BROKEN);
    case BB_CARRIES_OTHER: break;
    }
    return leave_out(cutter, BB_LEFT_OTHER);
}

enum bb_status bb_cutter_end(struct bb_cutter *cutter, struct bb_err *err)
{
    enum bb_status status = BB_OK;
    for (struct bb_flow *flow = cutter->flows.first; flow && status == BB_OK; flow = flow->next) {
        status = bb_cut_streams(cutter, flow, err);
        if (status == BB_OK)
            status = bb_cut_sessions(cutter, flow, err);
    }
    cutter->report.left[BB_LEFT_FRAGMENTS] = bb_fragments_lost(cutter->fragments, true);
    cutter->report.flows = cutter->flows.numbers;
    return status;
}

const struct bb_cut_report *bb_cutter_report(const struct bb_cutter *cutter)
{
    return &cutter->report;
}

enum bb_status bb_cut_capture(struct bb_capture *capture, struct bb_cutter *cutter,
                              struct bb_err *err)
{
    struct bb_captured captured;
    enum bb_status status = BB_OK;
    enum bb_status read = BB_OK;
    struct bb_err read_err = {0};
    while (status == BB_OK && (read = bb_capture_next(capture, &captured, &read_err)) == BB_OK)
        status = bb_cutter_add(cutter, &captured, err);
    if (status == BB_OK)
        status = bb_cutter_end(cutter, err);
    if (status == BB_OK && read != BB_NOT_FOUND)
        return BB_FAIL(err, read, "%s", read_err.what);
    return status;
}
