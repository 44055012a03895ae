#include "grammar/sites.h"

#include <stdlib.h>

void bb_sites_free(struct bb_sites *sites)
{
    free(sites->ptr);
    *sites = (struct bb_sites){0};
}

static bool grow(struct bb_sites *sites, size_t need)
{
    if (need <= sites->capacity)
        return true;
    size_t capacity = need < 256 ? 256 : need + need / 2;
    struct bb_site *ptr = realloc(sites->ptr, capacity * sizeof *ptr);
    if (!ptr)
        return false;
    sites->ptr = ptr;
    sites->capacity = capacity;
    return true;
}

static void collect_children(struct bb_sites *sites, struct bb_node *parent,
                             const struct bb_message *message)
{
    for (struct bb_node *node = parent->child; node; node = node->next) {
        sites->ptr[sites->n++] = (struct bb_site){node, parent, message};
        if (node->kind == BB_NODE_MESSAGE)
            collect_children(sites, node, node->field->message);
    }
}

bool bb_sites_collect(struct bb_sites *sites, const struct bb_tree *tree)
{
    if (!grow(sites, tree->n_nodes))
        return false;
    sites->n = 0;
    sites->ptr[sites->n++] = (struct bb_site){tree->root, NULL, tree->grammar->root};
    collect_children(sites, tree->root, tree->grammar->root);
    return true;
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
