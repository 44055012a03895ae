/*
 * Each thing that wire.proto can say, on a grammar that says just that (primitives.proto): what the
 * lift sees, that it renders back, and what rendering makes of it once all lies are taken out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/ber.h"
#include "grammar/edit.h"
#include "grammar/refer.h"
#include "grammar_support.h"
#include "primitive_examples.h"

enum { MAX_BYTES = 1024, MAX_TREE_BYTES = 1 << 20 };

static const struct example *const tables[] = {primitive_examples, binary_examples, text_examples,
                                               stream_examples};
enum { N_TABLES = sizeof tables / sizeof *tables };

static struct bb_tree tree;

/* --- what is seen, in short ----------------------------------------------------------------- */

struct watcher {
    struct bb_buf text;
};

static void write_bytes(struct watcher *w, const struct bb_lift_event *event)
{
    for (size_t i = 0; i < event->len; i++)
        bb_buf_printf(&w->text, "%02x", event->data[i]);
    bb_buf_append_str(&w->text, " ");
}

static void watch(void *user, const struct bb_lift_event *event)
{
    struct watcher *w = user;
    switch (event->seen) {
    case BB_SEEN_ENTER:
        if (event->depth)
            bb_buf_printf(&w->text, "%s{ ", event->message->name);
        break;
    case BB_SEEN_LEAVE:
        if (event->depth)
            bb_buf_append_str(&w->text, "} ");
        break;
    case BB_SEEN_UINT:
        bb_buf_printf(&w->text, "%s=%llu ", event->field->name, (unsigned long long)event->value);
        break;
    case BB_SEEN_LIE:
        bb_buf_printf(&w->text, "%s!%llu ", event->field->name, (unsigned long long)event->value);
        break;
    case BB_SEEN_BYTES:
        bb_buf_printf(&w->text, "%s=", event->field->name);
        write_bytes(w, event);
        break;
    case BB_SEEN_RAW:
        bb_buf_append_str(&w->text, event->value == BB_RAW_BETWEEN ? "raw:" : "cut:");
        write_bytes(w, event);
    }
}

/* --- taking lies out ------------------------------------------------------------------------ */

static bool is_lie(const struct bb_node *node)
{
    return node->field && bb_field_is_derived(node->field) && node->field->role != BB_SELECTOR;
}

static void tell_the_truth(struct bb_node *message)
{
    struct bb_node **link = &message->child;
    while (*link) {
        struct bb_node *node = *link;
        if (is_lie(node)) {
            *link = node->next;
            continue;
        }
        if (node->kind == BB_NODE_UINT)
            node->len = 0; /* the shortest form */
        else if (node->kind == BB_NODE_MESSAGE)
            tell_the_truth(node);
        link = &node->next;
    }
}

static size_t render(uint8_t *bytes)
{
    size_t size = 0;
    assert_int_equal(bb_render(&tree, bytes, MAX_BYTES, &size), BB_OK);
    return size;
}

/* --- tests ---------------------------------------------------------------------------------- */

/* Prints what is wrong, so that one run shows all of it. */
static bool is_seen_right(const struct example *example, struct bb_bytes input)
{
    struct watcher w = {.text = BB_BUF_INIT(1 << 16)};
    struct bb_lift_observer observer = {.see = watch, .user = &w};
    assert_int_equal(bb_lift(bb_grammar_find(example->grammar), input, &tree, &observer), BB_OK);
    while (w.text.len && w.text.ptr[w.text.len - 1] == ' ')
        w.text.len--;
    bool right = strcmp(bb_buf_str(&w.text), example->seen) == 0;
    if (!right)
        print_error("%s, %s\n  sees     %s\n  expected %s\n", example->grammar, example->bytes,
                    bb_buf_str(&w.text), example->seen);
    bb_buf_free(&w.text);
    return right;
}

static bool is_repaired(const struct example *example)
{
    uint8_t truth[MAX_BYTES], output[MAX_BYTES];
    tell_the_truth(tree.root);
    const char *expected = example->truth ? example->truth : example->bytes;
    size_t n_truth = bytes_of_hex(expected, truth, sizeof truth);
    size_t n_output = render(output);
    if (bb_bytes_equal(bb_bytes_of(truth, n_truth), bb_bytes_of(output, n_output)))
        return true;
    print_error("%s, %s\n  renders  ", example->grammar, example->bytes);
    for (size_t i = 0; i < n_output; i++)
        print_error("%02x", output[i]);
    print_error("\n  expected %s\n", expected);
    return false;
}

