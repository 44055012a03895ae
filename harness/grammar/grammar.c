#include "grammar/ber.h"
#include "grammar/parts.h"

const char *bb_grammar_name(const struct bb_grammar *grammar)
{
    return grammar->name;
}

const char *bb_grammar_title(const struct bb_grammar *grammar)
{
    return grammar->title;
}

void bb_tree_free(struct bb_tree *tree)
{
    if (!tree)
        return;
    bb_arena_free(&tree->arena);
    for (unsigned i = 0; i < BB_MAX_VIEWS; i++)
        bb_buf_free(&tree->scratch[i]);
    *tree = BB_TREE_INIT(tree->arena.max_bytes);
}

static void count_nodes(const struct bb_node *message, struct bb_lift_stats *stats)
{
    for (const struct bb_node *node = message->child; node; node = node->next) {
        stats->nodes++;
        if (node->kind == BB_NODE_RAW)
            stats->raw_bytes += node->len;
        else if (node->kind == BB_NODE_MESSAGE)
            count_nodes(node, stats);
        else if (node->field && bb_field_can_lie(node->field) &&
                 !bb_ber_is_indefinite(node->field, node->len))
            stats->lies += !(node->field->zero_means_none && node->value == 0);
    }
}

struct bb_lift_stats bb_tree_stats(const struct bb_tree *tree, size_t bytes)
{
    struct bb_lift_stats stats = {.bytes = bytes, .nodes = 1};
    if (tree->root)
        count_nodes(tree->root, &stats);
    return stats;
}

bool bb_grammar_is_list(const struct bb_grammar *grammar)
{
    const struct bb_message *root = grammar->root;
    const struct bb_slot *slot = &root->slots[0];
    return root->n_slots == 1 && root->n_measures == 0 && root->n_ranges == 0 && !root->sorts &&
           slot->repeated && slot->n_fields == 1 && slot->fields[0].type == BB_TYPE_MESSAGE &&
           !slot->when && !slot->size && !slot->each && !root->ends && !slot->ends &&
           !grammar->refers && !root->labels && !slot->fields[0].transform;
}
