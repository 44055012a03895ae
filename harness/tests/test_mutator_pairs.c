/*
 * Reachability over all grammars: from a small message the mutator comes to one that differs by one
 * edit, whichever the grammar is. The pairs are made here, from seeds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/edit.h"
#include "mutate/mutator.h"

enum {
    MAX_SIZE = 512,
    MAX_FROM = 48, /* bytes; small trees */
    MAX_TREE_BYTES = 1 << 20,
    MAX_GENERATED = 400, /* messages that are looked at for a pair */
};

struct input {
    uint8_t bytes[MAX_SIZE];
    size_t size;
};

struct pair {
    struct input from, to;
};

/* What may be done to a node: false if it is none of those. `siblings` is the list it is in. */
typedef bool edit(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                  const struct bb_message *message);

static bool remove_element(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                           const struct bb_message *message)
{
    (void)tree;
    return message->slots[node->slot].repeated && bb_node_remove(&parent->child, node);
}

static bool double_element(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                           const struct bb_message *message)
{
    struct bb_node *copy = message->slots[node->slot].repeated ? bb_node_copy(tree, node) : NULL;
    if (copy)
        bb_node_insert(&parent->child, copy);
    return copy;
}

static bool maximize(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                     const struct bb_message *message)
{
    (void)tree;
    (void)parent;
    (void)message;
    if (node->kind != BB_NODE_UINT || node->field->role != BB_PLAIN || node->field->ahead ||
        node->field->reference || bb_field_is_number(node->field))
        return false;
    node->value = bb_field_max(node->field);
    return true;
}

static bool empty(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                  const struct bb_message *message)
{
    (void)tree;
    (void)parent;
    const struct bb_slot *slot = &message->slots[node->slot];
    if (node->kind != BB_NODE_BYTES || node->field->role != BB_PLAIN || slot->size ||
        node->field->transform)
        return false;
    node->len = 0;
    return true;
}

/* The first length of the message says one more than is true. */
static bool lie(struct bb_tree *tree, struct bb_node *parent, struct bb_node *node,
                const struct bb_message *message)
{
    (void)parent;
    (void)message;
    const struct bb_message *inner = node->kind == BB_NODE_MESSAGE ? node->field->message : NULL;
    for (unsigned i = 0; inner && i < inner->n_slots; i++) {
        const struct bb_field *field = inner->slots[i].fields;
        if (inner->slots[i].when || field->role != BB_LENGTH)
            continue;
        struct bb_node *told = bb_node_new(tree, field);
        told->flags = BB_NODE_RELATIVE;
        told->value = 1;
        bb_node_insert(&node->child, told);
        return true;
    }
    return false;
}

/* The first node below, in the order of the wire, that the edit can be made to. */
static bool edit_below(struct bb_tree *tree, struct bb_node *parent,
                       const struct bb_message *message, edit *edit)
{
    for (struct bb_node *node = parent->child; node; node = node->next) {
        if (!node->field)
            continue;
        if (edit(tree, parent, node, message))
            return true;
        if (node->kind == BB_NODE_MESSAGE && edit_below(tree, node, node->field->message, edit))
            return true;
    }
    return false;
}

static bool render(struct bb_tree *tree, struct input *ret_input)
{
    return bb_render(tree, ret_input->bytes, MAX_SIZE, &ret_input->size) == BB_OK &&
           ret_input->size > 0;
}

/* The first lie below is taken back. */
static bool recant(struct bb_node *parent)
{
    for (struct bb_node *node = parent->child; node; node = node->next) {
        if (node->field && bb_field_can_lie(node->field))
            return bb_node_remove(&parent->child, node);
        if (node->kind == BB_NODE_MESSAGE && recant(node))
            return true;
    }
    return false;
}

/* Whether one edit away: a length that lies may make others lie, or move all that is behind. */
static bool is_near(const struct bb_grammar *grammar, struct bb_bytes from, const struct input *to,
                    struct bb_tree *tree)
{
    struct bb_bytes bytes = bb_bytes_of(to->bytes, to->size);
    assert_int_equal(bb_lift(grammar, bytes, tree, NULL), BB_OK);
    size_t n_lies = bb_tree_stats(tree, to->size).lies;
    if (n_lies == 0)
        return !bb_bytes_equal(from, bytes);
    struct input truth;
    return n_lies == 1 && recant(tree->root) && render(tree, &truth) &&
           bb_bytes_equal(from, bb_bytes_of(truth.bytes, truth.size));
}

