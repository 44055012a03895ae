/* The second opinion on JSON (targets/json/json_text.h) against the grammar of RFC 8259. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json_text.h"

static bool reads(const char *words, struct json_text *ret_text)
{
    return json_text_read(bb_bytes_of(words, strlen(words)), ret_text);
}

static void test_json_text__takes_what_is_well_formed(void **state)
{
    static const char *const texts[] = {"0",
                                        "-0",
                                        "1.5e+10",
                                        "10E-2",
                                        "\"\"",
                                        "\"\\u00e9\\n\\/\"",
                                        "\"\xc3\xa9\"",
                                        "true",
                                        " null\n",
                                        "[]",
                                        "[ ]",
                                        "{}",
                                        "{ }",
                                        "[1,2]",
                                        "[[],[[]],{}]",
                                        "{\"a\":1}",
                                        "{\"a\" : [ ] , \"b\":{}}",
                                        "[false , \"x\"]",
                                        "{\"\":{\"\":0}}"};
    struct json_text text;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!reads(texts[i], &text))
            fail_msg("refused: %s", texts[i]);
}

static void test_json_text__refuses_what_is_not(void **state)
{
    static const char *const texts[] = {"",           " ",        "01",
                                        "1.",         ".5",       "+1",
                                        "1e",         "-",        "tru",
                                        "nulll",      "\"",       "\"\\x\"",
                                        "\"\\u12\"",  "\"\n\"",   "[",
                                        "]",          "[1",       "[1,]",
                                        "[,1]",       "[1 2]",    "{",
                                        "{\"a\"}",    "{\"a\":}", "{a:1}",
                                        "{\"a\":1,}", "{,}",      "[}",
                                        "{]",         "[1]]",     "1 2",
                                        "{\"a\":1]",  "'a'",      "\xef\xbb\xbf\x31"};
    struct json_text text;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (reads(texts[i], &text))
            fail_msg("taken: %s", texts[i]);
}

static void test_json_text__says_what_is_in_it(void **state)
{
    struct json_text text;
    (void)state;
    assert_true(reads("[[1],{\"a\":[-12.5e3]},\"\\u0041\"]", &text));
    assert_int_equal(text.depth, 3);
    assert_int_equal(text.longest_number, 7);
    assert_false(text.has_surrogates);
    assert_true(reads("\"\\uD83D\\ude00\"", &text));
    assert_int_equal(text.depth, 0);
    assert_true(text.has_surrogates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_text__takes_what_is_well_formed),
        cmocka_unit_test(test_json_text__refuses_what_is_not),
        cmocka_unit_test(test_json_text__says_what_is_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
