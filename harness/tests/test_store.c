/* The findings store: hits, folders, filters, repair. Each test has a store of its own. */
#include "store_fixture.h"

static void test_store__new_bug_has_all_its_files(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    assert_true(added.is_new);
    assert_true(added.is_new_input);
    assert_int_equal(added.state, BB_FINDING_OPEN);
    assert_int_equal(strlen(added.id), strlen("demo-") + BB_SIGNATURE_DIGITS);
    assert_file_is(f, added.id, "input", "abc");
    assert_file_is(f, added.id, "stderr.txt", log_one);
    assert_int_equal(access(path_of(f, added.id, "repro.sh"), X_OK), 0);

    struct bb_finding finding = get(f, added.id);
    assert_string_equal(finding.id, added.id);
    assert_string_equal(finding.input, path_of(f, added.id, "input"));
    assert_string_equal(finding.input_sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_int_equal(finding.input_bytes, 3);
    assert_int_equal(finding.hits, 1);
    assert_int_equal(finding.first_seen, 100);
    assert_string_equal(finding.version, "1.2");
    assert_string_equal(finding.report.crash_state[0], "read_field");
}

static void test_store__same_crash_twice_is_one_hit(void **state)
{
    struct fixture *f = *state;
    struct bb_added first = add(f, log_one, "abc", 100);
    struct bb_added again = add(f, log_one, "abc", 200);
    assert_string_equal(first.id, again.id);
    assert_false(again.is_new);
    assert_false(again.is_new_input);
    assert_int_equal(get(f, first.id).hits, 1);
    assert_int_equal(get(f, first.id).last_seen, 100);
}

static void test_store__other_inputs_of_a_bug_are_counted_and_kept(void **state)
{
    struct fixture *f = *state;
    struct bb_added first = add(f, log_one, "abc", 100);
    struct bb_added other = add(f, log_one, "abcd", 200);
    assert_string_equal(first.id, other.id);
    assert_true(other.is_new_input);
    assert_int_equal(get(f, first.id).hits, 2);
    assert_int_equal(get(f, first.id).last_seen, 200);
    assert_file_is(f, first.id, "input", "abc");
    assert_file_is(f, first.id, "inputs/crash-81fe8bfe87576c3ecb22426f8e57847382917acf", "abcd");
}

static void test_store__number_of_kept_inputs_is_bounded(void **state)
{
    struct fixture *f = *state;
    struct bb_paths kept = {0};
    char input[32];
    struct bb_added added = {0};
    for (int i = 0; i < 3 * BB_STORE_INPUTS_MAX; i++) {
        snprintf(input, sizeof input, "input %d", i);
        added = add(f, log_one, input, 100 + i);
    }
    assert_int_equal(get(f, added.id).hits, 3 * BB_STORE_INPUTS_MAX);
    assert_int_equal(bb_folder_files(path_of(f, added.id, "inputs"), &kept, NULL), BB_OK);
    assert_int_equal(kept.n, BB_STORE_INPUTS_MAX);
    bb_paths_free(&kept);
}

static void test_store__other_bug_is_another_finding(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    struct bb_added two = add(f, log_two, "abc", 100);
    assert_true(two.is_new);
    assert_string_not_equal(one.id, two.id);
    assert_int_equal(count(f, &(struct bb_store_filter){0}), 2);
}

static void test_store__crash_that_did_not_happen_again_is_kept_alone(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, "nothing happened\n", "abc", 100);
    struct bb_added two = add(f, "nothing happened\n", "abcd", 100);
    assert_true(one.is_new && two.is_new);
    assert_string_not_equal(one.id, two.id);
    assert_false(add(f, "nothing happened\n", "abc", 300).is_new);
}

static void test_store__survives_reopening(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abc", 100);
    reopen_store(f);
    assert_string_equal(bb_buf_str(&f->notices), "");
    assert_int_equal(get(f, added.id).hits, 1);
}

static enum bb_status minimize(struct fixture *f, const char *id, const char *input,
                               const char *explanation, bool is_partial)
{
    const struct bb_minimized minimized = {.input = bb_bytes_str(input),
                                           .explanation = explanation,
                                           .is_partial = is_partial};
    return bb_store_set_minimized(f->store, id, &minimized, NULL);
}

