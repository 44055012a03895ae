/* The findings store: states, their history, and what replays say of them. */
#include "store_fixture.h"

static void test_store__fixed_finding_is_reopened_ignored_one_is_not(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    assert_int_equal(set_state(f, added.id, BB_FINDING_IGNORED, "upstream knows"), BB_OK);
    assert_int_equal(add(f, log_one, "abcd", 200).state, BB_FINDING_IGNORED);
    assert_string_equal(get(f, added.id).state_reason, "upstream knows");
    assert_int_equal(set_state(f, added.id, BB_FINDING_FIXED, ""), BB_OK);
    assert_int_equal(add(f, log_one, "abc", 300).state, BB_FINDING_REOPENED);
    assert_int_equal(get(f, added.id).hits, 2);
    assert_int_equal(set_state(f, "demo-0", BB_FINDING_FIXED, ""), BB_NOT_FOUND);
}

static enum bb_finding_state recheck(struct fixture *f, const char *id, unsigned crashed,
                                     const char *commit, int64_t now)
{
    const struct bb_recheck recheck = {.runs = 3,
                                       .runs_crashed = crashed,
                                       .commit = commit,
                                       .now = now};
    enum bb_finding_state state = BB_FINDING_OPEN;
    assert_int_equal(bb_store_recheck(f->store, id, &recheck, &state, NULL), BB_OK);
    return state;
}

static void test_store__recheck_flips_states_and_keeps_the_history(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    assert_int_equal(recheck(f, added.id, 2, "c2", 200), BB_FINDING_OPEN);
    assert_int_equal(get(f, added.id).n_history, 0);
    assert_string_equal(get(f, added.id).bad_commit, "c2");
    assert_int_equal(get(f, added.id).runs_crashed, 2);
    assert_int_equal(recheck(f, added.id, 0, "c3", 300), BB_FINDING_FIXED);
    assert_string_equal(get(f, added.id).good_commit, "c3");
    assert_int_equal(get(f, added.id).last_seen, 200);
    assert_int_equal(recheck(f, added.id, 3, "c4", 400), BB_FINDING_REOPENED);
    assert_int_equal(recheck(f, added.id, 0, "c5", 500), BB_FINDING_FIXED);
    assert_int_equal(set_state(f, added.id, BB_FINDING_IGNORED, "of no interest"), BB_OK);
    assert_int_equal(recheck(f, added.id, 3, "c6", 600), BB_FINDING_IGNORED);
    struct bb_finding finding = get(f, added.id);
    assert_string_equal(finding.bad_commit, "c6");
    assert_string_equal(finding.good_commit, "c5");
    assert_int_equal(finding.n_history, 4);
    assert_int_equal(finding.history[1].from, BB_FINDING_FIXED);
    assert_int_equal(finding.history[1].to, BB_FINDING_REOPENED);
    assert_int_equal(finding.history[1].when, 400);
    assert_string_equal(finding.history[1].commit, "c4");
    assert_string_equal(finding.history[1].why, "3 of 3 replays crashed");
    assert_string_equal(finding.history[3].why, "of no interest");
}

static void test_store__history_keeps_the_last_changes(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    for (unsigned i = 0; i < BB_FINDING_HISTORY_MAX + 5; i++)
        recheck(f, added.id, i % 2 ? 3 : 0, "c", 1000 + i);
    struct bb_finding finding = get(f, added.id);
    assert_int_equal(finding.n_history, BB_FINDING_HISTORY_MAX);
    assert_int_equal(finding.history[0].when, 1005);
    assert_int_equal(finding.history[BB_FINDING_HISTORY_MAX - 1].when,
                     1000 + BB_FINDING_HISTORY_MAX + 4);
}

static void test_store__history_survives_a_rebuild(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    recheck(f, added.id, 0, "c3", 300);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(unlink(f->path), 0);
    reopen_store(f);
    assert_int_equal(get(f, added.id).state, BB_FINDING_FIXED);
    assert_int_equal(get(f, added.id).n_history, 1);
    assert_string_equal(get(f, added.id).good_commit, "c3");
}

static void test_store__engines_that_found_it_are_all_named(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    add_by(f, "afl", log_one, "abcd", 200);
    add_by(f, "afl", log_one, "abcde", 300);
    struct bb_finding finding = get(f, added.id);
    assert_true(bb_finding_has_engine(&finding, "afl"));
    assert_true(bb_finding_has_engine(&finding, finding.engine));
    assert_false(bb_finding_has_engine(&finding, "af"));
}

static void test_store__list_is_searched_by_words(void **state)
{
    struct fixture *f = *state;
    add(f, log_one, "abc", 100);
    add(f, log_two, "abc", 200);
    assert_int_equal(count(f, &(struct bb_store_filter){.words = "READ_field"}), 1);
    assert_int_equal(count(f, &(struct bb_store_filter){.words = "handle"}), 2);
    assert_int_equal(count(f, &(struct bb_store_filter){.words = "100%_"}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_store__fixed_finding_is_reopened_ignored_one_is_not),
        STORE_TEST(test_store__recheck_flips_states_and_keeps_the_history),
        STORE_TEST(test_store__history_keeps_the_last_changes),
        STORE_TEST(test_store__history_survives_a_rebuild),
        STORE_TEST(test_store__engines_that_found_it_are_all_named),
        STORE_TEST(test_store__list_is_searched_by_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
