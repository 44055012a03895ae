#include "mutate/edit.h"

enum {
    GENERATE_BUDGET = 8, /* nodes of a new subtree, about */
    MAX_REPEATS = 64,
};

/* --- helpers -------------------------------------------------------------------------------- */

static bool is_element(const struct bb_site *site, const void *user)
{
    (void)user;
    return bb_site_is_element(site);
}

static bool is_below_root(const struct bb_site *site, const void *user)
{
    (void)user;
    return site->parent != NULL;
}

/* The slot where the message is cut; beyond it nothing is rendered. */
static unsigned cut_slot(const struct bb_node *message)
{
    for (const struct bb_node *node = message->child; node; node = node->next)
        if (node->kind == BB_NODE_RAW && node->flags & BB_NODE_CUT)
            return node->slot;
    return UINT16_MAX;
}

/* --- donors --------------------------------------------------------------------------------- */

static bool is_same_field(const struct bb_site *site, const void *field)
{
    return site->node->field == field;
}

static bool is_same_type(const struct bb_site *site, const void *user)
{
    const struct bb_field *field = user;
    const struct bb_field *other = site->node->field;
    return other && other->type == field->type && other->message == field->message &&
           (field->type != BB_TYPE_UINT ||
            (other->bits == field->bits && bb_field_is_number(other) == bb_field_is_number(field)));
}

/* A copy of a subtree that may stand for the field, from the donor or from this tree itself. */
static struct bb_node *copy_donor(struct bb_edit *e, const struct bb_field *field)
{
    bool here = !e->donor || (!e->donor_only && bb_rng_one_in(e->rng, 3));
    const struct bb_sites *sites = here ? e->sites : e->donor_sites;
    const struct bb_site *site = bb_sites_pick(sites, e->rng, is_same_field, field);
    if (!site || bb_rng_one_in(e->rng, 4))
        site = bb_sites_pick(sites, e->rng, is_same_type, field);
    if (!site || !site->node->field)
        return NULL;
    struct bb_node *copy = bb_node_copy(e->tree, site->node);
    if (!copy)
        return NULL;
    copy->field = field;
    copy->slot = field->slot;
    return copy;
}

/* A new subtree for the field: generated, or of an input that had one. */
static struct bb_node *new_subtree(struct bb_edit *e, const struct bb_field *field)
{
    struct bb_node *node = bb_rng_one_in(e->rng, 2) ? copy_donor(e, field) : NULL;
    return node ? node : bb_generate_node(e->tree, field, e->rng, GENERATE_BUDGET);
}

/* --- insert and delete ---------------------------------------------------------------------- */

struct opening {
    const struct bb_site *site;
    unsigned slot;
};

static bool can_insert(const struct bb_node *message, const struct bb_slot *slot, unsigned i)
{
    if (slot->repeated)
        return true;
    bool derived = slot->n_fields == 1 && bb_field_is_derived(&slot->fields[0]);
    return !derived && !bb_node_in_slot(message, i);
}

/* A random place among all where a node may be added. */
static struct opening pick_opening(struct bb_edit *e)
{
    struct opening picked = {0};
    uint64_t seen = 0;
    for (size_t k = 0; k < e->sites->n; k++) {
        const struct bb_site *site = &e->sites->ptr[k];
        if (site->node->kind != BB_NODE_MESSAGE)
            continue;
        const struct bb_message *inner = bb_site_inner(site);
        unsigned end = cut_slot(site->node);
        for (unsigned i = 0; i < inner->n_slots && i <= end; i++)
            if (can_insert(site->node, &inner->slots[i], i) && bb_rng_one_in(e->rng, ++seen))
                picked = (struct opening){site, i};
    }
    return picked;
}

/* Puts the node at a random place among those of its slot. */
static void insert_anywhere(struct bb_edit *e, struct bb_node **list, struct bb_node *node)
{
    while (*list && (*list)->slot < node->slot)
        list = &(*list)->next;
    unsigned n = 0;
    for (const struct bb_node *other = *list; other && other->slot == node->slot && other->field;
         other = other->next)
        n++;
    for (uint64_t at = bb_rng_below(e->rng, n + 1); at > 0; at--)
        list = &(*list)->next;
    node->next = *list;
    *list = node;
}

/* What says which member the oneof holds must not contradict the new one. */
static void forget_selector(struct bb_node *parent, const struct bb_slot *slot)
{
    if (slot->selector < 0)
        return;
    const struct bb_node *selector = bb_node_in_slot(parent, (unsigned)slot->selector);
    if (selector)
        bb_node_remove(&parent->child, selector);
}

static bool set_selector(struct bb_edit *e, struct bb_node *parent,
                         const struct bb_message *message, const struct bb_field *member)
{
    const struct bb_slot *slot = &message->slots[member->slot];
    if (slot->n_fields == 1)
        return true;
    forget_selector(parent, slot);
    return bb_generate_selector(e->tree, &parent->child, message, member, e->rng);
}

bool bb_edit_insert(struct bb_edit *e)
{
    struct opening opening = pick_opening(e);
    if (!opening.site)
        return false;
    const struct bb_message *inner = bb_site_inner(opening.site);
    const struct bb_field *field = bb_pick_member(&inner->slots[opening.slot], e->rng);
    struct bb_node *node = new_subtree(e, field);
    if (!node || !set_selector(e, opening.site->node, inner, field))
        return false;
    bb_edit_retarget(e, node, opening.site);
    insert_anywhere(e, &opening.site->node->child, node);
    return true;
}

