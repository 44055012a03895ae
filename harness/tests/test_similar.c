/* Similarity of crashes, and groups of findings. */
#include "triage_logs.h"

#include <stdio.h>
#include <stdlib.h>

#include "triage/groups.h"
#include "triage/similar.h"

enum { FRAMES_MAX = 64, FINDINGS_MAX = 8 };

static struct bb_arena arena = {.max_bytes = 64u << 20};

static int forget(void **state)
{
    (void)state;
    bb_arena_free(&arena);
    return 0;
}

/* A report of the type, whose stack is the words of `calls`, innermost first. */
static struct bb_report report_of(const char *type, const char *calls)
{
    struct bb_report report = bb_report_empty();
    struct bb_frame *frames = bb_arena_zalloc(&arena, FRAMES_MAX * sizeof *frames);
    char *words = bb_arena_copy(&arena, bb_bytes_of(calls, strlen(calls) + 1));
    char *rest = NULL;
    report.crash_type = type;
    report.frames.frames = frames;
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        frames[report.frames.n++] =
            (struct bb_frame){.function = word, .name = word, .file = "", .module = ""};
    return report;
}

static double alike(const struct bb_report *a, const struct bb_report *b)
{
    struct bb_profile profiles[2];
    bb_profile_make(a, &profiles[0]);
    bb_profile_make(b, &profiles[1]);
    double similarity = bb_similarity(&profiles[0], &profiles[1]);
    assert_true(similarity == bb_similarity(&profiles[1], &profiles[0]));
    assert_true(similarity >= 0 && similarity <= 1);
    return similarity;
}

static double alike_stacks(const char *a, const char *b)
{
    struct bb_report reports[] = {report_of("Heap-buffer-overflow\nWRITE 1", a),
                                  report_of("Heap-buffer-overflow\nWRITE 1", b)};
    return alike(&reports[0], &reports[1]);
}

static bool is_one_group(double similarity)
{
    return similarity >= BB_SIMILAR_THRESHOLD;
}

#define TAIL " dispatch handle_packet read_packet loop serve run LLVMFuzzerTestOneInput"

static void test_similar__equal_stacks_are_wholly_alike(void **state)
{
    (void)state;
    assert_true(alike_stacks("copy parse" TAIL, "copy parse" TAIL) == 1);
    assert_true(alike_stacks("copy", "copy") == 1);
    assert_true(alike_stacks("copy", "move") == 0);
    assert_true(alike_stacks("", "") == 0);
}

static void test_similar__way_into_the_parser_joins_nothing(void **state)
{
    (void)state;
    assert_false(is_one_group(alike_stacks("copy_name" TAIL, "read_field" TAIL)));
    assert_false(is_one_group(
        alike_stacks("copy_name parse_connect" TAIL, "read_field parse_publish" TAIL)));
    assert_false(is_one_group(alike_stacks("copy_name" TAIL, "check check_all read_field" TAIL)));
    assert_false(is_one_group(
        alike_stacks("copy_name LLVMFuzzerTestOneInput", "read_field LLVMFuzzerTestOneInput")));
}

static void test_similar__one_bug_on_two_ways_is_one_group(void **state)
{
    (void)state;
    const char *way = "copy_name parse_connect" TAIL;
    assert_true(is_one_group(alike_stacks(way, "copy_name parse_publish" TAIL)));
    assert_true(is_one_group(alike_stacks(way, "copy_name parse_will parse_properties" TAIL)));
    assert_true(is_one_group(alike_stacks(way, "copy_byte copy_name parse_connect" TAIL)));
    assert_true(is_one_group(alike_stacks(way, "copy_name parse_connect retry loop run")));
}

/* The bug is near the crash: what is common there counts more than as much of it far away. */
static void test_similar__frames_near_the_crash_count_more(void **state)
{
    (void)state;
    double near = alike_stacks("a b c d e f", "a b c x y z");
    double far = alike_stacks("a b c d e f", "x y z d e f");
    assert_true(is_one_group(near));
    assert_false(is_one_group(far));
    assert_true(alike_stacks("a b c d", "a x c d") > alike_stacks("a b c d", "x b c d"));
    assert_true(alike_stacks("a b c d", "a b c x") > alike_stacks("a b c d", "a x c d"));
}

static void test_similar__order_of_calls_counts_depth_of_recursion_does_not(void **state)
{
    (void)state;
    assert_true(alike_stacks("a b", "b a") < 1);
    assert_true(alike_stacks("leaf list value list value list top", "leaf list value top") == 1);
}

static void test_similar__long_stacks_are_read_as_far_as_it_matters(void **state)
{
    char stack[512], deeper[520];
    (void)state;
    for (unsigned i = 0, n = 0; i < 60; i++)
        n += (unsigned)snprintf(stack + n, sizeof stack - n, "f%u ", i);
    snprintf(deeper, sizeof deeper, "g %s", stack);
    assert_true(alike_stacks(stack, stack) == 1);
    assert_true(is_one_group(alike_stacks(stack, deeper)));
}