static bool is_right(const struct example *example)
{
    uint8_t input[MAX_BYTES];
    size_t len = bytes_of_hex(example->bytes, input, sizeof input);
    bool right = is_seen_right(example, bb_bytes_of(input, len));
    assert_lossless(bb_grammar_find(example->grammar), bb_bytes_of(input, len), &tree);
    return is_repaired(example) && right;
}

static void test_primitives__examples_are_seen_and_repaired(void **state)
{
    (void)state;
    unsigned n_wrong = 0;
    for (size_t i = 0; i < N_TABLES; i++)
        for (const struct example *example = tables[i]; example->grammar; example++)
            n_wrong += !is_right(example);
    assert_int_equal(n_wrong, 0);
}

static unsigned depth_of(const struct bb_node *node)
{
    unsigned deepest = 0;
    if (node->kind != BB_NODE_MESSAGE)
        return 0;
    for (const struct bb_node *child = node->child; child; child = child->next) {
        unsigned depth = depth_of(child);
        deepest = depth > deepest ? depth : deepest;
    }
    return 1 + deepest;
}

static void test_primitives__nesting_is_capped(void **state)
{
    (void)state;
    static uint8_t input[MAX_BYTES];
    assert_lossless(bb_grammar_find("p_nested"), bb_bytes_of(input, sizeof input), &tree);
    assert_int_equal(depth_of(tree.root), BB_MAX_DEPTH + 1);
    assert_int_equal(bb_tree_stats(&tree, sizeof input).raw_bytes, sizeof input - BB_MAX_DEPTH);
}

/* What a tree holds that says nothing: zero or empty, and derived fields to match. */
static void test_primitives__an_empty_tree_renders_defaults(void **state)
{
    (void)state;
    static const struct {
        const char *grammar;
        const char *bytes;
    } defaults[] = {
        {"p_integers", "00 000000 000000000000 0000 0000000000000000"},
        {"p_bits", "0005"},
        {"p_base128", "00 02"},
        {"p_nibbles", "00"},
        {"p_end", "': 0, ;0.'"},
        {"p_lines", "'.'"},
        {"p_literal", "'HTTP/ ' 00 'END'"},
        {"p_decimal", "'0.0000:00000'"},
        {"p_hex", "'1 0001FD295'"},
        {"p_sized", "00"},
        {"p_sized_run", ""},
        {"p_length", "01 00 00"},
        {"p_digest", "00 ffff"},
        {"p_prefix", "00 0000 02 0000"},
        {"p_size", "00 0000"},
        {"p_rest", "00 0000"},
        {"p_when", "00 00"},
        {"p_more", ""},
        {"p_peek", "00"},
        {"p_nested", "00"},
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        uint8_t expected[MAX_BYTES], output[MAX_BYTES];
        struct bb_node root = {.kind = BB_NODE_MESSAGE};
        tree.root = &root;
        tree.grammar = bb_grammar_find(defaults[i].grammar);
        size_t n = bytes_of_hex(defaults[i].bytes, expected, sizeof expected);
        assert_int_equal(render(output), n);
        assert_memory_equal(output, expected, n);
    }
}

/* More lengths with a label than are put off at a time: those are kept as they are. */
static void test_primitives__any_number_of_labelled_lengths(void **state)
{
    (void)state;
    uint8_t input[MAX_BYTES];
    size_t len = 0;
    for (unsigned i = 0; i < 2 * BB_MAX_PENDING; i++, len += 3)
        memcpy(input + len, i % 3 == 1 ? "n1," : "n2,", 3);
    memcpy(input + len, ";abo", 4);
    assert_lossless(bb_grammar_find("p_label"), bb_bytes_of(input, len + 4), &tree);
    tell_the_truth(tree.root);
    uint8_t output[MAX_BYTES];
    assert_int_equal(render(output), len + 4);
    assert_memory_equal(output, "n2,n2,n2,", 9);
    assert_memory_equal(output + len - 3, "n0,", 3);
}

