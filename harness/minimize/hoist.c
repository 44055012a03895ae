#include "minimize/hoist.h"

static size_t weigh(const struct bb_node *node)
{
    bool has_data = node->kind == BB_NODE_BYTES || node->kind == BB_NODE_RAW;
    size_t weight = 1 + (has_data ? node->len : 0);
    if (node->kind == BB_NODE_MESSAGE)
        for (const struct bb_node *child = node->child; child; child = child->next)
            weight += weigh(child);
    return weight;
}

static bool comes_before(struct bb_hoist a, struct bb_hoist b)
{
    return a.weight != b.weight ? a.weight < b.weight : a.number < b.number;
}

/* Looks below a node for the next message of the type, by gain. */
struct hoisting {
    const struct bb_message *type;
    struct bb_hoist last;
    struct bb_hoist next;
    const struct bb_node *found; /* it; NULL: there is none behind the last */
    size_t n;                    /* messages of the type */
};

static void consider(struct hoisting *h, const struct bb_node *node)
{
    const struct bb_hoist this = {.weight = weigh(node), .number = ++h->n};
    if (!comes_before(h->last, this) || (h->found && !comes_before(this, h->next)))
        return;
    h->next = this;
    h->found = node;
}

static void look_below(struct hoisting *h, const struct bb_node *node)
{
    for (const struct bb_node *child = node->child; child; child = child->next) {
        if (child->kind != BB_NODE_MESSAGE)
            continue;
        if (child->field && child->field->message == h->type)
            consider(h, child);
        look_below(h, child);
    }
}

bool bb_hoist_next(struct bb_hoist *hoist, const struct bb_site *site)
{
    struct hoisting h = {.type = bb_site_inner(site), .last = *hoist};
    *hoist = (struct bb_hoist){0};
    if (site->node->kind != BB_NODE_MESSAGE)
        return false;
    look_below(&h, site->node);
    if (!h.found)
        return false;
    *hoist = h.next;
    site->node->child = h.found->child;
    return true;
}