static void test_store__minimized_input_only_gets_smaller(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abcdef", 100);
    assert_int_equal(minimize(f, added.id, "abc", "three bytes", false), BB_OK);
    assert_int_equal(minimize(f, added.id, "abcd", "four bytes", false), BB_EXISTS);
    struct bb_finding finding = get(f, added.id);
    assert_file_is(f, added.id, "input.min", "abc");
    assert_int_equal(finding.min_bytes, 3);
    assert_string_equal(finding.explanation, "three bytes");
    assert_string_equal(finding.input_min, path_of(f, added.id, "input.min"));
    assert_int_equal(minimize(f, "demo-0", "x", "", false), BB_NOT_FOUND);
}

static void test_store__minimized_input_is_partial_until_the_search_ends(void **state)
{
    struct fixture *f = *state;
    struct bb_added added = add(f, log_one, "abcdef", 100);
    assert_int_equal(minimize(f, added.id, "abc", "", true), BB_OK);
    assert_true(get(f, added.id).min_is_partial);
    assert_int_equal(minimize(f, added.id, "xyz", "at the end", false), BB_OK);
    assert_false(get(f, added.id).min_is_partial);
    assert_int_equal(minimize(f, added.id, "uvw", "of another search", true), BB_EXISTS);
    assert_string_equal(get(f, added.id).explanation, "at the end");
    assert_file_is(f, added.id, "input.min", "xyz");
}

static void test_store__filters_and_sorts(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    add(f, log_two, "abc", 200);
    add(f, "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000\n", "x", 300);
    assert_int_equal(set_state(f, one.id, BB_FINDING_FIXED, ""), BB_OK);

    assert_int_equal(count(f, &(struct bb_store_filter){.target = "demo"}), 3);
    assert_int_equal(count(f, &(struct bb_store_filter){.target = "other"}), 0);
    assert_int_equal(count(f, &(struct bb_store_filter){.security_only = true}), 2);
    assert_int_equal(count(f, &(struct bb_store_filter){.min_severity = BB_SEVERITY_HIGH}), 2);
    assert_int_equal(count(f, &(struct bb_store_filter){.states = 1 << BB_FINDING_FIXED}), 1);
    assert_int_equal(count(f, &(struct bb_store_filter){.seen_since = 200}), 2);
    assert_int_equal(count(f, &(struct bb_store_filter){.max = 1}), 1);

    struct bb_finding *list;
    size_t n;
    struct bb_store_filter by_time = {.sort = BB_SORT_LAST_SEEN};
    assert_int_equal(bb_store_list(f->store, &f->arena, &by_time, &list, &n, NULL), BB_OK);
    assert_int_equal(n, 3);
    assert_int_equal(list[0].last_seen, 300);
    struct bb_store_filter by_severity = {.sort = BB_SORT_SEVERITY};
    assert_int_equal(bb_store_list(f->store, &f->arena, &by_severity, &list, &n, NULL), BB_OK);
    assert_int_equal(list[2].last_seen, 300);
}

static void test_store__lists_many(void **state)
{
    struct fixture *f = *state;
    char log[1024];
    for (int i = 0; i < 40; i++) {
        snprintf(log, sizeof log,
                 "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000\n"
                 "    #0 0x1 in function_number_%c%c\n",
                 'a' + i / 10, 'a' + i % 10);
        assert_true(add(f, log, "x", i).is_new);
    }
    assert_int_equal(count(f, &(struct bb_store_filter){0}), 40);
}

