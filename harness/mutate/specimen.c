#include "mutate/specimen.h"

#include <stdlib.h>

enum {
    SPARE_NODES = 2048,
    SPARE_PARTS = 256,
    SPARE_BYTES = 64 * 1024,
};

/* --- arrays --------------------------------------------------------------------------------- */

/* The array with room for n, moved if need be. NULL, and the array as it was: no memory. */
static void *with_room(void *array, size_t *capacity, size_t n, size_t size)
{
    if (n <= *capacity && array)
        return array;
    size_t grown = n < 8 ? 16 : n * 2;
    void *moved = realloc(array, grown * size);
    if (moved)
        *capacity = grown;
    return moved;
}

static bool parts_have_room(struct bb_specimen *s, size_t n)
{
    struct bb_part *parts = with_room(s->parts, &s->part_capacity, n, sizeof *parts);
    s->parts = parts ? parts : s->parts;
    return parts;
}

uint32_t bb_specimen_context(struct bb_specimen *s, const struct bb_context *context)
{
    enum { RECENT = 4 };
    for (size_t i = s->n_contexts; i-- > 0 && s->n_contexts - i <= RECENT;)
        if (bb_context_equal(s->tree.grammar, &s->contexts[i], context))
            return (uint32_t)i;
    struct bb_context *contexts =
        with_room(s->contexts, &s->context_capacity, s->n_contexts + 1, sizeof *contexts);
    if (!contexts)
        return UINT32_MAX;
    s->contexts = contexts;
    bb_context_copy(s->tree.grammar, &contexts[s->n_contexts], context);
    return (uint32_t)s->n_contexts++;
}

/* A message's part is remembered in its node, which has no use for len. */
static struct bb_part *add_part(struct bb_specimen *s, struct bb_node *node)
{
    if (!parts_have_room(s, s->n_parts + 1))
        return NULL;
    if (node->kind == BB_NODE_MESSAGE)
        node->len = (uint32_t)s->n_parts;
    struct bb_part *part = &s->parts[s->n_parts++];
    *part = (struct bb_part){.node = node, .dirty = true, .stale = true};
    s->stale = true;
    return part;
}

static void survey(struct bb_part *part, const struct bb_node *node)
{
    part->n_nodes++;
    part->n_of[bb_site_kind_of(node)]++;
    if (node->field) {
        bool lies = bb_field_is_derived(node->field) && node->field->role != BB_SELECTOR;
        part->contents |= bb_part_bit(node->field) | (lies ? BB_PART_LIE : 0);
    }
    if (node->kind != BB_NODE_MESSAGE)
        return;
    for (const struct bb_node *child = node->child; child; child = child->next)
        survey(part, child);
}

static void survey_part(struct bb_part *part)
{
    part->n_nodes = 0;
    memset(part->n_of, 0, sizeof part->n_of);
    part->contents = 0;
    part->stale = false;
    survey(part, part->node);
}

bool bb_specimen_know(struct bb_specimen *s, struct bb_node *node, const struct bb_part *known)
{
    struct bb_part *part = add_part(s, node);
    if (!part)
        return false;
    *part = *known;
    part->node = node;
    survey_part(part);
    return true;
}

void bb_specimen_free(struct bb_specimen *s)
{
    bb_tree_free(&s->tree);
    free(s->parts);
    free(s->lifted);
    free(s->contexts);
    free(s->changed);
    bb_buf_free(&s->input);
    bb_buf_free(&s->outputs[0]);
    bb_buf_free(&s->outputs[1]);
    *s = BB_SPECIMEN_INIT(s->tree.arena.max_bytes);
}

/* --- lifting and restoring ------------------------------------------------------------------ */

/* An element ends here. Its node is looked up afterwards. */
static void mark_part(void *user, size_t len, const struct bb_context *context)
{
    struct bb_specimen *s = user;
    struct bb_part part = {.len = (uint32_t)len, .before = s->now};
    if (context->notes)
        s->now = bb_specimen_context(s, context);
    if (s->now == UINT32_MAX || !parts_have_room(s, s->n_parts + 1)) {
        s->usable = false;
        return;
    }
    part.after = s->now;
    s->parts[s->n_parts++] = part;
}

/* The elements with what was marked for them, and raw bytes between or behind them. */
static bool find_parts(struct bb_specimen *s)
{
    size_t n = 0;
    size_t marked = 0;
    const uint8_t *at = s->bytes.ptr;
    for (struct bb_node *node = s->tree.root->child; node; node = node->next, n++) {
        struct bb_part *lifted = with_room(s->lifted, &s->lifted_capacity, n + 1, sizeof *lifted);
        if (!lifted)
            return false;
        s->lifted = lifted;
        lifted[n] =
            node->kind == BB_NODE_RAW ? (struct bb_part){.len = node->len} : s->parts[marked++];
        if (node->kind != BB_NODE_RAW)
            node->len = (uint32_t)n;
        lifted[n].node = node;
        lifted[n].bytes = at;
        at += lifted[n].len;
        survey_part(&lifted[n]);
    }
    s->n_lifted = n;
    return true;
}