bool bb_edit_delete(struct bb_edit *e)
{
    bool (*fits)(const struct bb_site *, const void *) =
        bb_rng_one_in(e->rng, 3) ? is_below_root : is_element;
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, fits, NULL);
    if (!site)
        site = bb_sites_pick(e->sites, e->rng, is_below_root, NULL);
    return site && bb_node_remove(&site->parent->child, site->node);
}

/* --- elements of a list --------------------------------------------------------------------- */

bool bb_edit_duplicate(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, is_element, NULL);
    struct bb_node *copy = site ? bb_node_copy(e->tree, site->node) : NULL;
    if (!copy)
        return false;
    copy->next = site->node->next;
    site->node->next = copy;
    return true;
}

/* How many bytes a subtree takes, roughly; enough to keep repeats within the size limit. */
static size_t weigh(const struct bb_node *node)
{
    if (node->kind == BB_NODE_UINT)
        return (node->field->bits + 7u) / 8u;
    if (node->kind != BB_NODE_MESSAGE)
        return node->len;
    size_t total = 2;
    for (const struct bb_node *child = node->child; child; child = child->next)
        total += weigh(child);
    return total;
}

bool bb_edit_repeat(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, is_element, NULL);
    if (!site || e->size >= e->max_size)
        return false;
    size_t room = (e->max_size - e->size) / (weigh(site->node) + 1);
    uint64_t n = 2 + bb_rng_below(e->rng, MAX_REPEATS);
    n = n < room ? n : room;
    for (uint64_t i = 0; i < n; i++) {
        struct bb_node *copy = bb_node_copy(e->tree, site->node);
        if (!copy)
            return i > 0;
        copy->next = site->node->next;
        site->node->next = copy;
    }
    return n > 0;
}

static bool has_next_element(const struct bb_site *site, const void *user)
{
    (void)user;
    const struct bb_node *next = site->node->next;
    return bb_site_is_element(site) && next && next->field && next->slot == site->node->slot;
}

bool bb_edit_swap(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, has_next_element, NULL);
    if (!site)
        return false;
    struct bb_node **link = bb_site_link(site);
    struct bb_node *second = site->node->next;
    site->node->next = second->next;
    second->next = site->node;
    *link = second;
    return true;
}

bool bb_edit_move(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, has_next_element, NULL);
    if (!site || !bb_node_remove(&site->parent->child, site->node))
        return false;
    insert_anywhere(e, &site->parent->child, site->node);
    return true;
}

/* --- subtrees ------------------------------------------------------------------------------- */

static void replace(const struct bb_site *site, struct bb_node *node)
{
    node->next = site->node->next;
    *bb_site_link(site) = node;
}

static bool is_member(const struct bb_site *site, const void *user)
{
    (void)user;
    return bb_site_is_field(site) && bb_site_slot(site)->n_fields > 1;
}

bool bb_edit_switch(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, is_member, NULL);
    if (!site)
        return false;
    const struct bb_field *field = bb_pick_member(bb_site_slot(site), e->rng);
    struct bb_node *node = new_subtree(e, field);
    if (!node || !set_selector(e, site->parent, site->message, field))
        return false;
    bb_edit_retarget(e, node, site);
    replace(site, node);
    return true;
}

static bool is_graftable(const struct bb_site *site, const void *user)
{
    (void)user;
    return bb_site_is_field(site) && site->node->kind != BB_NODE_UINT;
}

bool bb_edit_graft(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, is_graftable, NULL);
    struct bb_node *node = site ? copy_donor(e, site->node->field) : NULL;
    if (!node)
        return false;
    bb_edit_retarget(e, node, site);
    replace(site, node);
    return true;
}

/* --- crossover ------------------------------------------------------------------------------ */

static struct bb_node **nth_element(struct bb_node **list, unsigned slot, uint64_t n)
{
    while (*list && (*list)->slot < slot)
        list = &(*list)->next;
    for (; n > 0 && *list && (*list)->slot == slot && (*list)->field; n--)
        list = &(*list)->next;
    return list;
}

static unsigned count_elements(const struct bb_node *parent, unsigned slot)
{
    unsigned n = 0;
    for (const struct bb_node *node = parent->child; node; node = node->next)
        n += node->slot == slot && node->field;
    return n;
}

bool bb_edit_splice(struct bb_edit *e)
{
    const struct bb_site *site = bb_sites_pick(e->sites, e->rng, is_element, NULL);
    const struct bb_site *other =
        site ? bb_sites_pick(e->donor_sites, e->rng, is_same_field, site->node->field) : NULL;
    if (!other)
        return false;
    unsigned slot = site->node->slot;
    unsigned keep = (unsigned)bb_rng_below(e->rng, count_elements(site->parent, slot) + 1u);
    unsigned skip = (unsigned)bb_rng_below(e->rng, count_elements(other->parent, slot) + 1u);
    struct bb_node **link = nth_element(&site->parent->child, slot, keep);
    struct bb_node *behind = *link;
    while (behind && behind->slot == slot && behind->field)
        behind = behind->next;
    const struct bb_node *from = *nth_element(&other->parent->child, slot, skip);
    for (; from && from->slot == slot && from->field; from = from->next) {
        struct bb_node *copy = bb_node_copy(e->tree, from);
        if (!copy)
            break;
        *link = copy;
        link = &copy->next;
    }
    *link = behind;
    return true;
}