static void test_store__damaged_database_is_set_aside_and_rebuilt(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    add(f, log_one, "abcd", 150);
    add(f, log_two, "abc", 200);
    bb_store_close(f->store);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(bb_file_write(f->path, bb_bytes_str("this is no database at all"), NULL),
                     BB_OK);
    open_store(f);
    assert_non_null(strstr(bb_buf_str(&f->notices), "was damaged; it is now "));
    assert_non_null(strstr(bb_buf_str(&f->notices), "2 findings taken into the store"));
    assert_int_equal(count(f, &(struct bb_store_filter){0}), 2);
    assert_int_equal(get(f, one.id).hits, 2);
    assert_false(add(f, log_one, "abcd", 300).is_new_input);

    struct bb_paths files = {0};
    size_t aside = 0;
    assert_int_equal(bb_folder_files(f->folder, &files, NULL), BB_OK);
    for (size_t i = 0; i < files.n; i++)
        aside += strstr(files.list[i], "brickbat.db.damaged-") != NULL;
    assert_int_equal(aside, 1);
    bb_paths_free(&files);
}

static void test_store__database_damaged_inside_is_noticed(void **state)
{
    struct fixture *f = *state;
    char log[1024];
    for (int i = 0; i < 60; i++) {
        snprintf(log, sizeof log, OVERFLOW_LOG("read_%c%c", "parse", "handle"), 'a' + i / 26,
                 'a' + i % 26, 'a' + i / 26, 'a' + i % 26);
        add(f, log, "abc", 100);
    }
    bb_store_close(f->store);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    FILE *file = fopen(f->path, "r+");
    assert_non_null(file);
    char garbage[4096];
    memset(garbage, 0xa5, sizeof garbage);
    for (int page = 1; page < 20; page++) {
        fseek(file, page * 4096L, SEEK_SET);
        fwrite(garbage, 1, sizeof garbage, file);
    }
    fclose(file);
    open_store(f);
    assert_non_null(strstr(bb_buf_str(&f->notices), "was damaged"));
    assert_int_equal(count(f, &(struct bb_store_filter){0}), 60);
}

static void test_store__removed_database_is_made_again(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(unlink(f->path), 0);
    assert_false(add(f, log_one, "abcd", 200).is_new);
    reopen_store(f);
    assert_int_equal(get(f, one.id).hits, 2);
}

static void test_store__newer_schema_is_refused(void **state)
{
    struct fixture *f = *state;
    bb_store_close(f->store);
    f->store = NULL;
    /* The version is the 4 bytes at 60 of the file's header. */
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    FILE *file = fopen(f->path, "r+");
    assert_non_null(file);
    fseek(file, 60, SEEK_SET);
    fwrite("\0\0\0\x63", 1, 4, file);
    fclose(file);
    struct bb_err err;
    assert_int_equal(bb_store_open(f->folder, &f->store, &f->notices, &err), BB_UNSUPPORTED);
    assert_non_null(strstr(err.what, "newer"));
    f->store = NULL;
}

static void test_store__bad_folder_is_left_out_and_told(void **state)
{
    struct fixture *f = *state;
    add(f, log_one, "abc", 100);
    assert_int_equal(bb_dir_make(path_of(f, "demo-bad", ""), NULL), BB_OK);
    assert_int_equal(bb_file_write(path_of(f, "demo-bad", "finding.json"),
                                   bb_bytes_str("{\"id\": 3"), NULL),
                     BB_OK);
    reopen_store(f);
    assert_non_null(strstr(bb_buf_str(&f->notices), "findings/demo-bad is left out: no JSON"));
    assert_int_equal(count(f, &(struct bb_store_filter){0}), 1);
}

static void test_store__folder_between_rename_and_database_is_adopted(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    /* As if the process had been killed before the commit: the folder is there, the row is not. */
    bb_store_close(f->store);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(unlink(f->path), 0);
    open_store(f);
    struct bb_added again = add(f, log_one, "abc", 200);
    assert_string_equal(again.id, one.id);
    assert_false(again.is_new);
    assert_false(again.is_new_input);
}

static void test_store__unfinished_folder_of_a_dead_process_is_removed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(bb_dir_make(path_of(f, ".new-999999999-demo-1", ""), NULL), BB_OK);
    snprintf(f->path, sizeof f->path, "%s/findings/.new-%ld-demo-2", f->folder, (long)getpid());
    assert_int_equal(bb_dir_make(f->path, NULL), BB_OK);
    reopen_store(f);
    assert_int_equal(access(path_of(f, ".new-999999999-demo-1", ""), F_OK), -1);
    snprintf(f->path, sizeof f->path, "%s/findings/.new-%ld-demo-2", f->folder, (long)getpid());
    assert_int_equal(access(f->path, F_OK), 0);
}

