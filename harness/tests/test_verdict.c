/*
 * k of n runs, on stand-ins for a target that crashes now and then: a script says what each run
 * shows, or how often an input of that length crashes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "minimize/minimize.h"

static const struct bb_bytes input = {(const uint8_t *)"abc", 3};

/* 's': the same crash, 'o': another one, '!': interrupted, '.': nothing. It begins again. */
struct script {
    const char *text;
    unsigned at;
};

static enum bb_outcome play(void *user, struct bb_bytes candidate)
{
    struct script *script = user;
    (void)candidate;
    char now = script->text[script->at++ % strlen(script->text)];
    return now == 's' ? BB_SAME : now == 'o' ? BB_ANOTHER : now == '!' ? BB_ABORT : BB_SURVIVED;
}

static struct bb_verdict verdict_of(struct script *script)
{
    return (struct bb_verdict){.user = script, .run = play};
}

static void test_verdict__one_run_where_every_run_shows_it(void **state)
{
    (void)state;
    struct script script = {"s", 0};
    struct bb_verdict verdict = verdict_of(&script);
    struct bb_rate rate;
    assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_SAME);
    assert_int_equal(rate.shown, 5);
    assert_int_equal(rate.runs, 5);
    assert_int_equal(bb_verdict_judge(&verdict, input), BB_SAME);
    assert_int_equal(script.at, 6);
    assert_int_equal(bb_verdict_survives(&verdict, input), BB_SAME);
    assert_int_equal(verdict.budget.executions, 7);
}

static void test_verdict__asks_for_three_of_as_many_as_the_input_needs(void **state)
{
    static const struct {
        const char *text;
        unsigned runs, runs_to_survive;
    } cases[] = {{"ss.ss", 7, 3}, {".ss.s", 9, 5}, {"..s.s", 14, 8}, {"....s", 27, 18}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct script script = {cases[i].text, 0};
        struct bb_verdict verdict = verdict_of(&script);
        struct bb_rate rate;
        assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_SAME);
        assert_int_equal(rate.runs, 20);
        assert_int_equal(verdict.runs, cases[i].runs);
        assert_int_equal(verdict.need, 3);
        assert_int_equal(verdict.runs_to_survive, cases[i].runs_to_survive);
    }
}

static enum bb_outcome judge_2_of_5(const char *text, unsigned *ret_runs)
{
    struct script script = {text, 0};
    struct bb_verdict verdict = verdict_of(&script);
    verdict.runs = 5;
    verdict.need = 2;
    enum bb_outcome outcome = bb_verdict_judge(&verdict, input);
    *ret_runs = script.at;
    return outcome;
}

static void test_verdict__ends_as_soon_as_it_is_known(void **state)
{
    static const struct {
        const char *text;
        enum bb_outcome outcome;
        unsigned runs;
    } cases[] = {{"ss...", BB_SAME, 2},     {"s...s", BB_SAME, 5},    {"s....", BB_UNSURE, 5},
                 {".....", BB_SURVIVED, 4}, {"o....", BB_ANOTHER, 4}, {"os..s", BB_SAME, 5},
                 {"s!...", BB_ABORT, 2}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned runs;
        assert_int_equal(judge_2_of_5(cases[i].text, &runs), cases[i].outcome);
        assert_int_equal(runs, cases[i].runs);
    }
}

static void test_verdict__what_is_asked_for_is_asked_of_the_input_too(void **state)
{
    (void)state;
    struct script script = {"s..", 0};
    struct bb_verdict verdict = verdict_of(&script);
    struct bb_rate rate;
    verdict.runs = 9;
    verdict.need = 4;
    assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_UNSURE);
    assert_int_equal(rate.shown, 3);
    assert_int_equal(rate.runs, 9);
    verdict.need = 3;
    assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_SAME);
    assert_int_equal(verdict.runs, 9);
    assert_int_equal(verdict.need, 3);
}

static void test_verdict__one_budget_for_all(void **state)
{
    (void)state;
    struct script script = {"s.", 0};
    struct bb_verdict verdict = verdict_of(&script);
    struct bb_rate rate;
    verdict.budget.max_executions = 6;
    verdict.runs = 4;
    assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_SAME);
    assert_int_equal(verdict.budget.executions, 4);
    verdict.need = 2;
    assert_int_equal(bb_verdict_judge(&verdict, input),
                     BB_UNSURE); /* one of two, and then no more */
    assert_int_equal(verdict.budget.executions, 6);
    assert_int_equal(bb_verdict_survives(&verdict, input), BB_UNSURE);
    assert_true(bb_verdict_measure(&verdict, input, 5, &rate));
    assert_int_equal(rate.runs, 0);
    assert_int_equal(script.at, 6);
}

static void test_verdict__a_dear_input_is_run_once(void **state)
{
    (void)state;
    struct script script = {".s", 0};
    struct bb_verdict verdict = verdict_of(&script);
    struct bb_rate rate;
    verdict.budget.max_executions = 10;
    assert_int_equal(bb_verdict_begin(&verdict, input, &rate), BB_SAME);
    assert_int_equal(rate.runs, 2); /* once more, for the first showed nothing */
    assert_int_equal(verdict.runs, 2);
    assert_int_equal(verdict.need, 1);
}

/* Crashes in half of all runs with 'B' in it, in one of 16 without. */
static enum bb_outcome crashes_now_and_then(void *user, struct bb_bytes candidate)
{
    bool has_b = candidate.len && memchr(candidate.ptr, 'B', candidate.len);
    return bb_rng_below(user, 16) < (has_b ? 8u : 1u) ? BB_SAME : BB_SURVIVED;
}

/* What remains of 40 inputs, by how many have lost their 'B'. */
static unsigned count_lost(unsigned runs, unsigned need)
{
    unsigned lost = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct bb_rng rng;
        bb_rng_seed(&rng, seed);
        struct bb_verdict verdict = {.user = &rng,
                                     .run = crashes_now_and_then,
                                     .runs = runs,
                                     .need = need};
        const struct bb_minimize_options options = {.verdict = &verdict};
        struct bb_buf best = BB_BUF_INIT(64);
        struct bb_minimize_result result;
        enum bb_status status =
            bb_minimize(bb_bytes_str("0123456789B0123456789"), &options, &best, &result, NULL);
        if (status == BB_OK)
            lost += !memchr(best.ptr, 'B', best.len);
        bb_buf_free(&best);
    }
    return lost;
}

static void test_verdict__keeps_what_makes_it_crash(void **state)
{
    (void)state;
    assert_true(count_lost(0, 0) < 5);
    assert_true(count_lost(8, 1) > 30); /* with one of eight, luck decides */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdict__one_run_where_every_run_shows_it),
        cmocka_unit_test(test_verdict__asks_for_three_of_as_many_as_the_input_needs),
        cmocka_unit_test(test_verdict__ends_as_soon_as_it_is_known),
        cmocka_unit_test(test_verdict__what_is_asked_for_is_asked_of_the_input_too),
        cmocka_unit_test(test_verdict__one_budget_for_all),
        cmocka_unit_test(test_verdict__a_dear_input_is_run_once),
        cmocka_unit_test(test_verdict__keeps_what_makes_it_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
