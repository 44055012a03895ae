/* Findings: JSON and back, commands, names of crash files. */
#include "triage_logs.h"

#include <stdio.h>
#include <stdlib.h>

#include "triage/finding.h"

static struct bb_arena arena = {.max_bytes = 4 * BB_REPORT_ARENA_BYTES};

static int forget(void **state)
{
    (void)state;
    bb_arena_free(&arena);
    return 0;
}

static const struct bb_state_change history[] = {
    {.when = 1700000000, .to = BB_FINDING_FIXED, .why = "0 of 3 replays crashed", .commit = "c2"},
    {.when = 1700000001,
     .from = BB_FINDING_FIXED,
     .to = BB_FINDING_REOPENED,
     .why = "it was fixed in 1.1",
     .commit = ""},
};

static struct bb_finding example(void)
{
    struct bb_finding finding = bb_finding_empty();
    finding.id = "demo-01234567";
    finding.target = "demo";
    finding.signature = "Heap-buffer-overflow|WRITE|a|b|c";
    finding.engine = "afl";
    finding.report = parse_log(&arena, OVERFLOW_LOG("a", "bcd", "efg"));
    finding.input = "reports/findings/demo-01234567/input";
    finding.input_sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    finding.input_bytes = 41;
    finding.original_name = "id:000000,sig:06";
    finding.parser = "libdemo";
    finding.version = "1.2";
    finding.variant = "pristine";
    finding.first_seen = 1700000000;
    finding.last_seen = 1700000001;
    finding.hits = 3;
    finding.runs = 5;
    finding.runs_crashed = 4;
    finding.state = BB_FINDING_REOPENED;
    finding.state_reason = "it was fixed in 1.1";
    finding.engines = "afl libfuzzer";
    finding.bad_commit = "c3";
    finding.good_commit = "c2";
    finding.history = history;
    finding.n_history = sizeof history / sizeof *history;
    return finding;
}

static void test_finding__json_and_back(void **state)
{
    struct bb_finding finding = example();
    struct bb_finding back;
    struct bb_buf text = BB_BUF_INIT(1 << 20);
    (void)state;
    assert_int_equal(bb_finding_write_json(&finding, &text, NULL), BB_OK);
    assert_int_equal(bb_finding_read_json(&arena, bb_buf_bytes(&text), &back, NULL), BB_OK);
    json_t *first = bb_finding_to_json(&finding);
    json_t *second = bb_finding_to_json(&back);
    assert_true(json_equal(first, second));
    assert_int_equal(back.first_seen, 1700000000);
    assert_int_equal(back.runs_crashed, 4);
    assert_int_equal(back.state, BB_FINDING_REOPENED);
    assert_string_equal(back.report.crash_state[1], "bcd");
    assert_int_equal(back.n_history, 2);
    assert_int_equal(back.history[1].from, BB_FINDING_FIXED);
    assert_string_equal(back.good_commit, "c2");
    json_decref(first);
    json_decref(second);
    bb_buf_free(&text);
}

static void test_finding__text_that_is_no_utf8_is_still_written(void **state)
{
    struct bb_finding finding = example();
    struct bb_finding back;
    struct bb_buf text = BB_BUF_INIT(1 << 20);
    (void)state;
    finding.original_name = "id\xff\xfe:1";
    assert_int_equal(bb_finding_write_json(&finding, &text, NULL), BB_OK);
    assert_int_equal(bb_finding_read_json(&arena, bb_buf_bytes(&text), &back, NULL), BB_OK);
    assert_string_equal(back.original_name, "id??:1");
    bb_buf_free(&text);
}

