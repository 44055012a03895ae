/*
 * Fuzz target: the sanitizer log parser, and what is made of its reports.
 *
 * Whatever the log: it parses within the stated memory, all strings are there and are fit for JSON,
 * a report has a type exactly if it has a state, the same log gives the same report, and a report
 * read back from its JSON is the same and has the same signature.
 *
 * With clang this is a libFuzzer target, otherwise fuzz_main.c drives it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "triage/report_json.h"
#include "triage/signature.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "fuzz_report: %s does not hold\n", #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

static json_t *parse(struct bb_arena *arena, struct bb_bytes log, struct bb_report *ret_report)
{
    const struct bb_report_options options = {.target = "target"};
    CHECK(bb_report_parse(arena, log, &options, ret_report, NULL) == BB_OK);
    json_t *json = bb_report_to_json(ret_report);
    CHECK(json != NULL);
    return json;
}

static void check_report(const struct bb_report *report)
{
    CHECK(report->n_state <= BB_REPORT_STATE_MAX);
    CHECK((*report->crash_type != '\0') == (report->n_state > 0));
    CHECK((report->severity == BB_SEVERITY_NONE) == (*report->crash_type == '\0'));
    CHECK(*report->severity_reason != '\0');
    for (size_t i = 0; i < report->n_state; i++)
        CHECK(*report->crash_state[i] != '\0');
}

static void check_determinism(struct bb_bytes log, const json_t *expected)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_report report;
    json_t *json = parse(&arena, log, &report);
    CHECK(json_equal(expected, json));
    json_decref(json);
    bb_arena_free(&arena);
}

static void check_round_trip(const struct bb_report *report, const json_t *json)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_report back;
    struct bb_signature signatures[2];
    CHECK(bb_report_from_json(&arena, json, &back, NULL) == BB_OK);
    json_t *again = bb_report_to_json(&back);
    CHECK(json_equal(json, again));
    bb_signature_make(report, &signatures[0]);
    bb_signature_make(&back, &signatures[1]);
    CHECK(strcmp(signatures[0].text, signatures[1].text) == 0);
    CHECK((signatures[0].text[0] != '\0') == (*report->crash_type != '\0'));
    json_decref(again);
    bb_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_report report;
    json_t *json = parse(&arena, bb_bytes_of(data, size), &report);
    check_report(&report);
    check_round_trip(&report, json);
    if (size % 4 == 0) /* dear, and seldom news */
        check_determinism(bb_bytes_of(data, size), json);
    json_decref(json);
    bb_arena_free(&arena);
    return 0;
}
