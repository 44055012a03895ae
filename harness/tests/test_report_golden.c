/*
 * Golden logs: what real compilers and sanitizers print about golden/crasher.c, and what the parser
 * must make of it. golden/make-logs makes them.
 */
#include "triage_logs.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/folder.h"
#include "triage/report_json.h"
#include "triage/signature.h"

static const char golden_folder[] = "harness/tests/golden";

typedef void visit(const char *path, struct bb_bytes log);

/* Shows every golden log to the function. */
static void for_each_log(visit *visit)
{
    struct bb_paths files = {0};
    size_t visited = 0;
    assert_int_equal(bb_folder_files(golden_folder, &files, NULL), BB_OK);
    for (size_t i = 0; i < files.n; i++) {
        const char *dot = strrchr(files.list[i], '.');
        if (!dot || strcmp(dot, ".log") != 0)
            continue;
        struct bb_buf log = BB_BUF_INIT(1 << 20);
        assert_int_equal(bb_file_read(files.list[i], &log, NULL), BB_OK);
        visit(files.list[i], bb_buf_bytes(&log));
        bb_buf_free(&log);
        visited++;
    }
    bb_paths_free(&files);
    assert_true(visited >= 90);
}

static json_t *parse(struct bb_arena *arena, struct bb_bytes log)
{
    const struct bb_report_options options = {.target = "crasher"};
    struct bb_report report;
    assert_int_equal(bb_report_parse(arena, log, &options, &report, NULL), BB_OK);
    return bb_report_to_json(&report);
}

static void compare_with_expected(const char *path, struct bb_bytes log)
{
    char expected_path[512];
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    int stem = (int)(strrchr(path, '.') - path);
    snprintf(expected_path, sizeof expected_path, "%.*s.json", stem, path);
    json_t *expected = json_load_file(expected_path, 0, NULL);
    json_t *actual = parse(&arena, log);
    if (!json_equal(expected, actual)) {
        char *text = json_dumps(actual, JSON_INDENT(1));
        print_error("%s is now read as\n", path);
        fprintf(stderr, "%s\n", text);
        free(text);
        fail();
    }
    json_decref(expected);
    json_decref(actual);
    bb_arena_free(&arena);
}

static void test_golden__every_log_is_read_as_expected(void **state)
{
    (void)state;
    for_each_log(compare_with_expected);
}

/* A log that is cut anywhere. The copy is exactly as long as the prefix, so that the sanitizers see
 * every byte read beyond it. Longer logs are cut at every seventh byte, each at others: there are
 * enough of them to cut every line everywhere. */
static void parse_prefixes(const char *path, struct bb_bytes log)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    const struct bb_report_options options = {.target = "crasher"};
    struct bb_report report;
    struct bb_signature signature;
    size_t step = log.len > 1000 ? 7 : 1;
    for (size_t n = strlen(path) % step; n < log.len; n += step) {
        uint8_t *prefix = malloc(n ? n : 1);
        memcpy(prefix, log.ptr, n);
        bb_arena_reset(&arena);
        assert_int_equal(bb_report_parse(&arena, bb_bytes_of(prefix, n), &options, &report, NULL),
                         BB_OK);
        bb_signature_make(&report, &signature);
        assert_true(report.n_state <= BB_REPORT_STATE_MAX);
        assert_int_equal(*report.crash_type != '\0', report.n_state > 0);
        free(prefix);
    }
    assert_true(arena.total_bytes <= BB_REPORT_ARENA_BYTES);
    bb_arena_free(&arena);
}

static void test_golden__every_prefix_of_every_log_is_read(void **state)
{
    (void)state;
    for_each_log(parse_prefixes);
}

/* The signature of a bug: the same from gcc and clang, from libFuzzer and a plain run. */
static void signature_of(const char *kind, char ret_text[BB_SIGNATURE_TEXT_SIZE])
{
    char path[512];
    struct bb_buf log = BB_BUF_INIT(1 << 20);
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_report report;
    struct bb_signature signature;
    snprintf(path, sizeof path, "%s/%s.log", golden_folder, kind);
    assert_int_equal(bb_file_read(path, &log, NULL), BB_OK);
    assert_int_equal(bb_report_parse(&arena, bb_buf_bytes(&log), NULL, &report, NULL), BB_OK);
    bb_signature_make(&report, &signature);
    strcpy(ret_text, signature.text);
    bb_arena_free(&arena);
    bb_buf_free(&log);
}

static void test_golden__compilers_agree_on_signatures(void **state)
{
    static const char *const kinds[] = {"heap_overflow_read",
                                        "heap_overflow_write",
                                        "heap_overflow_memcpy",
                                        "stack_overflow_write",
                                        "global_overflow_read",
                                        "use_after_free",
                                        "double_free",
                                        "invalid_free",
                                        "use_after_return",
                                        "use_after_scope",
                                        "leak_direct",
                                        "leak_cycle",
                                        "null_read",
                                        "null_write",
                                        "wild_write",
                                        "endless_recursion",
                                        "division",
                                        "assertion",
                                        "too_large",
                                        "negative_size"};
    char names[2][128];
    char texts[2][BB_SIGNATURE_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(names[0], sizeof names[0], "%s.clang-asan", kinds[i]);
        snprintf(names[1], sizeof names[1], "%s.gcc-asan", kinds[i]);
        signature_of(names[0], texts[0]);
        signature_of(names[1], texts[1]);
        assert_string_equal(texts[0], texts[1]);
    }
}

static void test_golden__different_bugs_have_different_signatures(void **state)
{
    static const char *const kinds[] =
        {"heap_overflow_read", "heap_overflow_write", "heap_overflow_memcpy",
         "use_after_free",     "double_free",         "invalid_free",
         "null_read",          "null_write",          "wild_write",
         "leak_direct"};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    static char texts[KINDS][BB_SIGNATURE_TEXT_SIZE];
    char name[128];
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        snprintf(name, sizeof name, "%s.clang-asan", kinds[i]);
        signature_of(name, texts[i]);
        for (size_t before = 0; before < i; before++)
            assert_string_not_equal(texts[before], texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden__every_log_is_read_as_expected),
        cmocka_unit_test(test_golden__every_prefix_of_every_log_is_read),
        cmocka_unit_test(test_golden__compilers_agree_on_signatures),
        cmocka_unit_test(test_golden__different_bugs_have_different_signatures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
