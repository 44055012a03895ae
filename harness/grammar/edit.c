#include "grammar/edit.h"
#include "grammar/number.h"

static bool copy_data(struct bb_tree *tree, struct bb_node *node)
{
    node->data = bb_arena_copy(&tree->arena, bb_bytes_of(node->data, node->len));
    return node->data;
}

struct copier {
    struct bb_tree *tree;
    struct bb_node_pair *places;
    bool share;
    struct bb_node *ready; /* allocated at once, `n_ready` of them */
    uint32_t n_ready;
};

static struct bb_node *take_node(struct copier *c)
{
    if (c->n_ready == 0)
        return bb_arena_alloc(&c->tree->arena, sizeof(struct bb_node));
    c->n_ready--;
    return c->ready++;
}

static struct bb_node *copy_node(struct copier *c, const struct bb_node *node)
{
    struct bb_tree *tree = c->tree;
    struct bb_node *copy = take_node(c);
    if (!copy)
        return NULL;
    *copy = *node;
    copy->next = NULL;
    tree->n_nodes++;
    if (c->places && c->places[0].from == node)
        c->places[0].to = copy;
    if (c->places && c->places[1].from == node)
        c->places[1].to = copy;
    if (node->kind == BB_NODE_UINT || node->kind == BB_NODE_PIECE)
        return copy;
    if (node->kind != BB_NODE_MESSAGE)
        return c->share || copy_data(tree, copy) ? copy : NULL;
    struct bb_node **tail = &copy->child;
    *tail = NULL;
    for (const struct bb_node *child = node->child; child; child = child->next) {
        *tail = copy_node(c, child);
        if (!*tail)
            return NULL;
        tail = &(*tail)->next;
    }
    return copy;
}

struct bb_node *bb_node_copy(struct bb_tree *tree, const struct bb_node *node)
{
    struct copier c = {.tree = tree};
    return copy_node(&c, node);
}

struct bb_node *bb_node_share(struct bb_tree *tree, const struct bb_node *node, uint32_t n_nodes,
                              struct bb_node_pair *places)
{
    struct copier c = {.tree = tree, .places = places, .share = true};
    if (n_nodes > 1)
        c.ready = bb_arena_alloc(&tree->arena, n_nodes * sizeof *c.ready);
    c.n_ready = c.ready ? n_nodes : 0;
    return copy_node(&c, node);
}

static bool stands_before(const struct bb_node *a, const struct bb_node *b)
{
    if (a->slot != b->slot)
        return a->slot < b->slot;
    return !(a->kind == BB_NODE_RAW && a->flags & BB_NODE_CUT);
}

void bb_node_insert(struct bb_node **list, struct bb_node *node)
{
    while (*list && stands_before(*list, node))
        list = &(*list)->next;
    node->next = *list;
    *list = node;
}

bool bb_node_remove(struct bb_node **list, const struct bb_node *node)
{
    while (*list && *list != node)
        list = &(*list)->next;
    if (!*list)
        return false;
    *list = node->next;
    return true;
}

static uint64_t delta_value(const struct bb_node *element)
{
    const struct bb_message *message = element->field->message;
    const struct bb_scope frame = {.message = message, .node = element};
    const struct bb_field *field = &message->slots[message->delta_slot].fields[0];
    if (field->role == BB_SELECTOR)
        return bb_selector_value(&frame, field->slot);
    const struct bb_node *node = bb_node_in_slot(element, field->slot);
    return node ? bb_node_value(node) : 0;
}

static bool has_delta(const struct bb_node *node)
{
    return node->kind == BB_NODE_MESSAGE && node->field && node->field->message->delta_slot >= 0;
}

/* Moves the element behind `before` to its place among those in front of it. */
static void move_forward(struct bb_node **list, struct bb_node *before)
{
    struct bb_node *late = before->next;
    uint64_t value = delta_value(late);
    before->next = late->next;
    while (!has_delta(*list) || (*list)->slot != late->slot || delta_value(*list) <= value)
        list = &(*list)->next;
    late->next = *list;
    *list = late;
}

static bool is_out_of_order(const struct bb_node *a, const struct bb_node *b)
{
    return b && a->slot == b->slot && has_delta(a) && has_delta(b) &&
           delta_value(a) > delta_value(b);
}

/* Insertion sort, stable: after one edit the list is nearly in order. */
void bb_sort_deltas(struct bb_node *node, const struct bb_message *message)
{
    struct bb_node *element = message->sorts ? node->child : NULL;
    while (element) {
        if (is_out_of_order(element, element->next))
            move_forward(&node->child, element);
        else
            element = element->next;
    }
}

void bb_sort_below(struct bb_node *node, const struct bb_message *message)
{
    bb_sort_deltas(node, message);
    for (struct bb_node *child = node->child; child; child = child->next)
        if (child->kind == BB_NODE_MESSAGE)
            bb_sort_below(child, child->field->message);
}

void bb_tree_sort(struct bb_tree *tree)
{
    bb_sort_below(tree->root, tree->grammar->root);
}
