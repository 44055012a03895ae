/* SHA-1 against the examples of FIPS 180 and every length around a block's end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha1.h"

static void test_sha1__published_examples(void **state)
{
    (void)state;
    char text[BB_SHA1_TEXT_SIZE];
    assert_string_equal(bb_sha1(bb_bytes_of(NULL, 0), text),
                        "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_string_equal(bb_sha1(bb_bytes_str("abc"), text),
                        "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_string_equal(bb_sha1(bb_bytes_str(
                                    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                                text),
                        "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

static void test_sha1__a_million_letters(void **state)
{
    (void)state;
    char text[BB_SHA1_TEXT_SIZE];
    uint8_t *letters = malloc(1000000);
    memset(letters, 'a', 1000000);
    assert_string_equal(bb_sha1(bb_bytes_of(letters, 1000000), text),
                        "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    free(letters);
}

/* The digest of the digests of 0 to 130 zero bytes; the expected value is from sha1sum. */
static void test_sha1__all_lengths_around_a_block(void **state)
{
    (void)state;
    uint8_t zeros[130] = {0};
    char texts[131 * (BB_SHA1_TEXT_SIZE - 1) + 1];
    for (size_t n = 0; n <= sizeof zeros; n++)
        bb_sha1(bb_bytes_of(zeros, n), texts + n * (BB_SHA1_TEXT_SIZE - 1));
    char text[BB_SHA1_TEXT_SIZE];
    assert_string_equal(bb_sha1(bb_bytes_str(texts), text),
                        "db7b3ebc807764d5e9468129aa9b25a45c394bab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha1__published_examples),
        cmocka_unit_test(test_sha1__a_million_letters),
        cmocka_unit_test(test_sha1__all_lengths_around_a_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
