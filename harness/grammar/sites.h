/*
 * Sites: the places in a tree where it can be edited, as a flat list to choose from.
 */
#ifndef BB_GRAMMAR_SITES_H
#define BB_GRAMMAR_SITES_H

#include "grammar/edit.h"

struct bb_site {
    struct bb_node *node;
    struct bb_node *parent;           /* NULL for the root */
    const struct bb_message *message; /* the parent's schema; the root's own for the root */
    struct bb_node *top;              /* what was given to bb_sites_add, which listed it */
};

struct bb_sites {
    struct bb_site *ptr; /* owned */
    size_t n;
    size_t capacity;
};

void bb_sites_free(struct bb_sites *sites);

/* Lists all nodes of the tree, parents before children; the root comes first. False: no memory. */
bool bb_sites_collect(struct bb_sites *sites, const struct bb_tree *tree);

/* Lists the node `site` and all nodes below it behind what is listed already, each with this top.
 * False: no memory. */
bool bb_sites_add(struct bb_sites *sites, struct bb_site site);

/* The same for that node alone. */
bool bb_sites_push(struct bb_sites *sites, struct bb_site site);

/* The schema of a message node's children. */
static inline const struct bb_message *bb_site_inner(const struct bb_site *site)
{
    return site->node->field ? site->node->field->message : site->message;
}

static inline const struct bb_slot *bb_site_slot(const struct bb_site *site)
{
    return &site->message->slots[site->node->slot];
}

/* True for a field that stands in the tree by right of its own, neither raw nor the root. */
static inline bool bb_site_is_field(const struct bb_site *site)
{
    return site->node->field != NULL;
}

static inline bool bb_site_is_element(const struct bb_site *site)
{
    return bb_site_is_field(site) && bb_site_slot(site)->repeated;
}

static inline bool bb_site_is_lie(const struct bb_site *site)
{
    return bb_site_is_field(site) && bb_field_is_derived(site->node->field) &&
           site->node->field->role != BB_SELECTOR;
}

/* What points to the site's node: the child or next of another. The root has none. */
struct bb_node **bb_site_link(const struct bb_site *site);

/* A random site for which fits is true, NULL if there is none. Each is as likely. */
const struct bb_site *bb_sites_pick(const struct bb_sites *sites, struct bb_rng *rng,
                                    bool (*fits)(const struct bb_site *site, const void *user),
                                    const void *user);

#endif
