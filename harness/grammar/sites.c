#include "grammar/sites.h"

#include <stdlib.h>

void bb_sites_free(struct bb_sites *sites)
{
    free(sites->ptr);
    *sites = (struct bb_sites){0};
}

static bool grow(struct bb_sites *sites)
{
    size_t capacity = sites->capacity ? sites->capacity * 2 : 256;
    struct bb_site *ptr = realloc(sites->ptr, capacity * sizeof *ptr);
    if (!ptr)
        return false;
    sites->ptr = ptr;
    sites->capacity = capacity;
    return true;
}

bool bb_sites_push(struct bb_sites *sites, struct bb_site site)
{
    if (sites->n == sites->capacity && !grow(sites))
        return false;
    sites->ptr[sites->n++] = site;
    return true;
}

bool bb_sites_add(struct bb_sites *sites, struct bb_site site)
{
    if (!bb_sites_push(sites, site))
        return false;
    if (site.node->kind != BB_NODE_MESSAGE)
        return true;
    struct bb_site below = {.parent = site.node, .message = bb_site_inner(&site), .top = site.top};
    for (below.node = site.node->child; below.node; below.node = below.node->next)
        if (!bb_sites_add(sites, below))
            return false;
    return true;
}

bool bb_sites_collect(struct bb_sites *sites, const struct bb_tree *tree)
{
    sites->n = 0;
    return bb_sites_add(sites, (struct bb_site){.node = tree->root,
                                                .message = tree->grammar->root,
                                                .top = tree->root});
}

/* A few shots in the dark first: where many sites fit, that spares the walk. Both ways are uniform.
 */
const struct bb_site *bb_sites_pick(const struct bb_sites *sites, struct bb_rng *rng,
                                    bool (*fits)(const struct bb_site *site, const void *user),
                                    const void *user)
{
    enum { TRIES = 8 };
    for (unsigned i = 0; i < TRIES; i++) {
        const struct bb_site *site = &sites->ptr[bb_rng_below(rng, sites->n)];
        if (fits(site, user))
            return site;
    }
    const struct bb_site *picked = NULL;
    uint64_t seen = 0;
    for (size_t i = 0; i < sites->n; i++)
        if (fits(&sites->ptr[i], user) && bb_rng_one_in(rng, ++seen))
            picked = &sites->ptr[i];
    return picked;
}

struct bb_node **bb_site_link(const struct bb_site *site)
{
    struct bb_node **link = &site->parent->child;
    while (*link != site->node)
        link = &(*link)->next;
    return link;
}