/* Lies that are relative to the truth move along with it. */
static void test_primitives__a_relative_lie_follows_the_truth(void **state)
{
    (void)state;
    static const uint8_t input[] = {0x03, 'o', 'n', 'e', 0, 0, 0};
    uint8_t output[MAX_BYTES];
    const struct bb_grammar *grammar = bb_grammar_find("p_prefix");
    assert_int_equal(bb_lift(grammar, bb_bytes_of(input, sizeof input), &tree, NULL), BB_OK);
    struct bb_node *lie = bb_node_new(&tree, &grammar->root->slots[0].fields[0]);
    assert_non_null(lie);
    lie->flags = BB_NODE_RELATIVE;
    lie->value = (uint64_t)-1;
    bb_node_insert(&tree.root->child, lie);
    render(output);
    assert_int_equal(output[0], 2);
    lie->next->len = 1;
    render(output);
    assert_int_equal(output[0], 0);
}

static struct bb_node *nth_child(struct bb_node *node, unsigned n)
{
    node = node->child;
    while (n-- > 0)
        node = node->next;
    return node;
}

static void assert_renders(const char *hex)
{
    uint8_t expected[MAX_BYTES], output[MAX_BYTES];
    size_t n = bytes_of_hex(hex, expected, sizeof expected);
    assert_int_equal(render(output), n);
    assert_memory_equal(output, expected, n);
}

/* A reference keeps to its anchor when that moves, becomes a number when it is gone, and does not
 * leave its base. */
static void test_primitives__references_follow_their_anchors(void **state)
{
    (void)state;
    uint8_t input[MAX_BYTES];
    size_t n = bytes_of_hex("02 0161 0162 00 0163 c003  01 0163 c003", input, sizeof input);
    assert_lossless(bb_grammar_find("p_reference"), bb_bytes_of(input, n), &tree);
    struct bb_node *name = nth_child(tree.root->child, 0);
    struct bb_node *pointer = nth_child(nth_child(nth_child(tree.root->child, 1), 1), 0);
    struct bb_node *copy = bb_node_copy(&tree, name->child);
    copy->len = 0; /* no anchor of that id */
    copy->next = name->child;
    name->child = copy;
    assert_renders("02 0161 0161 0162 00 0163 c005  01 0163 c003");
    struct bb_node *second = name->child->next->next;
    name->child->next->next = second->next;
    assert_renders("02 0161 0161 00 0163 c003  01 0163 c003");
    pointer->value = BB_REFERENCE_HERE;
    assert_renders("02 0161 0161 00 0163 c008  01 0163 c003");
    pointer->value += 4;
    assert_renders("02 0161 0161 00 0163 c00c  01 0163 c003");
}

/* More anchors than there is room for: the last ones are not followed, but nothing is lost. */
static void test_primitives__references_beyond_the_table_stay(void **state)
{
    (void)state;
    enum { LABELS = 4000, LEN = 2 * LABELS + 3 };
    static uint8_t input[LEN], output[LEN + 2];
    size_t size = 0;
    input[0] = 1;
    for (unsigned i = 0; i < LABELS; i++)
        input[1 + 2 * i] = 1;
    const uint8_t last = (LEN - 4) & 0xff;
    input[LEN - 2] = 0xc0 | (LEN - 4) >> 8;
    input[LEN - 1] = last;
    struct bb_tree large = BB_TREE_INIT(4 << 20);
    assert_lossless(bb_grammar_find("p_reference"), bb_bytes_of(input, LEN), &large);
    struct bb_node *name = large.root->child->child;
    struct bb_node *pointer = nth_child(name, LABELS)->child;
    struct bb_node *copy = bb_node_copy(&large, name->child);
    copy->next = name->child;
    copy->len = 0;
    name->child = copy;
    assert_int_equal(bb_render(&large, output, sizeof output, &size), BB_OK);
    assert_int_equal(size, LEN + 2);
    assert_int_equal(output[LEN + 1], last);
    pointer->value = 3;
    assert_int_equal(bb_render(&large, output, sizeof output, &size), BB_OK);
    assert_int_equal(output[LEN], 0xc0);
    assert_int_equal(output[LEN + 1], 5);
    bb_tree_free(&large);
}

