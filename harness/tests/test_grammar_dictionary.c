/*
 * The dictionaries under version control: made from the grammars as they are now, and in the form
 * that AFL++ and libFuzzer both accept.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "grammar/dictionary.h"

enum { MAX_TEXT_BYTES = 1 << 20 };

/* "mqtt.proto": dictionaries/mqtt.dict. */
static void read_committed(const char *proto, struct bb_buf *ret_text)
{
    char path[256];
    snprintf(path, sizeof path, "dictionaries/%.*s.dict", (int)(strlen(proto) - strlen(".proto")),
             proto);
    assert_int_equal(bb_file_read(path, ret_text, NULL), BB_OK);
}

static void test_dictionary__committed_files_are_up_to_date(void **state)
{
    (void)state;
    for (size_t i = 0; bb_grammars[i]; i++) {
        struct bb_buf committed = BB_BUF_INIT(MAX_TEXT_BYTES);
        struct bb_buf made = BB_BUF_INIT(MAX_TEXT_BYTES);
        read_committed(bb_grammars[i]->proto, &committed);
        assert_int_equal(bb_dictionary(bb_grammars[i]->proto, &made), BB_OK);
        if (!bb_bytes_equal(bb_buf_bytes(&committed), bb_buf_bytes(&made)))
            print_error("build the target `dictionaries`: that of %s has changed\n",
                        bb_grammars[i]->proto);
        assert_string_equal(bb_buf_str(&committed), bb_buf_str(&made));
        bb_buf_free(&committed);
        bb_buf_free(&made);
    }
}

/* Takes one character of a value; false if an engine would refuse it. */
static bool take_character(struct bb_bytes *line)
{
    uint8_t c = line->ptr[0];
    size_t n = 1;
    if (c < 0x20 || c > 0x7e || c == '"')
        return false;
    if (c == '\\') {
        bool hex = line->len >= 4 && line->ptr[1] == 'x' && isxdigit(line->ptr[2]) &&
                   isxdigit(line->ptr[3]);
        bool quoted = line->len >= 2 && (line->ptr[1] == '"' || line->ptr[1] == '\\');
        n = hex ? 4 : quoted ? 2 : 0;
    }
    line->ptr += n;
    line->len -= n;
    return n > 0;
}

/* name="value", value neither empty nor too long: the rules of AFL++'s load_extras_file and of
 * libFuzzer's ParseOneDictionaryEntry together. */
static bool is_entry(struct bb_bytes line)
{
    size_t size = 0;
    while (line.len && (isalnum(line.ptr[0]) || line.ptr[0] == '_')) {
        line.ptr++;
        line.len--;
    }
    if (line.len < 4 || line.ptr[0] != '=' || line.ptr[1] != '"' || line.ptr[line.len - 1] != '"')
        return false;
    line = bb_bytes_of(line.ptr + 2, line.len - 3);
    while (line.len && take_character(&line))
        size++;
    return line.len == 0 && size > 0 && size <= BB_DICTIONARY_MAX_ENTRY_BYTES;
}

static void test_dictionary__both_engines_can_read_it(void **state)
{
    (void)state;
    for (size_t i = 0; bb_grammars[i]; i++) {
        struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
        struct bb_bytes line;
        unsigned n = 0;
        assert_int_equal(bb_dictionary(bb_grammars[i]->proto, &text), BB_OK);
        for (struct bb_bytes rest = bb_buf_bytes(&text); bb_bytes_take_line(&rest, &line);) {
            if (line.len && line.ptr[0] == '#')
                continue;
            if (!is_entry(line))
                print_error("%.*s\n", (int)line.len, (const char *)line.ptr);
            assert_true(is_entry(line));
            n++;
        }
        assert_true(n > 0); /* of a grammar of bits, little stands in whole bytes */
        bb_buf_free(&text);
    }
}

static void assert_lacks(const char *text, const char *entry)
{
    assert_null(strstr(text, entry));
}

static void assert_has_once(const char *text, const char *entry)
{
    const char *found = strstr(text, entry);
    if (!found)
        print_error("no %s\n", entry);
    assert_non_null(found);
    assert_null(strstr(found + 1, entry));
}

static void test_dictionary__has_constants_values_and_tokens_once(void **state)
{
    (void)state;
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    assert_int_equal(bb_dictionary("mqtt.proto", &text), BB_OK);
    assert_has_once(bb_buf_str(&text), "\nconnect=\"\\x10\"\n");
    assert_has_once(bb_buf_str(&text), "=\"\\x82\"\n");
    assert_has_once(bb_buf_str(&text), "=\"MQIsdp\"\n");
    assert_has_once(bb_buf_str(&text), "=\"$SYS/#\"\n");
    assert_has_once(bb_buf_str(&text), "\ntext=\"\\xc0\\x80\"\n");
    assert_has_once(bb_buf_str(&text), "=\"\\x26\"\n"); /* USER_PROPERTY */
    bb_buf_reset(&text);
    assert_int_equal(bb_dictionary("coap.proto", &text), BB_OK);
    assert_has_once(bb_buf_str(&text), "=\"\\xff\"\n"); /* the payload marker */
    assert_has_once(bb_buf_str(&text), "\nmissing_blocks=\"\\x01\\x10\"\n");
    assert_has_once(bb_buf_str(&text), "=\".well-known\"\n");
    assert_lacks(bb_buf_str(&text), "\nuri_path=\"\\x0b\"\n"); /* a number is never whole there */
    bb_buf_free(&text);
}

static void test_dictionary__text_that_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct bb_buf text = BB_BUF_INIT(100);
    assert_int_equal(bb_dictionary("mqtt.proto", &text), BB_LIMIT);
    bb_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionary__committed_files_are_up_to_date),
        cmocka_unit_test(test_dictionary__both_engines_can_read_it),
        cmocka_unit_test(test_dictionary__has_constants_values_and_tokens_once),
        cmocka_unit_test(test_dictionary__text_that_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