static bool lift_list(struct bb_specimen *s, const struct bb_grammar *grammar)
{
    const struct bb_lift_marks marks = {mark_part, s};
    struct bb_context start = {0};
    s->tree.grammar = grammar;
    s->now = bb_specimen_context(s, &start);
    return s->now != UINT32_MAX && bb_lift_marked(grammar, s->bytes, &s->tree, &marks) == BB_OK &&
           s->usable && find_parts(s);
}

static bool lift_whole(struct bb_specimen *s, const struct bb_grammar *grammar)
{
    struct bb_part *lifted = with_room(s->lifted, &s->lifted_capacity, 1, sizeof *lifted);
    if (!lifted || bb_lift(grammar, s->bytes, &s->tree, NULL) != BB_OK)
        return false;
    s->lifted = lifted;
    s->n_lifted = 1;
    *lifted = (struct bb_part){.node = s->tree.root, .len = (uint32_t)s->bytes.len};
    s->tree.root->len = 0;
    survey_part(lifted);
    return true;
}

bool bb_specimen_lift(struct bb_specimen *s, const struct bb_grammar *grammar,
                      struct bb_bytes bytes)
{
    s->is_list = bb_grammar_is_list(grammar);
    s->n_parts = s->n_contexts = s->n_lifted = s->n_changed = 0;
    s->lifted_root = NULL;
    s->usable = true;
    bb_buf_reset(&s->input);
    bool ok = bb_buf_append(&s->input, bytes);
    s->bytes = bb_buf_bytes(&s->input);
    ok = ok && (s->is_list ? lift_list(s, grammar) : lift_whole(s, grammar));
    ok = ok && parts_have_room(s, s->n_lifted);
    s->usable = ok;
    if (!ok)
        return false;
    s->n_lifted_contexts = s->n_contexts;
    s->n_lifted_nodes = s->tree.n_nodes;
    s->lifted_root = s->tree.root;
    s->mark = bb_arena_take_mark(&s->tree.arena);
    s->lifted_bytes = bb_arena_used_bytes(&s->tree.arena);
    s->edited = true;
    bb_specimen_restore(s);
    return true;
}

static void link_up(struct bb_specimen *s)
{
    struct bb_node **link = &s->tree.root->child;
    for (size_t i = 0; i < s->n_lifted; i++) {
        struct bb_node *node = s->lifted[i].node;
        node->flags &= (uint8_t)~BB_PART_GONE;
        *link = node;
        link = &node->next;
    }
    *link = NULL;
}

void bb_specimen_restore(struct bb_specimen *s)
{
    if (!s->edited)
        return;
    while (s->n_changed > 0) {
        const struct bb_changed *changed = &s->changed[--s->n_changed];
        *changed->node = changed->was;
    }
    bb_arena_rewind(&s->tree.arena, s->mark);
    s->tree.n_nodes = s->n_lifted_nodes;
    s->tree.root = s->lifted_root;
    s->n_contexts = s->n_lifted_contexts;
    s->n_parts = s->n_lifted;
    if (s->n_lifted)
        memcpy(s->parts, s->lifted, s->n_lifted * sizeof *s->parts);
    if (s->is_list)
        link_up(s);
    else
        s->tree.root->flags &= (uint8_t)~BB_PART_GONE;
    s->bytes = bb_buf_bytes(&s->input);
    s->edited = false;
    s->usable = true;
}

bool bb_specimen_is_worn(const struct bb_specimen *s)
{
    return s->tree.n_nodes > 4 * s->n_lifted_nodes + SPARE_NODES ||
           s->n_parts > 4 * s->n_lifted + SPARE_PARTS || s->n_changed > SPARE_NODES ||
           bb_arena_used_bytes(&s->tree.arena) > 4 * s->lifted_bytes + SPARE_BYTES;
}

/* --- sites ---------------------------------------------------------------------------------- */

void bb_specimen_refresh(struct bb_specimen *s)
{
    for (size_t i = s->n_lifted; s->stale && i < s->n_parts; i++) {
        if (s->parts[i].stale)
            survey_part(&s->parts[i]);
    }
    s->stale = false;
}

/* --- changes -------------------------------------------------------------------------------- */

static void put_in_place(struct bb_specimen *s, struct bb_node *old, struct bb_node *node)
{
    old->flags |= BB_PART_GONE;
    node->next = old->next;
    if (!s->is_list) {
        s->tree.root = node;
        return;
    }
    struct bb_node **link = &s->tree.root->child;
    while (*link != old)
        link = &(*link)->next;
    *link = node;
}

static bool own_raw(struct bb_specimen *s, struct bb_node *raw, struct bb_site *ret_site)
{
    struct bb_node *copy = bb_node_share(&s->tree, raw, 1, NULL);
    if (!copy || !add_part(s, copy))
        return false;
    put_in_place(s, raw, copy);
    *ret_site = bb_specimen_top(s, copy);
    return true;
}