/* Elements that open, close and contain each other in every way. */
static void test_primitives__indefinite_lengths_are_lossless(void **state)
{
    (void)state;
    static const uint8_t alphabet[] = {0x30, 0x80, 0x30, 0x80, 0x00, 0x00,
                                       0x04, 0x01, 0x02, 0x81, 0x1f};
    struct bb_rng rng;
    uint8_t input[40];
    unsigned n_indefinite = 0;
    bb_rng_seed(&rng, 1);
    for (unsigned i = 0; i < 50000; i++) {
        size_t len = bb_rng_below(&rng, sizeof input);
        for (size_t k = 0; k < len; k++)
            input[k] = alphabet[bb_rng_below(&rng, sizeof alphabet)];
        if (len)
            input[0] = 0;
        assert_lossless(bb_grammar_find("p_ber"), bb_bytes_of(input, len), &tree);
        for (const struct bb_node *node = tree.root->child; node; node = node->next) {
            const struct bb_node *length =
                node->kind == BB_NODE_MESSAGE ? bb_node_in_slot(node, 1) : NULL;
            n_indefinite += length && bb_ber_is_indefinite(length->field, length->len);
        }
    }
    assert_true(n_indefinite > 500);
}

/* All elements are as long as the first. */
static void test_primitives__elements_get_the_size_of_the_first(void **state)
{
    (void)state;
    uint8_t input[MAX_BYTES];
    size_t n = bytes_of_hex("01 00 02 aabb ccdd 07", input, sizeof input);
    assert_lossless(bb_grammar_find("p_each"), bb_bytes_of(input, n), &tree);
    struct bb_node *first = nth_child(tree.root, 0);
    first->len = 1;
    assert_renders("01 00 01 aa cc 07");
    first->len = 2;
    first->next->len = 1;
    assert_renders("01 00 02 aabb cc00 07");
}

/* Elements whose place follows from their value are written in its order. */
static void test_primitives__deltas_are_sorted_after_an_edit(void **state)
{
    (void)state;
    static const uint8_t input[] = {0x11, 0x22, 0x43};
    static const uint8_t sorted[] = {0x11, 0x43, 0x12};
    uint8_t output[MAX_BYTES];
    assert_lossless(bb_grammar_find("p_delta"), bb_bytes_of(input, sizeof input), &tree);
    struct bb_node *second = tree.root->child->next;
    assert_int_equal(second->child->value, 3);
    second->child->value = 8;
    second->next->child->value = 5;
    bb_tree_sort(&tree);
    second = tree.root->child->next;
    assert_int_equal(second->child->value, 5);
    assert_int_equal(render(output), sizeof input);
    output[2] &= 0x0f;
    output[2] |= 0x10;
    assert_memory_equal(output, sorted, 2);
}

static void assert_stops_at_the_size(const struct example *example)
{
    uint8_t input[MAX_BYTES], output[MAX_BYTES];
    size_t size = 77;
    size_t len = bytes_of_hex(example->bytes, input, sizeof input);
    assert_lossless(bb_grammar_find(example->grammar), bb_bytes_of(input, len), &tree);
    for (size_t room = 0; room < len; room++) {
        assert_int_equal(bb_render(&tree, output, room, &size), BB_LIMIT);
        assert_int_equal(size, 77);
    }
}

static void test_primitives__rendering_stops_at_the_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_TABLES; i++)
        for (const struct example *example = tables[i]; example->grammar; example++)
            assert_stops_at_the_size(example);
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_primitives__examples_are_seen_and_repaired),
        cmocka_unit_test(test_primitives__nesting_is_capped),
        cmocka_unit_test(test_primitives__an_empty_tree_renders_defaults),
        cmocka_unit_test(test_primitives__any_number_of_labelled_lengths),
        cmocka_unit_test(test_primitives__a_relative_lie_follows_the_truth),
        cmocka_unit_test(test_primitives__deltas_are_sorted_after_an_edit),
        cmocka_unit_test(test_primitives__references_follow_their_anchors),
        cmocka_unit_test(test_primitives__references_beyond_the_table_stay),
        cmocka_unit_test(test_primitives__indefinite_lengths_are_lossless),
        cmocka_unit_test(test_primitives__elements_get_the_size_of_the_first),
        cmocka_unit_test(test_primitives__rendering_stops_at_the_size),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    return failed;
}
