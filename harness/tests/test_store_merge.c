/* The findings store: what the user merges and splits, and that it stays. */
#include "store_fixture.h"

#include <sqlite3.h>

static const char log_three[] = OVERFLOW_LOG("put_byte", "parse", "handle");
static const struct bb_when when = {.now = 150, .commit = "c1"};

static enum bb_status merge(struct fixture *f, const char *id, const char *other)
{
    return bb_store_merge(f->store, id, other, &when, NULL);
}

static void rebuild_store(struct fixture *f)
{
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(unlink(f->path), 0);
    reopen_store(f);
}

static void test_store__crashes_of_a_merged_finding_are_counted_elsewhere(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_false(two.is_merged);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    struct bb_added later = add_by(f, "afl", log_two, "abcde", 200);
    assert_string_equal(later.id, one.id);
    assert_true(later.is_merged);
    assert_false(later.is_new);
    assert_true(later.is_new_input);
    struct bb_finding first = get(f, one.id), second = get(f, two.id);
    assert_int_equal(first.hits, 2);
    assert_int_equal(first.last_seen, 200);
    assert_true(bb_finding_has_engine(&first, "afl"));
    assert_int_equal(second.hits, 1);
    assert_int_equal(second.last_seen, 110);
    assert_int_equal(second.state, BB_FINDING_MERGED);
    assert_string_equal(second.merged_into, one.id);
    assert_string_equal(second.history[0].commit, "c1");
    assert_int_equal(count(f, &(struct bb_store_filter){.states = 1u << BB_FINDING_MERGED}), 1);
    assert_int_equal(access(path_of(f, one.id, "inputs"), F_OK), 0);
}

static void test_store__input_counted_before_a_merge_is_not_counted_again(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_false(add(f, log_two, "abcd", 200).is_new_input);
    assert_int_equal(get(f, one.id).hits, 1);
}

static void test_store__merged_crash_reopens_what_it_is_merged_into(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_int_equal(set_state(f, one.id, BB_FINDING_FIXED, ""), BB_OK);
    assert_int_equal(add(f, log_two, "x", 200).state, BB_FINDING_REOPENED);
    assert_int_equal(get(f, two.id).state, BB_FINDING_MERGED);
    assert_int_equal(set_state(f, two.id, BB_FINDING_FIXED, ""), BB_USAGE);
    assert_int_equal(set_state(f, one.id, BB_FINDING_MERGED, ""), BB_USAGE);
    enum bb_finding_state now;
    const struct bb_recheck survived = {.runs = 3, .commit = "c2", .now = 300};
    assert_int_equal(bb_store_recheck(f->store, two.id, &survived, &now, NULL), BB_OK);
    assert_int_equal(now, BB_FINDING_MERGED);
}

static void test_store__unmerged_finding_is_what_it_was(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(set_state(f, two.id, BB_FINDING_IGNORED, "known"), BB_OK);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_int_equal(bb_store_unmerge(f->store, two.id, &when, NULL), BB_OK);
    assert_int_equal(get(f, two.id).state, BB_FINDING_IGNORED);
    assert_string_equal(get(f, two.id).merged_into, "");
    assert_string_equal(get(f, two.id).state_reason, "known");
    struct bb_added later = add(f, log_two, "abcde", 200);
    assert_string_equal(later.id, two.id);
    assert_false(later.is_merged);
    assert_int_equal(get(f, one.id).hits, 1);
    assert_int_equal(bb_store_unmerge(f->store, two.id, &when, NULL), BB_USAGE);
    assert_int_equal(bb_store_unmerge(f->store, "demo-0", &when, NULL), BB_NOT_FOUND);
}

static void assert_refused(struct fixture *f, const char *id, const char *other, const char *words)
{
    struct bb_err err = {0};
    assert_int_equal(bb_store_merge(f->store, id, other, &when, &err), BB_USAGE);
    assert_non_null(strstr(err.what, words));
}