/* The site in a part that is not one of those lifted, nor shared. */
static bool own_part(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site)
{
    struct bb_node *top = site->top;
    s->edited = true;
    if (top && top->kind == BB_NODE_RAW)
        return own_raw(s, top, ret_site);
    *ret_site = *site;
    if (!top)
        return true;
    struct bb_part *part = &s->parts[top->len];
    if (top->len >= s->n_lifted && !part->shared) {
        part->dirty = true;
        return true;
    }
    struct bb_node_pair places[2] = {{.from = site->node}, {.from = site->parent}};
    struct bb_node *copy = bb_node_share(&s->tree, top, part->n_nodes, places);
    const struct bb_part old = *part;
    part = copy ? add_part(s, copy) : NULL;
    if (!part)
        return false;
    part->after = old.after;
    part->n_nodes = old.n_nodes;
    memcpy(part->n_of, old.n_of, sizeof part->n_of);
    part->contents = old.contents;
    part->stale = false;
    put_in_place(s, top, copy);
    ret_site->node = places[0].to;
    ret_site->parent = places[1].to ? places[1].to : site->parent;
    ret_site->top = copy;
    return true;
}

/* A leaf of what was lifted is changed where it is; restoring sets it back. Where rendering may
 * put elements into another order, more than the leaf would change. */
static bool is_changed_in_place(const struct bb_specimen *s, const struct bb_site *site)
{
    return site->top && site->top->kind == BB_NODE_MESSAGE && site->top->len < s->n_lifted &&
           site->node->kind != BB_NODE_MESSAGE && !s->parts[site->top->len].shared &&
           !s->tree.grammar->sorts;
}

bool bb_specimen_own(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site)
{
    if (!is_changed_in_place(s, site))
        return own_part(s, site, ret_site);
    struct bb_changed *changed =
        with_room(s->changed, &s->changed_capacity, s->n_changed + 1, sizeof *changed);
    if (!changed)
        return false;
    s->changed = changed;
    changed[s->n_changed++] = (struct bb_changed){site->node, *site->node};
    s->parts[site->top->len].dirty = true;
    s->edited = true;
    *ret_site = *site;
    return true;
}

bool bb_specimen_open(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site)
{
    if (!own_part(s, site, ret_site))
        return false;
    if (ret_site->top && ret_site->top->kind == BB_NODE_MESSAGE)
        s->parts[ret_site->top->len].stale = s->stale = true;
    return true;
}

bool bb_specimen_place(struct bb_specimen *s, const struct bb_site *site, struct bb_site *ret_site)
{
    if (!s->is_list || site->node != site->top)
        return bb_specimen_open(s, site, ret_site);
    s->edited = true;
    *ret_site = *site;
    return true;
}

static bool is_part(const struct bb_specimen *s, const struct bb_node *node)
{
    return node->kind == BB_NODE_MESSAGE && node->len < s->n_parts &&
           s->parts[node->len].node == node;
}

/* A part that is clean, and so in its order, shares what is below it. */
struct bb_node *bb_specimen_twin(struct bb_specimen *s, const struct bb_site *site)
{
    const struct bb_node *node = site->node;
    if (!s->is_list || !is_part(s, node) || s->parts[node->len].dirty)
        return bb_node_share(&s->tree, node, 0, NULL);
    struct bb_node *twin = bb_arena_alloc(&s->tree.arena, sizeof *twin);
    if (!twin)
        return NULL;
    *twin = *node;
    s->tree.n_nodes++;
    s->parts[node->len].shared = true;
    return twin;
}

/* What the specimen `from` knows of the bytes of its node. Contexts go by value where the two are
 * not the same. */
static bool know_bytes(struct bb_specimen *s, struct bb_part *part, const struct bb_specimen *from,
                       const struct bb_node *like)
{
    const struct bb_part *old = &from->parts[like->len];
    struct bb_node *node = part->node;
    *part = *old;
    part->node = node;
    part->shared = from == s && old->shared;
    part->before = from == s ? old->before : bb_specimen_context(s, &from->contexts[old->before]);
    part->after = from == s                   ? old->after
                  : old->after == old->before ? part->before
                                              : bb_specimen_context(s, &from->contexts[old->after]);
    return part->before != UINT32_MAX && part->after != UINT32_MAX;
}

bool bb_specimen_adopt(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node,
                       const struct bb_specimen *from, const struct bb_node *like)
{
    if (!s->is_list || parent != s->tree.root)
        return true;
    bool known = like && is_part(from, like);
    struct bb_part *part = add_part(s, node);
    s->usable = part && (!known || know_bytes(s, part, from, like));
    return s->usable;
}

void bb_specimen_drop(struct bb_specimen *s, const struct bb_node *parent, struct bb_node *node)
{
    if (s->is_list && parent == s->tree.root)
        node->flags |= BB_PART_GONE;
}
