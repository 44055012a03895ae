/* Findings as texts for others: the annotated dump, the C file, the report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "report/export.h"

static struct bb_buf out = BB_BUF_INIT(1 << 20);

static int forget(void **state)
{
    (void)state;
    bb_buf_free(&out);
    return 0;
}

static const char *dump(const char *grammar, struct bb_bytes input)
{
    bb_buf_reset(&out);
    assert_int_equal(bb_export_dump(grammar ? bb_grammar_find(grammar) : NULL, input, &out), BB_OK);
    return bb_buf_str(&out);
}

/* A Modbus request whose length says one byte too many. */
static const uint8_t request[] = {0, 1, 0, 0, 0, 7, 17, 5, 0, 25, 0xff, 0};

static size_t count(const char *text, const char *words)
{
    size_t n = 0;
    while ((text = strstr(text, words)) && ++n)
        text += strlen(words);
    return n;
}

static void test_export__dump_names_fields_and_marks_the_lie(void **state)
{
    (void)state;
    const char *text = dump("modbus_tcp", bb_bytes_of(request, sizeof request));
    assert_non_null(strstr(text, "000000  00 01                     "));
    assert_non_null(strstr(text, "000004  00 07 "));
    assert_non_null(strstr(text, "length = 7"));
    assert_non_null(strstr(text, "6 would be true"));
    assert_non_null(strstr(text, "000008  00 19 "));
}

/* Each byte of the input stands in the dump once, in order, whatever the bytes are. */
static void assert_has_all_bytes(const char *text, struct bb_bytes input)
{
    size_t at = 0;
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        if (line[0] < '0' || line[0] > '9')
            continue;
        for (const char *hex = line + 8; hex[0] != ' ' && hex < line + 8 + 24; hex += 3) {
            char want[4];
            assert_true(at < input.len);
            snprintf(want, sizeof want, "%02x", input.ptr[at++]);
            assert_memory_equal(hex, want, 2);
        }
    }
    assert_int_equal(at, input.len);
}

static void test_export__dump_has_every_byte_once(void **state)
{
    static const char *const grammars[] = {NULL, "modbus_tcp", "mqtt", "coap", "dns", "http"};
    uint8_t input[300];
    (void)state;
    for (size_t i = 0; i < sizeof input; i++)
        input[i] = (uint8_t)(i * 7 + i / 13);
    for (size_t i = 0; i < sizeof grammars / sizeof *grammars; i++)
        for (size_t len = 0; len <= sizeof input; len += 37)
            assert_has_all_bytes(dump(grammars[i], bb_bytes_of(input, len)),
                                 bb_bytes_of(input, len));
}

static struct bb_finding example(void)
{
    struct bb_finding finding = bb_finding_empty();
    finding.id = "modbus_x-01234567";
    finding.target = "modbus_x";
    finding.parser = "libx";
    finding.version = "1.2 */ int evil;";
    finding.report.crash_type = "Heap-buffer-overflow\nWRITE 1";
    finding.engines = "afl libfuzzer";
    finding.input_bytes = 12;
    finding.runs = finding.runs_crashed = 1;
    finding.explanation = "length says 7, 6 would be true";
    return finding;
}

static void test_export__source_has_the_bytes_and_one_comment(void **state)
{
    (void)state;
    struct bb_finding finding = example();
    bb_buf_reset(&out);
    assert_true(bb_export_source(&finding, bb_bytes_of(request, sizeof request), &out));
    const char *text = bb_buf_str(&out);
    assert_int_equal(count(text, "0x"), sizeof request);
    assert_non_null(strstr(text, "0x00, 0x01, 0x00, 0x00, 0x00, 0x07, 0x11, 0x05"));
    const char *end = strstr(text, "*/");
    assert_true(end && end < strstr(text, "#include"));
    assert_null(strstr(end + 2, "evil"));
}

static void test_export__report_says_what_is_known(void **state)
{
    (void)state;
    struct bb_finding finding = example();
    bb_buf_reset(&out);
    assert_true(bb_export_markdown(&finding, "000000  00  x = 0\n", &out));
    const char *text = bb_buf_str(&out);
    assert_non_null(strstr(text, "afl libfuzzer"));
    assert_non_null(strstr(text, "    length says 7, 6 would be true\n"));
    assert_non_null(strstr(text, "    000000  00  x = 0\n"));
    assert_null(strstr(text, "Freed at"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export__dump_names_fields_and_marks_the_lie),
        cmocka_unit_test(test_export__dump_has_every_byte_once),
        cmocka_unit_test(test_export__source_has_the_bytes_and_one_comment),
        cmocka_unit_test(test_export__report_says_what_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