static double alike_types(const char *a, const char *b)
{
    struct bb_report reports[] = {report_of(a, "copy parse" TAIL), report_of(b, "copy parse" TAIL)};
    return alike(&reports[0], &reports[1]);
}

static void test_similar__only_one_family_is_alike(void **state)
{
    (void)state;
    assert_true(alike_types("Heap-buffer-overflow\nWRITE 1", "UNKNOWN READ") == 1);
    assert_true(alike_types("Heap-buffer-overflow\nREAD 4", "Null-dereference READ") == 1);
    assert_true(alike_types("Heap-use-after-free\nREAD 4", "Heap-double-free") == 1);
    assert_true(alike_types("Direct-leak", "Indirect-leak") == 1);
    assert_true(alike_types("Heap-buffer-overflow\nREAD 4", "Direct-leak") == 0);
    assert_true(alike_types("Heap-buffer-overflow\nREAD 4", "Timeout") == 0);
    assert_true(alike_types("Stack-buffer-overflow\nREAD 4", "Stack-overflow") == 0);
    assert_true(alike_types("Integer-overflow", "Undefined-shift") == 1);
    assert_true(alike_types("Odr-violation", "Data race\nREAD 1") == 0);
    assert_true(alike_types("Data race\nREAD 1", "Data race\nWRITE 8") == 1);
    assert_true(alike_types("", "") == 1); /* with equal stacks: logs whose head is missing */
}

static void test_similar__expression_of_an_assertion_is_its_place(void **state)
{
    struct bb_report one = report_of("ASSERT", "parse" TAIL);
    struct bb_report two = one, elsewhere = report_of("ASSERT", "parse_again" TAIL);
    (void)state;
    one.n_state = two.n_state = elsewhere.n_state = 1;
    one.crash_state[0] = elsewhere.crash_state[0] = "len < max";
    two.crash_state[0] = "ptr != NULL";
    assert_false(is_one_group(alike(&one, &two)));
    assert_true(is_one_group(alike(&one, &elsewhere)));
}

static void test_similar__end_of_a_recursion_or_time_out_is_chance(void **state)
{
    (void)state;
    struct bb_report recursions[] = {
        report_of("Stack-overflow", "x list value list value list value list value list value"),
        report_of("Stack-overflow", "value list value list value list value list value list y"),
        report_of("Stack-overflow", "x list map list map list map list map list map"),
    };
    assert_true(alike(&recursions[0], &recursions[1]) == 1);
    assert_false(is_one_group(alike(&recursions[0], &recursions[2])));
    struct bb_report times[] = {report_of("Timeout", "next skip_all parse LLVMFuzzerTestOneInput"),
                                report_of("Timeout", "step walk skip_all parse"),
                                report_of("Timeout", "next skip_all answer")};
    assert_true(is_one_group(alike(&times[0], &times[1])));
    assert_false(is_one_group(alike(&times[0], &times[2])));
    times[1].tool = times[0].tool = "brickbat";
    assert_false(is_one_group(alike(&times[0], &times[1])));
}

static void test_similar__severity_and_security_do_not_count(void **state)
{
    struct bb_report one = report_of("UNKNOWN READ", "copy parse" TAIL);
    struct bb_report two = report_of("UNKNOWN WRITE", "copy parse" TAIL);
    (void)state;
    two.security = true;
    two.severity = BB_SEVERITY_HIGH;
    two.access = "WRITE";
    assert_true(alike(&one, &two) == 1);
}

/* --- groups --------------------------------------------------------------------------------- */

static struct bb_finding finding_of(const char *id, int64_t first_seen, const char *calls)
{
    struct bb_finding finding = bb_finding_empty();
    finding.id = id;
    finding.target = "demo";
    finding.parser = "libdemo";
    finding.first_seen = first_seen;
    finding.report = report_of("UNKNOWN READ", calls);
    return finding;
}

/* "id>leader id>leader ...", sorted by id. */
static const char *groups_of(const struct bb_finding *list, size_t n)
{
    static char words[512];
    size_t leader[FINDINGS_MAX], at = 0;
    assert_int_equal(bb_groups_find(list, n, leader, NULL), BB_OK);
    for (char id = 'a'; id <= 'z'; id++)
        for (size_t i = 0; i < n; i++)
            if (list[i].id[0] == id)
                at += (size_t)snprintf(words + at, sizeof words - at, "%s>%s ", list[i].id,
                                       list[leader[i]].id);
    words[at] = '\0';
    return words;
}

