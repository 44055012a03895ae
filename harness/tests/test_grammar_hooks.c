/*
 * What a grammar leaves to hooks: a toy cipher that adds 1 to each byte behind a byte that counts
 * them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "grammar_support.h"

enum { MAX_TREE_BYTES = 1 << 20 };

static size_t open_shifted(void *user, struct bb_bytes coded, uint8_t *out, size_t size)
{
    (void)user;
    if (coded.len == 0 || coded.ptr[0] != coded.len - 1 || size < coded.len - 1)
        return SIZE_MAX;
    for (size_t i = 1; i < coded.len; i++)
        out[i - 1] = (uint8_t)(coded.ptr[i] - 1);
    return coded.len - 1;
}

static size_t seal_shifted(void *user, struct bb_bytes plain, uint8_t *out, size_t size)
{
    (void)user;
    if (size < plain.len + 1)
        return SIZE_MAX;
    out[0] = (uint8_t)plain.len;
    for (size_t i = 0; i < plain.len; i++)
        out[i + 1] = (uint8_t)(plain.ptr[i] + 1);
    return plain.len + 1;
}

static const struct bb_hook_cipher shift = {"shift", open_shifted, seal_shifted, NULL};
static const struct bb_hooks hooks = {.ciphers = &shift, .n_ciphers = 1};

/* The content of the sealed field, once the tree holds that input. */
static struct bb_node *lift_sealed(struct bb_tree *tree, struct bb_bytes input)
{
    assert_lossless(bb_grammar_find("p_cipher"), input, tree);
    struct bb_node *node = tree->root->child;
    assert_int_equal(node->kind, BB_NODE_BYTES);
    return node;
}

static void test_hooks__content_is_opened_and_sealed_again(void **state)
{
    (void)state;
    static const uint8_t input[] = {3, 2, 'b', 'c', 9};
    static const uint8_t longer[] = {4, 3, 'y', 'y', 'y', 9};
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    tree.hooks = &hooks;
    struct bb_node *node = lift_sealed(&tree, bb_bytes_of(input, sizeof input));
    assert_int_equal(node->len, 2);
    assert_memory_equal(node->data, "ab", 2);
    node->data = (const uint8_t *)"xxx";
    node->len = 3;
    uint8_t output[16];
    size_t size = 0;
    assert_int_equal(bb_render(&tree, output, sizeof output, &size), BB_OK);
    assert_int_equal(size, sizeof longer);
    assert_memory_equal(output, longer, size);
    bb_tree_free(&tree);
}

static void test_hooks__what_does_not_open_and_what_has_no_hook_stays_as_it_is(void **state)
{
    (void)state;
    static const uint8_t wrong[] = {3, 7, 'b', 'c', 9};
    static const uint8_t right[] = {3, 2, 'b', 'c', 9};
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    tree.hooks = &hooks;
    assert_int_equal(lift_sealed(&tree, bb_bytes_of(wrong, sizeof wrong))->len, 3);
    tree.hooks = NULL;
    assert_int_equal(lift_sealed(&tree, bb_bytes_of(right, sizeof right))->len, 3);
    bb_tree_free(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hooks__content_is_opened_and_sealed_again),
        cmocka_unit_test(test_hooks__what_does_not_open_and_what_has_no_hook_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