static void test_store__removed_folder_of_a_known_finding_comes_back(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    assert_int_equal(bb_folder_remove(path_of(f, one.id, ""), NULL), BB_OK);
    assert_false(add(f, log_one, "abcd", 200).is_new);
    assert_file_is(f, one.id, "input", "abcd");
    assert_int_equal(access(path_of(f, one.id, "finding.json"), F_OK), 0);
}

static void test_store__id_of_another_bug_is_not_taken(void **state)
{
    struct fixture *f = *state;
    struct bb_added one = add(f, log_one, "abc", 100);
    /* The same folder name, but what is in it is another bug. */
    assert_int_equal(bb_file_write(path_of(f, one.id, "finding.json"),
                                   bb_bytes_str("{\"id\": \"x\", \"target\": \"demo\","
                                                " \"signature\": \"other\"}"),
                                   NULL),
                     BB_OK);
    bb_store_close(f->store);
    snprintf(f->path, sizeof f->path, "%s/brickbat.db", f->folder);
    assert_int_equal(unlink(f->path), 0);
    open_store(f);
    struct bb_added two = add(f, log_one, "abc", 200);
    assert_true(two.is_new);
    assert_int_equal(strlen(two.id), strlen(one.id) + 4);
    assert_memory_equal(two.id, one.id, strlen(one.id));
    assert_file_is(f, one.id, "input", "abc");
}

static void test_store__runs(void **state)
{
    struct fixture *f = *state;
    struct bb_run first = {.target = "demo", .engine = "afl", .started = 100};
    struct bb_run second = {.target = "demo", .engine = "libfuzzer", .started = 200};
    struct bb_run last;
    assert_int_equal(bb_store_last_run(f->store, &f->arena, "demo", &last, NULL), BB_NOT_FOUND);
    assert_int_equal(bb_store_run_begin(f->store, &first, NULL), BB_OK);
    assert_int_equal(bb_store_run_begin(f->store, &second, NULL), BB_OK);
    second.executions = 1234567;
    second.coverage = 99;
    second.ended = 260;
    assert_int_equal(bb_store_run_update(f->store, &second, NULL), BB_OK);
    assert_int_equal(bb_store_last_run(f->store, &f->arena, "demo", &last, NULL), BB_OK);
    assert_string_equal(last.engine, "libfuzzer");
    assert_int_equal(last.executions, 1234567);
    assert_int_equal(last.coverage, 99);
    assert_int_equal(last.ended, 260);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_store__new_bug_has_all_its_files),
        STORE_TEST(test_store__same_crash_twice_is_one_hit),
        STORE_TEST(test_store__other_inputs_of_a_bug_are_counted_and_kept),
        STORE_TEST(test_store__number_of_kept_inputs_is_bounded),
        STORE_TEST(test_store__other_bug_is_another_finding),
        STORE_TEST(test_store__crash_that_did_not_happen_again_is_kept_alone),
        STORE_TEST(test_store__survives_reopening),
        STORE_TEST(test_store__minimized_input_only_gets_smaller),
        STORE_TEST(test_store__minimized_input_is_partial_until_the_search_ends),
        STORE_TEST(test_store__filters_and_sorts),
        STORE_TEST(test_store__lists_many),
        STORE_TEST(test_store__damaged_database_is_set_aside_and_rebuilt),
        STORE_TEST(test_store__database_damaged_inside_is_noticed),
        STORE_TEST(test_store__removed_database_is_made_again),
        STORE_TEST(test_store__newer_schema_is_refused),
        STORE_TEST(test_store__bad_folder_is_left_out_and_told),
        STORE_TEST(test_store__folder_between_rename_and_database_is_adopted),
        STORE_TEST(test_store__unfinished_folder_of_a_dead_process_is_removed),
        STORE_TEST(test_store__removed_folder_of_a_known_finding_comes_back),
        STORE_TEST(test_store__id_of_another_bug_is_not_taken),
        STORE_TEST(test_store__runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