static void test_groups__oldest_leads_in_any_order(void **state)
{
    struct bb_finding list[] = {
        finding_of("a", 300, "copy parse_connect" TAIL),
        finding_of("b", 100, "copy parse_publish" TAIL),
        finding_of("c", 200, "read_field parse_publish" TAIL),
        finding_of("d", 200, "read_field parse_connect" TAIL),
        finding_of("e", 50, "answer" TAIL),
    };
    const size_t n = sizeof list / sizeof *list;
    (void)state;
    for (size_t turn = 0; turn < n; turn++) {
        assert_string_equal(groups_of(list, n), "a>b b>b c>c d>c e>e ");
        struct bb_finding first = list[0];
        memmove(list, list + 1, (n - 1) * sizeof *list);
        list[n - 1] = first;
    }
    struct bb_finding swapped = list[1];
    list[1] = list[3];
    list[3] = swapped;
    assert_string_equal(groups_of(list, n), "a>b b>b c>c d>c e>e ");
    assert_string_equal(groups_of(list, 0), "");
}

/* b is like a and c, but a and c are not alike: c does not come in by b. */
static void test_groups__no_chains(void **state)
{
    struct bb_finding list[] = {
        finding_of("a", 100, "one parse" TAIL),
        finding_of("b", 200, "two one parse" TAIL),
        finding_of("c", 300, "four three two one parse" TAIL),
    };
    (void)state;
    assert_true(bb_findings_similarity(&list[0], &list[1]) >= BB_SIMILAR_THRESHOLD);
    assert_true(bb_findings_similarity(&list[1], &list[2]) >= BB_SIMILAR_THRESHOLD);
    assert_string_equal(groups_of(list, 3), "a>a b>a c>c ");
}

/* c is alike enough to both leaders, but more to b. */
static void test_groups__most_alike_leader_is_joined(void **state)
{
    struct bb_finding list[] = {
        finding_of("a", 100, "three two parse" TAIL),
        finding_of("b", 200, "one parse" TAIL),
        finding_of("c", 300, "two one parse" TAIL),
    };
    (void)state;
    assert_true(bb_findings_similarity(&list[0], &list[1]) < BB_SIMILAR_THRESHOLD);
    assert_true(bb_findings_similarity(&list[0], &list[2]) >= BB_SIMILAR_THRESHOLD);
    assert_string_equal(groups_of(list, 3), "a>a b>b c>b ");
}

static void test_groups__parsers_are_kept_apart_targets_are_not(void **state)
{
    struct bb_finding list[] = {
        finding_of("a", 100, "copy parse" TAIL),
        finding_of("b", 200, "copy parse" TAIL),
        finding_of("c", 300, "copy parse" TAIL),
    };
    (void)state;
    list[1].target = "demo_pristine";
    list[2].parser = "another";
    assert_string_equal(groups_of(list, 3), "a>a b>a c>c ");
    list[0].parser = list[1].parser = list[2].parser = "";
    assert_string_equal(groups_of(list, 3), "a>a b>b c>a ");
}

static void test_groups__what_the_user_says_stands_above_similarity(void **state)
{
    struct bb_finding list[] = {
        finding_of("a", 100, "copy parse_connect" TAIL),
        finding_of("b", 200, "copy parse_publish" TAIL),
        finding_of("c", 300, "copy parse_will" TAIL),
        finding_of("d", 400, "answer" TAIL),
        finding_of("e", 500, "copy parse_will" TAIL),
    };
    (void)state;
    list[0].alone = true;
    list[3].state = list[4].state = BB_FINDING_MERGED;
    list[3].merged_into = "c";
    list[4].merged_into = "d";
    assert_string_equal(groups_of(list, 5), "a>a b>b c>b d>b e>b ");
    list[4].merged_into = "z";
    assert_string_equal(groups_of(list, 5), "a>a b>b c>b d>b e>e ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_similar__equal_stacks_are_wholly_alike, forget),
        cmocka_unit_test_teardown(test_similar__way_into_the_parser_joins_nothing, forget),
        cmocka_unit_test_teardown(test_similar__one_bug_on_two_ways_is_one_group, forget),
        cmocka_unit_test_teardown(test_similar__frames_near_the_crash_count_more, forget),
        cmocka_unit_test_teardown(test_similar__order_of_calls_counts_depth_of_recursion_does_not,
                                  forget),
        cmocka_unit_test_teardown(test_similar__long_stacks_are_read_as_far_as_it_matters, forget),
        cmocka_unit_test_teardown(test_similar__only_one_family_is_alike, forget),
        cmocka_unit_test_teardown(test_similar__expression_of_an_assertion_is_its_place, forget),
        cmocka_unit_test_teardown(test_similar__end_of_a_recursion_or_time_out_is_chance, forget),
        cmocka_unit_test_teardown(test_similar__severity_and_security_do_not_count, forget),
        cmocka_unit_test_teardown(test_groups__oldest_leads_in_any_order, forget),
        cmocka_unit_test_teardown(test_groups__no_chains, forget),
        cmocka_unit_test_teardown(test_groups__most_alike_leader_is_joined, forget),
        cmocka_unit_test_teardown(test_groups__what_the_user_says_stands_above_similarity, forget),
        cmocka_unit_test_teardown(test_groups__parsers_are_kept_apart_targets_are_not, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
