/*
 * What a grammar leaves to hooks: a toy cipher that adds 1 to each byte behind a byte that counts
 * them, and a toy digest that multiplies by a key.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "grammar/coding.h"
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

/* user is the key, a uint32_t. */
static uint64_t compute_mac(void *user, const struct bb_bytes *pieces, size_t n)
{
    uint64_t sum = 0;
    for (; n > 0; n--, pieces++)
        for (size_t i = 0; i < pieces->len; i++)
            sum = (sum + pieces->ptr[i]) * *(const uint32_t *)user;
    return sum;
}

static uint32_t key = 1000;
static const struct bb_hook_digest mac = {"mac", compute_mac, &key};
static const struct bb_hooks hooks = {.ciphers = &shift,
                                      .n_ciphers = 1,
                                      .digests = &mac,
                                      .n_digests = 1};

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

static void test_hooks__keyed_digest_follows_what_it_covers(void **state)
{
    (void)state;
    static const uint8_t input[] = {1, 'A', 0, 0, 0xfd, 0xe8}; /* 'A' * 1000 */
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    tree.hooks = &hooks;
    assert_lossless(bb_grammar_find("p_keyed"), bb_bytes_of(input, sizeof input), &tree);
    struct bb_node *data = tree.root->child;
    assert_null(data->next); /* no lie */
    data->data = (const uint8_t *)"AB";
    data->len = 2;
    uint8_t output[16];
    size_t size = 0;
    assert_int_equal(bb_render(&tree, output, sizeof output, &size), BB_OK);
    assert_int_equal(size, 3 + 4);
    assert_memory_equal(output, "\2AB", 3);
    assert_int_equal(bb_load(output + 3, 4, false), ('A' * 1000 + 'B') * 1000);
    bb_tree_free(&tree);
}

static void test_hooks__keyed_digest_without_its_hook_or_of_another_key_is_kept(void **state)
{
    (void)state;
    static const uint8_t input[] = {1, 'A', 0, 0, 0xfd, 0xe8};
    static const uint8_t forged[] = {1, 'A', 0, 0, 0xfd, 0xe9};
    struct bb_tree tree = BB_TREE_INIT(MAX_TREE_BYTES);
    assert_lossless(bb_grammar_find("p_keyed"), bb_bytes_of(input, sizeof input), &tree);
    assert_int_equal(tree.root->child->next->value, 'A' * 1000);
    tree.hooks = &hooks;
    assert_lossless(bb_grammar_find("p_keyed"), bb_bytes_of(forged, sizeof forged), &tree);
    assert_int_equal(tree.root->child->next->value, 'A' * 1000 + 1);
    bb_tree_free(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hooks__content_is_opened_and_sealed_again),
        cmocka_unit_test(test_hooks__what_does_not_open_and_what_has_no_hook_stays_as_it_is),
        cmocka_unit_test(test_hooks__keyed_digest_follows_what_it_covers),
        cmocka_unit_test(test_hooks__keyed_digest_without_its_hook_or_of_another_key_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
