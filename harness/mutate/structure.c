#include <limits.h>

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

bool bb_edit_own(struct bb_edit *e, bb_site_test *fits, const void *user, struct bb_site *ret_site)
{
    struct bb_site site;
    return bb_specimen_pick(e->specimen, e->rng, fits, user, &site) &&
           bb_specimen_own(e->specimen, &site, ret_site);
}

bool bb_edit_place(struct bb_edit *e, bb_site_test *fits, const void *user,
                   struct bb_site *ret_site)
{
    struct bb_site site;
    return bb_specimen_pick_element(e->specimen, e->rng, fits, user, &site) &&
           bb_specimen_place(e->specimen, &site, ret_site);
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
    const struct bb_specimen *from = here ? e->specimen : &e->donor->specimen;
    struct bb_site site;
    bool found = !bb_rng_one_in(e->rng, 4) && bb_specimen_pick_field(from, e->rng, field, &site);
    if ((!found && !bb_specimen_pick(from, e->rng, is_same_type, field, &site)) ||
        !site.node->field || (site.node->kind == BB_NODE_PIECE && !field->piece))
        return NULL;
    struct bb_node *copy = bb_node_copy(e->tree, site.node);
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

static bool can_insert(const struct bb_slot *slot, bool is_there)
{
    if (slot->repeated)
        return true;
    bool derived = slot->n_fields == 1 && bb_field_is_derived(&slot->fields[0]);
    return !derived && !is_there;
}

/* How many slots of the message may be given a node; *ret_slot is a random one of them. */
static unsigned count_openings(struct bb_rng *rng, const struct bb_site *site, unsigned *ret_slot)
{
    const struct bb_message *inner = bb_site_inner(site);
    const struct bb_node *child = site->node->child;
    unsigned end = cut_slot(site->node);
    unsigned n = 0;
    for (unsigned i = 0; i < inner->n_slots && i <= end; i++) {
        while (child && (child->slot < i || (child->slot == i && !child->field)))
            child = child->next;
        if (can_insert(&inner->slots[i], child && child->slot == i) && bb_rng_one_in(rng, ++n))
            *ret_slot = i;
    }
    return n;
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

static bool adopt(struct bb_edit *e, const struct bb_site *site, struct bb_node *node)
{
    return bb_specimen_adopt(e->specimen, site->parent, node, NULL, NULL);
}

bool bb_edit_insert(struct bb_edit *e)
{
    enum { TRIES = 4 };
    struct bb_site picked, site;
    unsigned slot = 0;
    bool open = false;
    for (unsigned i = 0; i < TRIES && !open; i++)
        open = bb_specimen_pick_kind(e->specimen, e->rng, BB_SITE_MESSAGE, &picked) &&
               count_openings(e->rng, &picked, &slot);
    if (!open || !bb_specimen_open(e->specimen, &picked, &site))
        return false;
    const struct bb_message *inner = bb_site_inner(&site);
    const struct bb_field *field = bb_pick_member(&inner->slots[slot], e->rng);
    struct bb_node *node = new_subtree(e, field);
    if (!node || !set_selector(e, site.node, inner, field))
        return false;
    bb_edit_retarget(e, node, site.node);
    insert_anywhere(e, &site.node->child, node);
    return bb_specimen_adopt(e->specimen, site.node, node, NULL, NULL);
}

bool bb_edit_delete(struct bb_edit *e)
{
    struct bb_site site;
    bb_site_test *fits = bb_rng_one_in(e->rng, 3) ? is_below_root : is_element;
    if (!bb_edit_place(e, fits, NULL, &site) && !bb_edit_place(e, is_below_root, NULL, &site))
        return false;
    bb_specimen_drop(e->specimen, site.parent, site.node);
    return bb_node_remove(&site.parent->child, site.node);
}

/* --- elements of a list --------------------------------------------------------------------- */

/* One more of the same behind it. */
static bool copy_element(struct bb_edit *e, const struct bb_site *site)
{
    struct bb_node *copy = bb_specimen_twin(e->specimen, site);
    if (!copy)
        return false;
    copy->next = site->node->next;
    site->node->next = copy;
    return bb_specimen_adopt(e->specimen, site->parent, copy, e->specimen, site->node);
}

bool bb_edit_duplicate(struct bb_edit *e)
{
    struct bb_site site;
    return bb_edit_place(e, is_element, NULL, &site) && copy_element(e, &site);
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
    struct bb_site site;
    if (e->size >= e->max_size || !bb_edit_place(e, is_element, NULL, &site))
        return false;
    size_t room = (e->max_size - e->size) / (weigh(site.node) + 1);
    uint64_t n = 2 + bb_rng_below(e->rng, MAX_REPEATS);
    n = n < room ? n : room;
    for (uint64_t i = 0; i < n; i++)
        if (!copy_element(e, &site))
            return i > 0;
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
    struct bb_site site;
    if (!bb_edit_place(e, has_next_element, NULL, &site))
        return false;
    struct bb_node **link = bb_site_link(&site);
    struct bb_node *second = site.node->next;
    site.node->next = second->next;
    second->next = site.node;
    *link = second;
    return true;
}

bool bb_edit_move(struct bb_edit *e)
{
    struct bb_site site;
    if (!bb_edit_place(e, has_next_element, NULL, &site) ||
        !bb_node_remove(&site.parent->child, site.node))
        return false;
    insert_anywhere(e, &site.parent->child, site.node);
    return true;
}

/* --- subtrees ------------------------------------------------------------------------------- */

static bool replace(struct bb_edit *e, const struct bb_site *site, struct bb_node *node)
{
    node->next = site->node->next;
    *bb_site_link(site) = node;
    bb_specimen_drop(e->specimen, site->parent, site->node);
    return adopt(e, site, node);
}

/* Which member there is, other fields say: what is put in its place would be read as that one. */
static bool is_decided(const struct bb_slot *slot)
{
    return slot->choose && slot->selector < 0 && bb_expr_is_of_tree(slot->choose, UINT_MAX, true);
}

static bool is_member(const struct bb_site *site, const void *user)
{
    (void)user;
    if (!bb_site_is_field(site))
        return false;
    const struct bb_slot *slot = bb_site_slot(site);
    return slot->n_fields > 1 && !is_decided(slot);
}

bool bb_edit_switch(struct bb_edit *e)
{
    struct bb_site site;
    if (!bb_edit_place(e, is_member, NULL, &site))
        return false;
    const struct bb_field *field = bb_pick_member(bb_site_slot(&site), e->rng);
    struct bb_node *node = new_subtree(e, field);
    if (!node || !set_selector(e, site.parent, site.message, field))
        return false;
    bb_edit_retarget(e, node, site.node);
    return replace(e, &site, node);
}

static bool is_graftable(const struct bb_site *site, const void *user)
{
    (void)user;
    return bb_site_is_field(site) && site->node->kind != BB_NODE_UINT;
}

bool bb_edit_graft(struct bb_edit *e)
{
    struct bb_site site;
    if (!bb_edit_place(e, is_graftable, NULL, &site))
        return false;
    struct bb_node *node = copy_donor(e, site.node->field);
    if (!node)
        return false;
    bb_edit_retarget(e, node, site.node);
    return replace(e, &site, node);
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
    struct bb_site site;
    if (!bb_edit_place(e, is_element, NULL, &site))
        return false;
    struct bb_site other;
    if (!bb_specimen_pick_field(&e->donor->specimen, e->rng, site.node->field, &other))
        return false;
    unsigned slot = site.node->slot;
    unsigned keep = (unsigned)bb_rng_below(e->rng, count_elements(site.parent, slot) + 1u);
    unsigned skip = (unsigned)bb_rng_below(e->rng, count_elements(other.parent, slot) + 1u);
    struct bb_node **link = nth_element(&site.parent->child, slot, keep);
    struct bb_node *behind = *link;
    for (; behind && behind->slot == slot && behind->field; behind = behind->next)
        bb_specimen_drop(e->specimen, site.parent, behind);
    const struct bb_node *from = *nth_element(&other.parent->child, slot, skip);
    bool ok = true;
    for (; ok && from && from->slot == slot && from->field; from = from->next) {
        struct bb_node *copy = bb_node_copy(e->tree, from);
        ok = copy && bb_specimen_adopt(e->specimen, site.parent, copy, &e->donor->specimen, from);
        if (!copy)
            break;
        *link = copy;
        link = &copy->next;
    }
    *link = behind;
    return ok;
}
