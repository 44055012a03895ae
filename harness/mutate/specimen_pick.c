/*
 * Where a specimen is edited: random sites.
 */
#include "mutate/specimen.h"

/* From the message at `site` to the node that stands k nodes behind it, if that is below it; else k
 * is less by those that are. */
static bool descend(struct bb_site *site, uint32_t *k)
{
    struct bb_site at = {.parent = site->node, .message = bb_site_inner(site), .top = site->top};
    for (at.node = site->node->child; at.node; at.node = at.node->next) {
        --*k;
        if (*k == 0 || (at.node->kind == BB_NODE_MESSAGE && descend(&at, k))) {
            *site = at;
            return true;
        }
    }
    return false;
}

/* A random part of the list, or of the list itself (SIZE_MAX): by size. `*ret_k` is random below
 * BB_PART_NODES and less than its nodes. False: none was met. */
static bool choose_part(const struct bb_specimen *s, struct bb_rng *rng, size_t *ret_part,
                        uint32_t *ret_k)
{
    uint64_t random = bb_rng_next(rng);
    size_t i = (size_t)(((random >> 32) * (s->n_parts + s->is_list)) >> 32);
    *ret_k = (uint32_t)random % BB_PART_NODES;
    *ret_part = i < s->n_parts ? i : SIZE_MAX;
    if (i == s->n_parts)
        return *ret_k == 0;
    return *ret_k < s->parts[i].n_nodes && !(s->parts[i].node->flags & BB_PART_GONE);
}

static struct bb_site root_site(const struct bb_specimen *s)
{
    if (!s->is_list)
        return bb_specimen_top(s, s->tree.root);
    return (struct bb_site){.node = s->tree.root, .message = s->tree.grammar->root};
}

/* The node of the part at k, so that each is as likely. */
static bool shoot(const struct bb_specimen *s, struct bb_rng *rng, size_t i, uint32_t k,
                  struct bb_site *ret_site)
{
    *ret_site = i == SIZE_MAX ? root_site(s) : bb_specimen_top(s, s->parts[i].node);
    if (i == SIZE_MAX)
        return true;
    if (s->parts[i].n_nodes > BB_PART_NODES)
        k = (uint32_t)bb_rng_below(rng, s->parts[i].n_nodes);
    return k == 0 || (ret_site->node->kind == BB_NODE_MESSAGE && descend(ret_site, &k));
}

/* A walk that picks one of all sites that fit. */
struct choice {
    struct bb_rng *rng;
    const struct bb_field *field; /* NULL: what fits */
    bb_site_test *fits;
    const void *user;
    const struct bb_node *before; /* where the walk ends, or NULL */
    struct bb_site *picked;
    uint64_t seen;
};

/* False: the walk is over. */
static bool consider(struct choice *c, const struct bb_site *site)
{
    if (site->node == c->before)
        return false;
    bool fits = c->field ? site->node->field == c->field : c->fits(site, c->user);
    if (fits && (++c->seen == 1 || bb_rng_one_in(c->rng, c->seen)))
        *c->picked = *site;
    if (site->node->kind != BB_NODE_MESSAGE)
        return true;
    struct bb_site at = {.parent = site->node, .message = bb_site_inner(site), .top = site->top};
    for (at.node = site->node->child; at.node; at.node = at.node->next) {
        if (!site->top)
            at.top = at.node;
        if (!consider(c, &at))
            return false;
    }
    return true;
}

bool bb_specimen_pick_before(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                             const void *user, const struct bb_node *before,
                             struct bb_site *ret_site)
{
    struct choice c = {rng, NULL, fits, user, before, ret_site, 0};
    struct bb_site root = root_site(s);
    consider(&c, &root);
    return c.seen;
}

/* The first part from that one on in which any site fits, and one of those. Parts without these
 * contents have none. */
static bool search(const struct bb_specimen *s, struct choice *c, size_t first, uint64_t contents)
{
    for (size_t n = s->n_parts, i = first < n ? first : 0; n > 0 && !c->seen; n--) {
        const struct bb_part *part = &s->parts[i];
        const struct bb_site site = bb_specimen_top(s, part->node);
        if ((part->contents & contents) == contents && !(part->node->flags & BB_PART_GONE))
            consider(c, &site);
        i = i + 1 < s->n_parts ? i + 1 : 0;
    }
    return c->seen;
}

