#include "grammar/refer.h"

#include "mutate/edit.h"

static bool is_anchor(const struct bb_site *site, const void *user)
{
    uint32_t id;
    (void)user;
    return bb_anchor_id(site->node, &id);
}

/* The id of a random anchor that stands before the node, if not NULL; false if there is none. */
static bool pick_anchor(struct bb_edit *e, const struct bb_node *before, uint32_t *ret_id)
{
    struct bb_site anchor;
    return bb_specimen_pick_before(e->specimen, e->rng, is_anchor, NULL, before, &anchor) &&
           bb_anchor_id(anchor.node, ret_id);
}

bool bb_edit_reference(struct bb_edit *e, struct bb_node *node)
{
    uint32_t id;
    if (bb_rng_one_in(e->rng, 4)) {
        node->value = BB_REFERENCE_HERE;
        if (bb_rng_one_in(e->rng, 2))
            node->value += bb_rng_below(e->rng, 32);
        return true;
    }
    if (!pick_anchor(e, NULL, &id))
        return false;
    node->value = id;
    return true;
}

static void retarget(struct bb_edit *e, struct bb_node *node, const struct bb_node *before)
{
    uint32_t id;
    if (node->kind == BB_NODE_UINT && node->field->reference && pick_anchor(e, before, &id))
        node->value = id;
    if (node->kind != BB_NODE_MESSAGE)
        return;
    for (struct bb_node *child = node->child; child; child = child->next)
        retarget(e, child, before);
}

void bb_edit_retarget(struct bb_edit *e, struct bb_node *node, const struct bb_node *before)
{
    if (e->tree->grammar->refers)
        retarget(e, node, before);
}
