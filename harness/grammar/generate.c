/*
 * Random trees that are consistent: what the grammar calls derived is left to render.
 */
#include "grammar/edit.h"
#include "grammar/literal.h"
#include "grammar/refer.h"

enum {
    MAX_ANCHORS = 16,
    MAX_BYTES = 32,
    MAX_ELEMENTS = 4,
    MAX_PIECE_BYTES = 64,
    MAX_GENERATE_DEPTH = 12
};

struct bb_node *bb_node_new(struct bb_tree *tree, const struct bb_field *field)
{
    struct bb_node *node = bb_arena_zalloc(&tree->arena, sizeof *node);
    if (!node)
        return NULL;
    static const uint8_t kinds[] = {BB_NODE_UINT, BB_NODE_BYTES, BB_NODE_MESSAGE};
    node->field = field;
    node->slot = field->slot;
    node->kind = field->piece ? BB_NODE_PIECE : kinds[field->type];
    tree->n_nodes++;
    return node;
}

static uint64_t any_value(const struct bb_field *field, struct bb_rng *rng)
{
    uint64_t max = bb_field_max(field);
    return max == UINT64_MAX ? bb_rng_next(rng) : bb_rng_below(rng, max + 1);
}

uint64_t bb_generate_uint(const struct bb_field *field, struct bb_rng *rng)
{
    if (field->n_values && !bb_rng_one_in(rng, 8))
        return bb_field_fit(field, field->values[bb_rng_below(rng, field->n_values)]);
    switch (bb_rng_below(rng, 4)) {
    case 0: return bb_field_fit(field, bb_rng_below(rng, 4));
    case 1: return bb_field_fit(field, bb_rng_below(rng, 64));
    case 2: return bb_field_fit(field, bb_field_max(field) - bb_rng_below(rng, 2));
    default: return any_value(field, rng);
    }
}

static bool generate_bytes(struct bb_tree *tree, struct bb_rng *rng, struct bb_node *node)
{
    const struct bb_field *field = node->field;
    if (field->n_tokens && !bb_rng_one_in(rng, 3)) {
        const struct bb_token *token = &field->tokens[bb_rng_below(rng, field->n_tokens)];
        node->data = bb_arena_copy(&tree->arena, bb_bytes_of(token->ptr, token->len));
        node->len = token->len;
        return node->data;
    }
    uint8_t bytes[MAX_BYTES];
    uint32_t len = (uint32_t)bb_rng_below(rng, bb_rng_one_in(rng, 4) ? MAX_BYTES + 1 : 8);
    len = len < field->max_size ? len : field->max_size;
    len = len > field->min_size ? len : field->min_size;
    for (uint32_t i = 0; i < len; i++)
        bytes[i] =
            field->is_text ? (uint8_t)('a' + bb_rng_below(rng, 26)) : (uint8_t)bb_rng_next(rng);
    node->data = bb_arena_copy(&tree->arena, bb_bytes_of(bytes, len));
    node->len = len;
    return node->data;
}

const struct bb_field *bb_pick_member(const struct bb_slot *slot, struct bb_rng *rng)
{
    unsigned total = 0;
    for (unsigned i = 0; i < slot->n_fields; i++)
        total += slot->fields[i].weight;
    uint64_t at = total ? bb_rng_below(rng, total) : 0;
    for (unsigned i = 0; i < slot->n_fields; i++) {
        if (at < slot->fields[i].weight)
            return &slot->fields[i];
        at -= slot->fields[i].weight;
    }
    return &slot->fields[0];
}

struct generator {
    struct bb_tree *tree;
    struct bb_rng *rng;
    unsigned *budget;
    unsigned depth;
    const struct bb_scope *scope; /* of the message under way; NULL at the start */
    unsigned n_scopes;
    uint32_t anchors[MAX_ANCHORS]; /* ids of the last ones, n_anchors in all */
    unsigned n_anchors;
    uint64_t cut;               /* where the last piece ends */
    struct bb_context *context; /* NULL in a part of a tree, where it is not known */
};

static struct bb_node *generate_node(struct generator *g, const struct bb_field *field);