/* A small message to which the edit can be made, such that it differs. */
static bool find_pair(const struct bb_grammar *grammar, edit *edit, struct pair *ret_pair)
{
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    struct bb_rng rng;
    bb_rng_seed(&rng, 7);
    bool found = false;
    for (unsigned i = 0; i < MAX_GENERATED && !found; i++) {
        assert_int_equal(bb_generate(grammar, &rng, 8, &tree), BB_OK);
        if (!render(&tree, &ret_pair->from) || ret_pair->from.size > MAX_FROM)
            continue;
        struct bb_bytes from = bb_bytes_of(ret_pair->from.bytes, ret_pair->from.size);
        assert_int_equal(bb_lift(grammar, from, &tree, NULL), BB_OK);
        if (!edit_below(&tree, tree.root, grammar->root, edit))
            continue;
        bb_tree_sort(&tree);
        found = render(&tree, &ret_pair->to) && is_near(grammar, from, &ret_pair->to, &tree);
    }
    bb_tree_free(&tree);
    return found;
}

/* The number of tries from `from` until `to` came, or limit + 1. What is given is seen first. */
static unsigned count_tries(const struct bb_grammar *grammar, const struct input *from,
                            const struct input *to, const struct input *given, unsigned limit)
{
    struct bb_mutator *m = bb_mutator_new(grammar, NULL, NULL);
    unsigned n = 0;
    bool reached = false;
    while (!reached && n++ < limit) {
        struct input now = given ? *given : *from;
        if (given && n % 64 == 1)
            bb_mutator_mutate(m, now.bytes, now.size, MAX_SIZE, n);
        now = *from;
        now.size = bb_mutator_mutate(m, now.bytes, now.size, MAX_SIZE, n);
        reached =
            bb_bytes_equal(bb_bytes_of(now.bytes, now.size), bb_bytes_of(to->bytes, to->size));
    }
    bb_mutator_free(m);
    return reached ? n : limit + 1;
}

struct way {
    const char *name;
    edit *edit;
    bool back; /* from what was edited to what it was before, which the mutator has seen */
    unsigned tries;
    unsigned n_grammars; /* that have such a pair, at least */
};

static const struct way ways[] = {
    {"delete", remove_element, false, 2000, 40},
    {"graft what was deleted", remove_element, true, 20000, 40},
    {"duplicate", double_element, false, 4000, 40},
    {"maximum", maximize, false, 40000, 40},
    {"empty", empty, false, 8000, 25},
    {"lie by one", lie, false, 40000, 25},
    {"tell the truth", lie, true, 20000, 25},
};

static unsigned tries_of(const struct bb_grammar *grammar, const struct way *way,
                         const struct pair *pair)
{
    return way->back ? count_tries(grammar, &pair->to, &pair->from, &pair->from, way->tries)
                     : count_tries(grammar, &pair->from, &pair->to, NULL, way->tries);
}

static void test_pairs__are_reached_in_every_grammar(void **state)
{
    (void)state;
    unsigned missed = 0;
    for (const struct way *way = ways; way < ways + sizeof ways / sizeof *ways; way++) {
        unsigned n = 0, most = 0;
        for (size_t g = 0; bb_grammars[g]; g++) {
            struct pair pair;
            if (!find_pair(bb_grammars[g], way->edit, &pair))
                continue;
            unsigned tries = tries_of(bb_grammars[g], way, &pair);
            n++;
            if (tries > way->tries)
                print_message("%s, %s: not in %u tries\n", bb_grammar_name(bb_grammars[g]),
                              way->name, way->tries);
            else if (tries > most)
                most = tries;
            missed += tries > way->tries;
        }
        print_message("%s: %u grammars, %u tries at most\n", way->name, n, most);
        assert_true(n >= way->n_grammars);
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs__are_reached_in_every_grammar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
