#include "grammar/ber.h"
#include "mutate/edit.h"

static bool has_derived(const struct bb_site *site, const void *user)
{
    (void)user;
    return site->node->kind == BB_NODE_MESSAGE &&
           (bb_site_inner(site)->n_derived || bb_site_inner(site)->ends);
}

/* A random derived field of the message that tells the truth so far, or NULL. Constants count less
 * than lengths, counts and digests: parsers refuse them at once. */
static const struct bb_field *pick_truth(struct bb_rng *rng, const struct bb_site *site)
{
    const struct bb_message *inner = bb_site_inner(site);
    const struct bb_node *child = site->node->child;
    const struct bb_field *picked = NULL;
    uint64_t seen = 0;
    unsigned n_slots = inner->n_slots + (inner->ends ? 2u : 0u);
    for (unsigned i = 0; i < n_slots; i++) {
        const struct bb_field *field = inner->slots[i].fields;
        while (child && (child->slot < i || (child->slot == i && !child->field)))
            child = child->next;
        if (!field || field->role == BB_PLAIN || field->role == BB_SELECTOR ||
            (child && child->slot == i))
            continue;
        uint64_t weight = field->role == BB_CONSTANT || field->role == BB_LITERAL ? 1 : 4;
        seen += weight;
        if (bb_rng_below(rng, seen) < weight)
            picked = field;
    }
    return picked;
}

/* Off by a little from the truth. */
static uint64_t near_truth(struct bb_rng *rng)
{
    static const int offsets[] = {2, -2, 4, -4, 8, -8, 16, 127, 128, 255, 256};
    if (bb_rng_one_in(rng, 2))
        return bb_rng_one_in(rng, 2) ? 1 : UINT64_MAX;
    return (uint64_t)(int64_t)offsets[bb_rng_below(rng, sizeof offsets / sizeof *offsets)];
}

/* In relation to the truth, or a value of its own. */
static void choose_value(struct bb_edit *e, struct bb_node *lie)
{
    const struct bb_field *field = lie->field;
    uint64_t max = bb_field_max(field);
    switch (bb_rng_below(e->rng, 10)) {
    case 0: lie->value = 0; return;
    case 1: lie->value = max; return;
    case 2: lie->value = bb_field_fit(field, bb_rng_next(e->rng)); return;
    case 3: lie->value = bb_generate_uint(field, e->rng); return;
    case 4: lie->value = (max >> 1) + bb_rng_below(e->rng, 2); return;
    case 5: lie->flags = BB_NODE_RELATIVE | BB_NODE_DOUBLED; return;
    default:
        lie->flags = BB_NODE_RELATIVE;
        lie->value = near_truth(e->rng);
        return;
    }
}

static uint32_t any_form(const struct bb_field *field, struct bb_rng *rng)
{
    if (field->coding == BB_CODING_EXTENDED)
        return 1 + (uint32_t)bb_rng_below(rng, field->n_extensions);
    return 2 + (uint32_t)bb_rng_below(rng, bb_varint_max_width(field) - 1);
}

/* In more bytes than it takes; half the time the value itself is right. */
static void choose_longer_form(struct bb_edit *e, struct bb_node *lie)
{
    if (bb_rng_one_in(e->rng, 2))
        choose_value(e, lie);
    else
        lie->flags = BB_NODE_RELATIVE;
    lie->len = any_form(lie->field, e->rng);
    if (lie->field->indefinite && bb_rng_one_in(e->rng, 3))
        lie->len = BB_BER_INDEFINITE;
}

bool bb_edit_lie(struct bb_edit *e)
{
    struct bb_site picked, site;
    if (!bb_specimen_pick(e->specimen, e->rng, has_derived, NULL, &picked) ||
        !bb_specimen_open(e->specimen, &picked, &site))
        return false;
    const struct bb_field *field = pick_truth(e->rng, &site);
    struct bb_node *lie = field ? bb_node_new(e->tree, field) : NULL;
    if (!lie)
        return false;
    if (field->role == BB_LITERAL) {
        if (!bb_edit_deform(e, lie))
            return false;
    } else if (bb_has_forms(field) && bb_rng_one_in(e->rng, 4))
        choose_longer_form(e, lie);
    else
        choose_value(e, lie);
    if (bb_field_is_spelled(field) && bb_rng_one_in(e->rng, 4) && !bb_edit_misspell(e, lie))
        return false;
    bb_node_insert(&site.node->child, lie);
    return true;
}

bool bb_edit_truth(struct bb_edit *e)
{
    struct bb_site lie, site;
    return bb_specimen_pick_lie(e->specimen, e->rng, &lie) &&
           bb_specimen_place(e->specimen, &lie, &site) &&
           bb_node_remove(&site.parent->child, site.node);
}