/* A field that can be missing: by its weight against that of the usual neighbour. */
static bool is_there(struct bb_rng *rng, const struct bb_field *field)
{
    enum { USUAL = 10 };
    return bb_rng_below(rng, (uint64_t)field->weight + USUAL) < field->weight;
}

/* Without carriers, what they carry would be lost. */
static unsigned elements(struct generator *g, const struct bb_slot *slot)
{
    if (!slot->repeated)
        return slot->when ? is_there(g->rng, &slot->fields[0]) : 1;
    if (*g->budget == 0 || g->depth >= MAX_GENERATE_DEPTH)
        return slot->carries;
    unsigned n = (unsigned)bb_rng_below(g->rng, MAX_ELEMENTS + 1);
    return n ? n : slot->carries;
}

static bool choose_text(struct bb_tree *tree, const struct bb_slot *slot,
                        const struct bb_field *member, struct bb_rng *rng, struct bb_node *node)
{
    if (member->n_texts) {
        struct bb_bytes text = bb_token_bytes(&member->texts[bb_rng_below(rng, member->n_texts)]);
        node->data = bb_arena_copy(&tree->arena, text);
        node->len = (uint32_t)text.len;
        return node->data;
    }
    for (unsigned i = 0; i < 16; i++)
        if (!generate_bytes(tree, rng, node) ||
            bb_slot_choose_text(slot, bb_bytes_of(node->data, node->len)) == member)
            break;
    return node->data;
}

static void choose_value(const struct bb_slot *slot, const struct bb_field *member,
                         struct bb_rng *rng, struct bb_node *node)
{
    node->value = member->n_cases ? member->cases[bb_rng_below(rng, member->n_cases)]
                                  : bb_generate_uint(node->field, rng);
    for (unsigned i = 0; i < 16 && bb_slot_choose(slot, node->value) != member; i++)
        node->value = any_value(node->field, rng);
}

bool bb_generate_selector(struct bb_tree *tree, struct bb_node **list,
                          const struct bb_message *message, const struct bb_field *member,
                          struct bb_rng *rng)
{
    const struct bb_slot *slot = &message->slots[member->slot];
    if (slot->n_fields == 1 || slot->selector < 0 || bb_member_tells(member))
        return true;
    struct bb_node *node = bb_node_new(tree, &message->slots[slot->selector].fields[0]);
    if (!node)
        return false;
    if (slot->text_switch && !choose_text(tree, slot, member, rng, node))
        return false;
    if (!slot->text_switch)
        choose_value(slot, member, rng, node);
    bb_node_insert(list, node);
    return true;
}

static bool is_tag_of_another(const struct bb_slot *slot, uint64_t peeked)
{
    for (unsigned i = 0; i < slot->n_fields; i++)
        if (slot->fields[i].tag_mask && (peeked & slot->fields[i].tag_mask) == slot->fields[i].tag)
            return true;
    return false;
}

/* The member for what is unknown must not begin like a known one. */
static void avoid_tags(struct generator *g, const struct bb_slot *slot, struct bb_node *member)
{
    struct bb_node *first = member->kind == BB_NODE_MESSAGE ? member->child : NULL;
    if (!member->field->otherwise || !slot->tag_bytes || !first || first->kind != BB_NODE_UINT)
        return;
    int shift = 8 * slot->tag_bytes - first->field->bits;
    for (unsigned i = 0; i < 64 && shift >= 0; i++) {
        if (!is_tag_of_another(slot, first->value << shift))
            return;
        first->value = any_value(first->field, g->rng);
    }
}

/* A choice that fields have a say in is better made without the context than by chance. */
static bool names_field(const struct bb_op *op)
{
    for (; op->opcode != BB_OP_END; op++)
        if (op->opcode == BB_OP_FIELD)
            return true;
    return false;
}

/* Where fields that are there already say which member it is, that one; else any. */
static const struct bb_field *pick_member(struct generator *g, const struct bb_slot *slot)
{
    static const struct bb_context none;
    const struct bb_field *chosen = NULL;
    if (slot->choose && slot->selector < 0 &&
        bb_expr_is_of_tree(slot->choose, g->n_scopes, g->context || names_field(slot->choose))) {
        struct bb_expr_env env = {.frame = g->scope, .context = g->context ? g->context : &none};
        chosen = bb_slot_choose(slot, bb_expr_eval(slot->choose, &env));
    }
    return chosen ? chosen : bb_pick_member(slot, g->rng);
}

