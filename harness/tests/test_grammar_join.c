/*
 * What is carried in pieces: edits of the content, the carriers stay, and the other way round.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "grammar_support.h"

enum { MAX_TREE_BYTES = 1 << 20, MAX_BYTES = 1024 };

/* Two frames, of 2 and 3 bytes, of one item with 3 bytes of data. */
static const uint8_t two_frames[] = {2, 1, 2, 4, 1, 1, 3, 'a', 'b', 'c'};

static struct bb_tree tree;

static struct bb_node *in_slot(struct bb_node *message, unsigned slot)
{
    struct bb_node *node = message->child;
    while (node && node->slot != slot)
        node = node->next;
    assert_non_null(node);
    return node;
}

/* The data of the one item that is joined. */
static struct bb_node *lift_item(void)
{
    assert_lossless(bb_grammar_find("p_join"), bb_bytes_of(two_frames, sizeof two_frames), &tree);
    struct bb_node *item = in_slot(tree.root, 2)->child;
    assert_int_equal(item->kind, BB_NODE_MESSAGE);
    return in_slot(item, 2);
}

static void assert_renders(const void *bytes, size_t len)
{
    uint8_t output[MAX_BYTES];
    size_t size = 0;
    assert_int_equal(bb_render(&tree, output, sizeof output, &size), BB_OK);
    assert_int_equal(size, len);
    assert_memory_equal(output, bytes, len);
}

static void test_join__the_last_piece_takes_what_the_others_do_not(void **state)
{
    (void)state;
    static const uint8_t longer[] = {2, 1, 2, 6, 1, 1, 5, 'v', 'w', 'x', 'y', 'z'};
    static const uint8_t shorter[] = {2, 1, 2, 1, 1, 1, 0};
    struct bb_node *data = lift_item();
    data->data = (const uint8_t *)"vwxyz";
    data->len = 5;
    assert_renders(longer, sizeof longer);
    data->len = 0;
    assert_renders(shorter, sizeof shorter);
}

static void test_join__content_that_outgrows_its_carriers_gets_more_of_them(void **state)
{
    (void)state;
    static uint8_t filling[230];
    uint8_t output[MAX_BYTES];
    size_t size = 0;
    struct bb_node *data = lift_item();
    data->data = filling;
    data->len = sizeof filling;
    assert_int_equal(bb_render(&tree, output, sizeof output, &size), BB_OK);
    assert_int_equal(output[0], 4); /* pieces of 2, 100, 100 and 30 bytes */
    assert_int_equal(size, 1 + 4 * 2 + sizeof filling + 2);
    assert_int_equal(output[size - 31], 30);
    assert_lossless(bb_grammar_find("p_join"), bb_bytes_of(output, size), &tree);
    assert_int_equal(bb_tree_stats(&tree, size).lies, 0);
}

static void test_join__content_stays_when_carriers_go_and_cuts_move(void **state)
{
    (void)state;
    static const uint8_t moved[] = {2, 1, 4, 4, 1, 'a', 'b', 1, 1, 'c'};
    static const uint8_t one[] = {1, 1, 5, 4, 1, 'a', 'b', 'c'};
    lift_item();
    struct bb_node *frame = in_slot(tree.root, 1);
    in_slot(frame, 2)->value = 4;
    assert_renders(moved, sizeof moved);
    frame->next = frame->next->next;
    assert_renders(one, sizeof one);
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join__the_last_piece_takes_what_the_others_do_not),
        cmocka_unit_test(test_join__content_that_outgrows_its_carriers_gets_more_of_them),
        cmocka_unit_test(test_join__content_stays_when_carriers_go_and_cuts_move),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    return failed;
}
