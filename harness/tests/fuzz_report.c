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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_arena arenas[3] = {BB_ARENA_INIT(BB_REPORT_ARENA_BYTES),
                                 BB_ARENA_INIT(BB_REPORT_ARENA_BYTES),
                                 BB_ARENA_INIT(BB_REPORT_ARENA_BYTES)};
    struct bb_report reports[3];
    json_t *json[3];
    struct bb_signature signatures[2];
    json[0] = parse(&arenas[0], bb_bytes_of(data, size), &reports[0]);
    json[1] = parse(&arenas[1], bb_bytes_of(data, size), &reports[1]);
    check_report(&reports[0]);
    CHECK(json_equal(json[0], json[1]));

    CHECK(bb_report_from_json(&arenas[2], json[0], &reports[2], NULL) == BB_OK);
    json[2] = bb_report_to_json(&reports[2]);
    CHECK(json_equal(json[0], json[2]));
    bb_signature_make(&reports[0], &signatures[0]);
    bb_signature_make(&reports[2], &signatures[1]);
    CHECK(strcmp(signatures[0].text, signatures[1].text) == 0);
    CHECK((signatures[0].text[0] != '\0') == (*reports[0].crash_type != '\0'));
    for (size_t i = 0; i < 3; i++) {
        json_decref(json[i]);
        bb_arena_free(&arenas[i]);
    }
    return 0;
}