static void test_store__what_cannot_be_merged(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abc", 110);
    struct bb_added three = add(f, log_three, "abc", 120);
    assert_refused(f, one.id, one.id, "into itself");
    assert_int_equal(merge(f, "demo-0", one.id), BB_NOT_FOUND);
    assert_int_equal(merge(f, one.id, "demo-0"), BB_NOT_FOUND);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_refused(f, two.id, one.id, "circular");
    assert_refused(f, two.id, three.id, "merge into that one");
    assert_refused(f, three.id, two.id, "already");
    assert_refused(f, one.id, two.id, "already");
    assert_string_equal(get(f, one.id).merged_into, "");
    assert_int_equal(get(f, three.id).n_history, 0);
}

/* two into one, then one into three: all are counted under three. */
static void test_store__merges_are_followed_to_their_end(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abc", 110);
    struct bb_added three = add(f, log_three, "abc", 120);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_int_equal(merge(f, three.id, one.id), BB_OK);
    assert_refused(f, two.id, three.id, "circular");
    assert_string_equal(add(f, log_two, "x", 200).id, three.id);
    assert_string_equal(add(f, log_one, "y", 210).id, three.id);
    assert_int_equal(get(f, three.id).hits, 3);
}

static void test_store__merge_and_split_survive_a_rebuild(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    struct bb_added three = add(f, log_three, "abc", 120);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_int_equal(bb_store_set_alone(f->store, three.id, true, &when, NULL), BB_OK);
    assert_int_equal(bb_store_set_alone(f->store, three.id, true, &when, NULL), BB_OK);
    rebuild_store(f);
    assert_int_equal(get(f, two.id).state, BB_FINDING_MERGED);
    assert_string_equal(get(f, two.id).merged_into, one.id);
    assert_true(get(f, three.id).alone);
    assert_int_equal(get(f, three.id).n_history, 1);
    assert_false(get(f, one.id).alone);
    assert_string_equal(add(f, log_two, "abcde", 200).id, one.id);
    assert_int_equal(bb_store_unmerge(f->store, two.id, &when, NULL), BB_OK);
    assert_int_equal(bb_store_set_alone(f->store, three.id, false, &when, NULL), BB_OK);
    rebuild_store(f);
    assert_string_equal(add(f, log_two, "abcdef", 300).id, two.id);
    assert_false(get(f, three.id).alone);
}

/* The folder of the finding that others are merged into is gone: they count for themselves. */
static void test_store__merge_into_nothing_does_not_count(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_int_equal(bb_folder_remove(path_of(f, one.id, ""), NULL), BB_OK);
    rebuild_store(f);
    assert_string_equal(add(f, log_two, "abcde", 200).id, two.id);
}

/* A circle can only be made by hand. */
static void test_store__circle_of_merges_ends(void **state)
{
    struct fixture *f = *state;
    char sql[512];
    sqlite3 *db = NULL;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "UPDATE findings SET merged_into = '%s' WHERE id = '%s'", two.id,
             one.id);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_string_equal(add(f, log_two, "x", 200).id, two.id);
    assert_string_equal(add(f, log_one, "y", 210).id, one.id);
}

#define SHA1_OF_ABCD "81fe8bfe87576c3ecb22426f8e57847382917acf"

static enum bb_status split_input(struct fixture *f, const char *id, const char *sha1)
{
    return bb_store_split_input(f->store, id, sha1, &when, NULL);
}