static void test_finding__bad_json(void **state)
{
    static const char *const texts[] =
        {"",
         "{",
         "[]",
         "3",
         "{}",
         "{\"id\": \"a\"}",
         "{\"id\": \"a\", \"target\": 3}",
         "{\"id\": \"a\", \"target\": \"b\", \"signature\": \"c\", \"report\": []}"};
    struct bb_finding finding;
    struct bb_err err;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(bb_finding_read_json(&arena, bb_bytes_str(texts[i]), &finding, &err),
                         BB_MALFORMED);
    static const char odd[] = "{\"id\": \"a\", \"target\": \"b\", \"signature\": \"c\","
                              " \"hits\": -5, \"state\": \"lost\", \"first_seen\": \"yesterday\","
                              " \"report\": {\"crash_state\": [1, \"x\", \"y\", \"z\", \"u\"],"
                              " \"severity\": \"dire\", \"frames\": [3, {}]}}";
    assert_int_equal(bb_finding_read_json(&arena, bb_bytes_str(odd), &finding, &err), BB_OK);
    assert_int_equal(finding.hits, 0);
    assert_int_equal(finding.state, BB_FINDING_OPEN);
    assert_int_equal(finding.first_seen, 0);
    assert_int_equal(finding.report.n_state, 2);
    assert_string_equal(finding.report.frames.frames[1].function, "");
}

static void assert_command(const struct bb_finding *finding, enum bb_finding_command command,
                           const char *expected)
{
    struct bb_buf words = BB_BUF_INIT(1000);
    assert_true(bb_finding_command(finding, command, &words));
    assert_string_equal(bb_buf_str(&words), expected);
    bb_buf_free(&words);
}

static void test_finding__commands(void **state)
{
    struct bb_finding finding = example();
    (void)state;
    assert_command(&finding, BB_COMMAND_REPRODUCE,
                   "brickbat replay demo reports/findings/demo-01234567/input");
    assert_command(&finding, BB_COMMAND_MINIMIZE,
                   "brickbat tmin demo reports/findings/demo-01234567/input");
    finding.input_min = "reports/findings/demo-01234567/input.min";
    assert_command(&finding, BB_COMMAND_DEBUG,
                   "brickbat replay --gdb demo reports/findings/demo-01234567/input.min");
}

static void test_finding__repro_script(void **state)
{
    struct bb_finding finding = example();
    struct bb_buf script = BB_BUF_INIT(4000);
    (void)state;
    finding.version = "1.2\nrm -r precious";
    assert_true(bb_finding_repro_script(&finding, &script));
    assert_string_equal(bb_buf_str(&script),
                        "#!/bin/sh\n"
                        "# Heap-buffer-overflow WRITE 1 in a\n"
                        "# libdemo 1.2 rm -r precious pristine\n"
                        "cd \"$(dirname \"$0\")/../../..\" || exit 2\n"
                        "PATH=\"$PWD/build/host:$PATH\"\n"
                        "brickbat replay demo reports/findings/demo-01234567/input\n");
    bb_buf_free(&script);
}

static void test_finding__names_of_crash_files(void **state)
{
    static const struct {
        const char *log;
        const char *name;
    } cases[] = {
        {OVERFLOW_LOG("a", "b", "c"), "crash-abc"},
        {"ERROR: brickbat: timeout after 5 ms\n", "timeout-abc"},
        {"ERROR: brickbat: out-of-memory (limit 5 MB)\n", "oom-abc"},
        {"Direct leak of 5 byte(s) in 1 object(s) allocated from:\n", "leak-abc"},
        {"Slowest unit: 12 s:\n", "slow-unit-abc"},
        {"", "crash-abc"},
    };
    char name[BB_CRASH_NAME_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_report report = parse_log(&arena, cases[i].log);
        assert_string_equal(bb_crash_name(&report, "abc", name), cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finding__json_and_back),
        cmocka_unit_test(test_finding__text_that_is_no_utf8_is_still_written),
        cmocka_unit_test(test_finding__bad_json),
        cmocka_unit_test(test_finding__commands),
        cmocka_unit_test(test_finding__repro_script),
        cmocka_unit_test(test_finding__names_of_crash_files),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