static bool generate_slot(struct generator *g, struct bb_node **list,
                          const struct bb_message *message, unsigned i)
{
    const struct bb_slot *slot = &message->slots[i];
    if (slot->n_fields == 1 && bb_field_is_derived(&slot->fields[0]))
        return true;
    if (slot->carries)
        g->cut = 0;
    for (unsigned n = elements(g, slot); n > 0; n--) {
        const struct bb_field *field = pick_member(g, slot);
        struct bb_node *node = generate_node(g, field);
        if (!node || !bb_generate_selector(g->tree, list, message, field, g->rng))
            return false;
        avoid_tags(g, slot, node);
        bb_node_insert(list, node);
    }
    return true;
}

static bool generate_children(struct generator *g, struct bb_node *node,
                              const struct bb_message *message)
{
    if (g->depth >= MAX_GENERATE_DEPTH)
        return true;
    struct bb_scope scope = {.parent = g->scope, .message = message, .node = node};
    g->scope = &scope;
    g->n_scopes++;
    g->depth++;
    bool ok = true;
    for (unsigned i = 0; ok && i < message->n_slots; i++)
        ok = generate_slot(g, &node->child, message, i);
    g->depth--;
    g->n_scopes--;
    g->scope = scope.parent;
    if (ok)
        bb_sort_deltas(node, message);
    return ok;
}

static void note_anchor(struct generator *g, struct bb_node *node)
{
    uint32_t id = BB_ANCHOR_ID_FIRST + g->tree->n_nodes; /* no other node of the tree has that */
    g->anchors[g->n_anchors++ % MAX_ANCHORS] = id;
    node->len = id + 1;
}

static uint64_t generate_value(struct generator *g, const struct bb_field *field)
{
    unsigned n = g->n_anchors < MAX_ANCHORS ? g->n_anchors : MAX_ANCHORS;
    if (field->reference && n)
        return g->anchors[bb_rng_below(g->rng, n)];
    return bb_generate_uint(field, g->rng);
}

static void note_context(struct generator *g, const struct bb_field *field, uint64_t value)
{
    if (g->context)
        bb_context_note(g->context, field, value);
}

static struct bb_node *generate_node(struct generator *g, const struct bb_field *field)
{
    struct bb_node *node = bb_node_new(g->tree, field);
    if (!node)
        return NULL;
    *g->budget -= *g->budget > 0;
    if (field->anchor)
        note_anchor(g, node);
    bool ok = true;
    if (node->kind == BB_NODE_PIECE) {
        g->cut += 1 + bb_rng_below(g->rng, MAX_PIECE_BYTES);
        node->value = g->cut;
    } else if (node->kind == BB_NODE_UINT) {
        node->value = generate_value(g, field);
        note_context(g, field, node->value);
    } else if (node->kind == BB_NODE_BYTES)
        ok = generate_bytes(g->tree, g->rng, node);
    else
        ok = generate_children(g, node, field->message);
    return ok ? node : NULL;
}

struct bb_node *bb_generate_node(struct bb_tree *tree, const struct bb_field *field,
                                 struct bb_rng *rng, unsigned budget)
{
    struct generator g = {.tree = tree, .rng = rng, .budget = &budget, .depth = 1};
    return generate_node(&g, field);
}

enum bb_status bb_generate(const struct bb_grammar *grammar, struct bb_rng *rng, unsigned budget,
                           struct bb_tree *tree)
{
    bb_arena_reset(&tree->arena);
    tree->grammar = grammar;
    tree->n_nodes = 1;
    tree->root = bb_arena_zalloc(&tree->arena, sizeof *tree->root);
    if (!tree->root)
        return BB_NO_MEMORY;
    tree->root->kind = BB_NODE_MESSAGE;
    struct bb_context context = {0};
    struct generator g = {.tree = tree, .rng = rng, .budget = &budget, .context = &context};
    return generate_children(&g, tree->root, grammar->root) ? BB_OK : BB_NO_MEMORY;
}
