#include "capture/flows.h"

#include <search.h>
#include <stdlib.h>

bool bb_ports_have(const struct bb_ports *ports, uint16_t port)
{
    for (size_t i = 0; i < ports->n; i++)
        if (ports->list[i] == port)
            return true;
    return false;
}

static void free_contents(struct bb_flow *flow)
{
    for (size_t i = 0; i < 2; i++) {
        bb_stream_free(&flow->streams[i]);
        bb_buf_free(&flow->sessions[i].bytes);
    }
}

static void keep(void *flow)
{
    (void)flow; /* the list owns it */
}

void bb_flows_free(struct bb_flows *flows)
{
    tdestroy(flows->tree, keep);
    while (flows->first) {
        struct bb_flow *flow = flows->first;
        flows->first = flow->next;
        free_contents(flow);
        free(flow);
    }
    *flows = (struct bb_flows){0};
}

static int compare_addresses(const struct bb_address *a, const struct bb_address *b)
{
    if (a->version != b->version)
        return a->version < b->version ? -1 : 1;
    if (a->port != b->port)
        return a->port < b->port ? -1 : 1;
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

/* Equal for both directions: the lower end counts first. */
static int compare_flows(const void *left, const void *right)
{
    const struct bb_flow *a = left;
    const struct bb_flow *b = right;
    bool a_turned = compare_addresses(&a->client, &a->server) > 0;
    bool b_turned = compare_addresses(&b->client, &b->server) > 0;
    if (a->protocol != b->protocol)
        return a->protocol < b->protocol ? -1 : 1;
    int order =
        compare_addresses(a_turned ? &a->server : &a->client, b_turned ? &b->server : &b->client);
    return order ? order
                 : compare_addresses(a_turned ? &a->client : &a->server,
                                     b_turned ? &b->client : &b->server);
}

static bool source_is_client(uint8_t flags, const struct bb_address *source,
                             const struct bb_address *target, const struct bb_ports *ports)
{
    bool source_wanted = bb_ports_have(ports, source->port);
    bool target_wanted = bb_ports_have(ports, target->port);
    if (flags & BB_TCP_SYN)
        return !(flags & BB_TCP_ACK);
    if (source_wanted != target_wanted)
        return target_wanted;
    return source->port >= target->port;
}

static struct bb_flow *add(struct bb_flows *flows, const struct bb_flow *model)
{
    struct bb_flow *flow = flows->n < BB_MAX_FLOWS ? malloc(sizeof *flow) : NULL;
    if (!flow)
        return NULL;
    *flow = *model;
    if (!tsearch(flow, &flows->tree, compare_flows)) {
        free(flow);
        return NULL;
    }
    flow->number = ++flows->numbers;
    flows->n++;
    if (!flows->tail)
        flows->tail = &flows->first;
    *flows->tail = flow;
    flows->tail = &flow->next;
    return flow;
}

struct bb_flow *bb_flows_find(struct bb_flows *flows, uint8_t protocol, uint8_t flags,
                              const struct bb_address *source, const struct bb_address *target,
                              const struct bb_ports *ports, enum bb_side *ret_side)
{
    struct bb_flow model = {.client = *source, .server = *target, .protocol = protocol};
    void *found = tfind(&model, &flows->tree, compare_flows);
    if (!found && !source_is_client(flags, source, target, ports)) {
        model.client = *target;
        model.server = *source;
    }
    struct bb_flow *flow = found ? *(struct bb_flow **)found : add(flows, &model);
    if (flow)
        *ret_side = bb_address_equal(&flow->client, source) ? BB_SIDE_CLIENT : BB_SIDE_SERVER;
    return flow;
}

void bb_flow_restart(struct bb_flows *flows, struct bb_flow *flow)
{
    free_contents(flow);
    for (size_t i = 0; i < 2; i++) {
        flow->streams[i] = (struct bb_stream){0};
        flow->sessions[i] = (struct bb_session){0};
    }
    flow->closed = false;
    flow->number = ++flows->numbers;
}