bool bb_specimen_pick_field(const struct bb_specimen *s, struct bb_rng *rng,
                            const struct bb_field *field, struct bb_site *ret_site)
{
    struct choice c = {.rng = rng, .field = field, .picked = ret_site};
    return search(s, &c, s->n_parts ? bb_rng_below(rng, s->n_parts) : 0, bb_part_bit(field));
}

static bool is_lie(const struct bb_site *site, const void *user)
{
    (void)user;
    return bb_site_is_lie(site);
}

bool bb_specimen_pick_lie(const struct bb_specimen *s, struct bb_rng *rng, struct bb_site *ret_site)
{
    struct choice c = {.rng = rng, .fits = is_lie, .picked = ret_site};
    return search(s, &c, s->n_parts ? bb_rng_below(rng, s->n_parts) : 0, BB_PART_LIE);
}

bool bb_specimen_pick(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                      const void *user, struct bb_site *ret_site)
{
    enum { MAX_PARTS = 16, SHOTS = 2 }; /* in the dark, which spare the search where many fit */
    size_t part = 0;
    uint32_t k = 0;
    for (unsigned i = 0, shots = 0; i < MAX_PARTS && shots < SHOTS; i++) {
        if (!choose_part(s, rng, &part, &k))
            continue;
        shots++;
        if (shoot(s, rng, part, k, ret_site) && fits(ret_site, user))
            return true;
    }
    struct choice c = {.rng = rng, .fits = fits, .user = user, .picked = ret_site};
    if (search(s, &c, part, 0))
        return true;
    *ret_site = root_site(s);
    return fits(ret_site, user);
}

bool bb_specimen_pick_element(const struct bb_specimen *s, struct bb_rng *rng, bb_site_test *fits,
                              const void *user, struct bb_site *ret_site)
{
    size_t part = 0;
    uint32_t k = 0;
    if (s->is_list && bb_rng_one_in(rng, 2) && choose_part(s, rng, &part, &k) && part != SIZE_MAX) {
        *ret_site = bb_specimen_top(s, s->parts[part].node);
        if (fits(ret_site, user))
            return true;
    }
    return bb_specimen_pick(s, rng, fits, user, ret_site);
}

/* From the message at `site` to the k-th node of the kind below it, as descend does. */
static bool descend_to(struct bb_site *site, enum bb_site_kind kind, uint32_t *k)
{
    struct bb_site at = {.parent = site->node, .message = bb_site_inner(site), .top = site->top};
    for (at.node = site->node->child; at.node; at.node = at.node->next) {
        *k -= bb_site_kind_of(at.node) == kind;
        if (*k == 0 || (at.node->kind == BB_NODE_MESSAGE && descend_to(&at, kind, k))) {
            *site = at;
            return true;
        }
    }
    return false;
}

static bool is_of_kind(const struct bb_site *site, const void *kind)
{
    return bb_site_kind_of(site->node) == *(const enum bb_site_kind *)kind;
}

bool bb_specimen_pick_kind(const struct bb_specimen *s, struct bb_rng *rng, enum bb_site_kind kind,
                           struct bb_site *ret_site)
{
    enum { MAX_PARTS = 8 };
    size_t part = 0;
    uint32_t k = 0;
    for (unsigned i = 0; i < MAX_PARTS; i++) {
        if (!choose_part(s, rng, &part, &k) ||
            (part == SIZE_MAX ? kind != BB_SITE_MESSAGE : s->parts[part].n_of[kind] == 0))
            continue;
        if (part == SIZE_MAX) {
            *ret_site = root_site(s);
            return true;
        }
        *ret_site = bb_specimen_top(s, s->parts[part].node);
        k = 1 + (uint32_t)bb_rng_below(rng, s->parts[part].n_of[kind]);
        k -= bb_site_kind_of(ret_site->node) == kind;
        if (k == 0 || (ret_site->node->kind == BB_NODE_MESSAGE && descend_to(ret_site, kind, &k)))
            return true;
    }
    return bb_specimen_pick(s, rng, is_of_kind, &kind, ret_site);
}
