/* The update targets' second opinion (targets/update): a wrong one would accuse a parser falsely.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit.h"

#define BYTES(literal)  bb_bytes_of(literal, sizeof(literal) - 1)
#define NODE            "\0\0\0\x01"
#define PROP(len, name) "\0\0\0\x03\0\0\0" len "\0\0\0" name
#define END             "\0\0\0\x02"
#define NOP             "\0\0\0\x04"
#define NAMES           "data\0algo\0value\0"
enum { HEADER = 40, NO_RESERVATIONS = 16 };

struct input {
    uint8_t bytes[512];
    size_t len;
};

static void put_u32(uint8_t *at, size_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (24 - 8 * i));
}

/* A tree of version 17 without reservations. */
static struct input make(struct bb_bytes structure)
{
    struct input input = {.bytes = {0xd0, 0x0d, 0xfe, 0xed}};
    struct bb_bytes names = BYTES(NAMES);
    size_t at = HEADER + NO_RESERVATIONS;
    input.len = at + structure.len + names.len;
    put_u32(input.bytes + 4, input.len);
    put_u32(input.bytes + 8, at);
    put_u32(input.bytes + 12, at + structure.len);
    put_u32(input.bytes + 16, HEADER);
    put_u32(input.bytes + 20, 17);
    put_u32(input.bytes + 24, 16);
    put_u32(input.bytes + 32, names.len);
    put_u32(input.bytes + 36, structure.len);
    memcpy(input.bytes + at, structure.ptr, structure.len);
    memcpy(input.bytes + at + structure.len, names.ptr, names.len);
    return input;
}

static struct bb_bytes bytes_of(const struct input *input)
{
    return bb_bytes_of(input->bytes, input->len);
}

static bool read_whole(struct bb_bytes structure, uint64_t *ret_digest)
{
    struct input input = make(structure);
    struct tree tree;
    return tree_open(bytes_of(&input), &tree) && tree_digest(&tree, ret_digest);
}

static void test_update_tree__takes_items(void **state)
{
    struct input input =
        make(BYTES(NODE "\0\0\0\0" PROP("\x02", "\x05") "x\0\0\0" END "\0\0\0\x09"));
    struct tree tree;
    struct tree_item item;
    (void)state;
    assert_true(tree_open(bytes_of(&input), &tree));
    struct tree_cursor cursor = {.tree = &tree};
    assert_true(tree_next(&cursor, &item));
    assert_int_equal(item.kind, TREE_NODE);
    assert_string_equal(item.name, "");
    assert_true(tree_next(&cursor, &item));
    assert_int_equal(item.kind, TREE_PROPERTY);
    assert_string_equal(item.name, "algo");
    assert_true(bb_bytes_equal(item.value, BYTES("x\0")));
    assert_true(tree_next(&cursor, &item));
    assert_int_equal(item.kind, TREE_NODE_END);
    assert_true(tree_next(&cursor, &item));
    assert_int_equal(item.kind, TREE_END);
}

static void test_update_tree__digests_what_is_said(void **state)
{
    uint64_t one, other;
    (void)state;
    assert_true(read_whole(BYTES(NODE "\0\0\0\0" END "\0\0\0\x09"), &one));
    assert_true(read_whole(BYTES(NODE "\0\0\0\0\0\0\0\x04" END "\0\0\0\x09"), &other));
    assert_int_equal(one, other); /* a nop says nothing */
    assert_true(read_whole(BYTES(NODE "\0\0\0\0" PROP("\0", "\0") END "\0\0\0\x09"), &other));
    assert_int_not_equal(one, other);
}

static void test_update_tree__refuses_malformed(void **state)
{
    const struct bb_bytes malformed[] = {
        BYTES(""),
        BYTES(NODE "\0\0\0\0" END),                                        /* no end */
        BYTES(NODE "abcd"),                                                /* a name without one */
        BYTES(NODE "\0\0\0\0" PROP("\x09", "\0") "abcd" END "\0\0\0\x09"), /* longer than it is */
        BYTES(NODE "\0\0\0\0" PROP("\0", "\x10") END "\0\0\0\x09"),        /* behind the names */
        BYTES(NODE "\0\0\0\0\0\0\0\x05"),                                  /* no token */
    };
    uint64_t digest;
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_false(read_whole(malformed[i], &digest));
}