static void test_store__input_that_is_taken_out_is_a_bug_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    assert_string_equal(add(f, log_one, "abcd", 110).id, one.id);
    assert_int_equal(set_state(f, one.id, BB_FINDING_IGNORED, "known"), BB_OK);
    assert_int_equal(split_input(f, one.id, SHA1_OF_ABCD), BB_OK);
    assert_int_equal(get(f, one.id).hits, 1);
    assert_string_equal(get(f, one.id).state_reason, "known");
    assert_true(bb_finding_has_split(&(struct bb_finding){.split_inputs = "a b"}, "b"));
    struct bb_added apart = add(f, log_one, "abcd", 200);
    assert_true(apart.is_new);
    assert_string_not_equal(apart.id, one.id);
    assert_true(get(f, apart.id).alone);
    assert_string_equal(add(f, log_one, "abcde", 210).id, one.id);
    for (unsigned turn = 0; turn < 2; turn++) {
        struct bb_added again = add(f, log_one, "abcd", 300);
        assert_string_equal(again.id, apart.id);
        assert_false(again.is_new || again.is_new_input);
        assert_string_equal(add(f, log_one, "abc", 310).id, one.id);
        assert_int_equal(get(f, one.id).hits, 2);
        assert_int_equal(get(f, apart.id).hits, 1);
        rebuild_store(f);
    }
    assert_true(bb_signature_is_of(get(f, apart.id).signature, get(f, one.id).signature));
    assert_false(bb_signature_is_of(get(f, one.id).signature, get(f, apart.id).signature));
}

/* It is taken out of the finding under which it was counted; its signature is another's. */
static void test_store__input_may_have_come_by_a_merge(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "ab", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_string_equal(add(f, log_two, "abcd", 120).id, one.id);
    assert_int_equal(split_input(f, one.id, SHA1_OF_ABCD), BB_OK);
    struct bb_added apart = add(f, log_two, "abcd", 200);
    assert_true(apart.is_new);
    assert_false(apart.is_merged);
    assert_string_equal(add(f, log_two, "abcde", 210).id, one.id);
}

static void test_store__inputs_that_cannot_be_taken_out(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    assert_int_equal(split_input(f, one.id, SHA1_OF_ABCD), BB_NOT_FOUND);
    assert_int_equal(split_input(f, one.id, get(f, one.id).input_sha1), BB_USAGE);
    assert_int_equal(split_input(f, "demo-0", SHA1_OF_ABCD), BB_NOT_FOUND);
    assert_int_equal(get(f, one.id).hits, 1);
    assert_string_equal(get(f, one.id).split_inputs, "");
}

/* A store of the first schema, with a finding in it, is brought up to date. */
static void test_store__older_schema_is_migrated(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db = NULL;
    struct bb_added one = add(f, log_one, "abc", 100);
    bb_store_close(f->store);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "ALTER TABLE findings DROP COLUMN merged_into;"
                                  "ALTER TABLE findings DROP COLUMN split_inputs;"
                                  "PRAGMA user_version = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    open_store(f);
    assert_string_equal(bb_buf_str(&f->notices), "");
    struct bb_added two = add(f, log_two, "abcd", 110);
    assert_int_equal(merge(f, one.id, two.id), BB_OK);
    assert_string_equal(add(f, log_two, "abcde", 200).id, one.id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_store__crashes_of_a_merged_finding_are_counted_elsewhere),
        STORE_TEST(test_store__input_counted_before_a_merge_is_not_counted_again),
        STORE_TEST(test_store__merged_crash_reopens_what_it_is_merged_into),
        STORE_TEST(test_store__unmerged_finding_is_what_it_was),
        STORE_TEST(test_store__what_cannot_be_merged),
        STORE_TEST(test_store__merges_are_followed_to_their_end),
        STORE_TEST(test_store__merge_and_split_survive_a_rebuild),
        STORE_TEST(test_store__merge_into_nothing_does_not_count),
        STORE_TEST(test_store__circle_of_merges_ends),
        STORE_TEST(test_store__input_that_is_taken_out_is_a_bug_of_its_own),
        STORE_TEST(test_store__input_may_have_come_by_a_merge),
        STORE_TEST(test_store__inputs_that_cannot_be_taken_out),
        STORE_TEST(test_store__older_schema_is_migrated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
