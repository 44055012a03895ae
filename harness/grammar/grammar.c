#include "grammar/schema.h"

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
        else if (bb_field_can_lie(node->field))
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