static void test_update_tree__sees_negative_lengths(void **state)
{
    struct input good = make(BYTES(NODE "\0\0\0\0" PROP("\0", "\0") END "\0\0\0\x09"));
    struct input negative[] = {
        make(BYTES(NODE "\0\0\0\0\0\0\0\x03\xff\xff\xff\xf4\0\0\0\0" END "\0\0\0\x09")),
        make(BYTES(NODE "\0\0\0\0\0\0\0\x03\x7f\xff\xff\xec\0\0\0\0" END "\0\0\0\x09")),
        make(BYTES(NODE "\0\0\0\0" NOP NOP "\0\0\0\x03\xff\xff\xff\xff\0\0\0\0" END)),
        make(BYTES(NODE "\0\0\0\0" PROP("\0", "\x10") /* no such name, nor an end */
                   "\0\0\0\x03\xff\xff\xff\xf4")),
    };
    struct input others[] = {
        good,
        make(BYTES(NODE "\0\0\0\0\0\0\0\x03\xff\xff\xff\xf3\0\0\0\0" END "\0\0\0\x09")),
        make(BYTES(NODE "\0\0\0\0\0\0\0\x03\x80\0\0\0\0\0\0\0" END "\0\0\0\x09")),
        make(BYTES(NODE "\0\0\0\0\0\0\0\x03\x7f\xff\xff\xeb\0\0\0\0" END "\0\0\0\x09")),
        make(BYTES(NODE "\0\0\0\0\0\0\0\x05\0\0\0\x03\xff\xff\xff\xf4")), /* no token */
    };
    (void)state;
    for (size_t i = 0; i < sizeof negative / sizeof *negative; i++)
        assert_true(tree_has_negative_length(bytes_of(&negative[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(tree_has_negative_length(bytes_of(&others[i])));
}

static void test_update_tree__knows_alignment(void **state)
{
    struct input input = make(BYTES(NODE "\0\0\0\0" END "\0\0\0\x09"));
    (void)state;
    assert_true(tree_is_aligned(bytes_of(&input)));
    input.bytes[11] += 2;
    assert_false(tree_is_aligned(bytes_of(&input)));
}

static void expect_digest(const char *algorithm, struct bb_bytes data, struct bb_bytes expected)
{
    struct digest digest;
    assert_true(digest_of(algorithm, data, &digest));
    assert_true(bb_bytes_equal(bb_bytes_of(digest.bytes, digest.len), expected));
}

static void test_update_tree__calculates_digests(void **state)
{
    struct digest digest;
    (void)state;
    expect_digest("crc32", BYTES("123456789"), BYTES("\xcb\xf4\x39\x26"));
    expect_digest("sha1", BYTES("abc"),
                  BYTES("\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0"
                        "\xd8\x9d"));
    expect_digest("sha256", BYTES("abc"),
                  BYTES("\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\xb0\x03"
                        "\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad"));
    expect_digest("sha256", /* two blocks: FIPS 180-4's second example */
                  BYTES("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                  BYTES("\x24\x8d\x6a\x61\xd2\x06\x38\xb8\xe5\xc0\x26\x93\x0c\x3e\x60\x39\xa3\x3c"
                        "\xe4\x59\x64\xff\x21\x67\xf6\xec\xed\xd4\x19\xdb\x06\xc1"));
    assert_false(digest_of("md5", BYTES("abc"), &digest));
}

/* An image with data "123456789" and its CRC-32, of which the last byte is given. */
#define IMAGE(last)                                                                           \
    NODE "\0\0\0\0" NODE "images\0\0" NODE                                                    \
         "k\0\0\0" PROP("\x09", "\0") "123456789\0\0\0" NODE                                  \
                                      "hash-1\0\0" PROP("\x06", "\x05") "crc32\0\0\0" PROP(   \
                                          "\x04", "\x0a") "\xcb\xf4\x39" last END END END END \
                                                          "\0\0\0\x09"

static void test_update_tree__judges_images(void **state)
{
    struct input right = make(BYTES(IMAGE("\x26"))), wrong = make(BYTES(IMAGE("\x27")));
    struct fit fit;
    (void)state;
    assert_true(fit_read(bytes_of(&right), &fit));
    assert_int_equal(fit.n_images, 1);
    assert_true(bb_bytes_equal(fit.images[0].data, BYTES("123456789")));
    assert_int_equal(fit_is_right(&fit.images[0]), FIT_YES);
    assert_ptr_equal(fit_find(&fit, "k"), &fit.images[0]);
    assert_null(fit_find(&fit, "l"));
    assert_true(fit_read(bytes_of(&wrong), &fit));
    assert_int_equal(fit_is_right(&fit.images[0]), FIT_NO);
    struct input mended = wrong;
    fit_mend(&fit, mended.bytes);
    assert_memory_equal(mended.bytes, right.bytes, right.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_update_tree__takes_items),
        cmocka_unit_test(test_update_tree__digests_what_is_said),
        cmocka_unit_test(test_update_tree__refuses_malformed),
        cmocka_unit_test(test_update_tree__sees_negative_lengths),
        cmocka_unit_test(test_update_tree__knows_alignment),
        cmocka_unit_test(test_update_tree__calculates_digests),
        cmocka_unit_test(test_update_tree__judges_images),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
