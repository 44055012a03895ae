/* The live corpus, crash files and working folders, on a real file system. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "campaign/artifacts.h"
#include "campaign/corpus.h"
#include "campaign/engine.h"

#define SHA1_OF_ABC "a9993e364706816aba3e25717850c26c9cd0d89d"

static char scratch[] = "/tmp/bb_test_corpus.XXXXXX";
static struct bb_workdir dir;

static void put(const char *path, const char *words)
{
    assert_int_equal(bb_file_write(path, bb_bytes_str(words), NULL), BB_OK);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static int set_up(void **state)
{
    (void)state;
    strcpy(strrchr(scratch, '.'), ".XXXXXX");
    if (!mkdtemp(scratch) || chdir(scratch) != 0)
        return -1;
    return bb_workdir_open("toy", &dir, NULL) == BB_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return chdir("/") == 0 && bb_folder_remove(scratch, NULL) == BB_OK ? 0 : -1;
}

static void test_corpus__one_content_is_there_once(void **state)
{
    (void)state;
    struct bb_corpus_counts counts = {0};
    assert_int_equal(bb_dir_make("seeds", NULL), BB_OK);
    put("seeds/one", "abc");
    put("seeds/same", "abc");
    put("seeds/other", "xyz");
    assert_int_equal(bb_corpus_import("seeds", dir.corpus, &counts, NULL), BB_OK);
    assert_int_equal(counts.files, 3);
    assert_int_equal(counts.added, 2);
    assert_int_equal(bb_corpus_count(dir.corpus), 2);
    assert_true(exists("reports/work/toy/corpus/" SHA1_OF_ABC));
    assert_int_equal(bb_corpus_import("seeds", dir.corpus, &counts, NULL), BB_OK);
    assert_int_equal(counts.added, 2);
}

static void test_corpus__missing_folder(void **state)
{
    (void)state;
    struct bb_corpus_counts counts = {0};
    assert_int_equal(bb_corpus_import("nowhere", dir.corpus, &counts, NULL), BB_NOT_FOUND);
}

static void test_corpus__names_are_made_regular(void **state)
{
    (void)state;
    put("reports/work/toy/corpus/foreign", "abc");
    put("reports/work/toy/corpus/again", "abc");
    assert_int_equal(bb_corpus_normalise(dir.corpus, NULL), BB_OK);
    assert_int_equal(bb_corpus_count(dir.corpus), 1);
    assert_true(bb_corpus_drop(dir.corpus, SHA1_OF_ABC));
    assert_false(bb_corpus_drop(dir.corpus, SHA1_OF_ABC));
    assert_int_equal(bb_corpus_count(dir.corpus), 0);
}

static void test_corpus__takes_new_items_of_a_queue_once(void **state)
{
    (void)state;
    const char *main_folder = "reports/work/toy/afl/main";
    unsigned next = 0;
    size_t added = 99;
    assert_int_equal(bb_corpus_import_afl(main_folder, dir.corpus, 0, &next, &added, NULL), BB_OK);
    assert_int_equal(added, 0);
    assert_int_equal(bb_dir_make("reports/work/toy/afl/main/queue/.state", NULL), BB_OK);
    put("reports/work/toy/afl/main/queue/id:000000,time:0,execs:0,orig:a", "abc");
    put("reports/work/toy/afl/main/queue/id:000001,src:000000,op:havoc,+cov", "xyz");
    put("reports/work/toy/afl/main/queue/no-item", "123");
    assert_int_equal(bb_corpus_import_afl(main_folder, dir.corpus, 0, &next, &added, NULL), BB_OK);
    assert_int_equal(added, 2);
    assert_int_equal(next, 2);
    put("reports/work/toy/afl/main/queue/id:000002,src:000001,op:havoc", "456");
    /* It is younger than an hour. */
    assert_int_equal(bb_corpus_import_afl(main_folder, dir.corpus, 3600000, &next, &added, NULL),
                     BB_OK);
    assert_int_equal(added, 0);
    assert_int_equal(bb_corpus_import_afl(main_folder, dir.corpus, 0, &next, &added, NULL), BB_OK);
    assert_int_equal(added, 1);
    assert_int_equal(bb_corpus_count(dir.corpus), 3);
}

static size_t count_artifacts(int64_t min_age_ms)
{
    struct bb_paths files = {0};
    assert_int_equal(bb_artifacts_scan(&dir, min_age_ms, &files, NULL), BB_OK);
    size_t n = files.n;
    bb_paths_free(&files);
    return n;
}

static void put_artifacts(void)
{
    put("reports/work/toy/libfuzzer/crash-1", "1");
    put("reports/work/toy/libfuzzer/crash-1.log", "its log");
    put("reports/work/toy/libfuzzer/timeout-2", "2");
    put("reports/work/toy/libfuzzer/slow-unit-3", "3");
    put("reports/work/toy/aside/leak-4", "4");
    assert_int_equal(bb_dir_make("reports/work/toy/afl/main/crashes", NULL), BB_OK);
    assert_int_equal(bb_dir_make("reports/work/toy/afl/main/hangs", NULL), BB_OK);
    assert_int_equal(bb_dir_make("reports/work/toy/afl/main/queue", NULL), BB_OK);
    put("reports/work/toy/afl/main/crashes/id:000000,sig:06", "5");
    put("reports/work/toy/afl/main/crashes/README.txt", "words");
    put("reports/work/toy/afl/main/hangs/id:000000", "6");
    put("reports/work/toy/afl/main/queue/id:000000", "7");
}

static void test_artifacts__finds_what_all_engines_left(void **state)
{
    (void)state;
    assert_int_equal(count_artifacts(0), 0);
    put_artifacts();
    assert_int_equal(count_artifacts(0), 5);
    assert_int_equal(count_artifacts(3600000), 0);
}

static void test_artifacts__a_new_session_touches_none(void **state)
{
    (void)state;
    put_artifacts();
    put("reports/work/toy/corpus/" SHA1_OF_ABC, "abc");
    for (int session = 0; session < 3; session++) {
        assert_int_equal(bb_engine_afl_prepare(&dir, NULL), BB_OK);
        assert_int_equal(count_artifacts(0), 5);
        assert_false(exists("reports/work/toy/afl/main"));
        assert_true(exists("reports/work/toy/afl/input/" SHA1_OF_ABC));
    }
}

static void test_artifacts__afl_never_starts_without_input(void **state)
{
    (void)state;
    put("reports/work/toy/corpus/empty", "");
    assert_int_equal(bb_engine_afl_prepare(&dir, NULL), BB_OK);
    struct bb_paths files = {0};
    assert_int_equal(bb_folder_files("reports/work/toy/afl/input", &files, NULL), BB_OK);
    assert_int_equal(files.n, 1);
    bb_paths_free(&files);
}

static void test_workdir__one_campaign_at_a_time(void **state)
{
    (void)state;
    int first = -1, second = -1;
    assert_int_equal(bb_workdir_lock(&dir, &first, NULL), BB_OK);
    assert_int_equal(bb_workdir_lock(&dir, &second, NULL), BB_EXISTS);
    close(first);
    assert_int_equal(bb_workdir_lock(&dir, &second, NULL), BB_OK);
    close(second);
}

static void test_workdir__says_when_the_disk_is_full(void **state)
{
    (void)state;
    struct bb_err err = {0};
    setenv("BRICKBAT_MIN_FREE_MB", "0", 1);
    assert_int_equal(bb_workdir_check_room(&dir, &err), BB_OK);
    setenv("BRICKBAT_MIN_FREE_MB", "4000000000", 1);
    assert_int_equal(bb_workdir_check_room(&dir, &err), BB_LIMIT);
    assert_non_null(strstr(err.what, "nearly full"));
    unsetenv("BRICKBAT_MIN_FREE_MB");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_corpus__one_content_is_there_once),
        TEST(test_corpus__missing_folder),
        TEST(test_corpus__names_are_made_regular),
        TEST(test_corpus__takes_new_items_of_a_queue_once),
        TEST(test_artifacts__finds_what_all_engines_left),
        TEST(test_artifacts__a_new_session_touches_none),
        TEST(test_artifacts__afl_never_starts_without_input),
        TEST(test_workdir__one_campaign_at_a_time),
        TEST(test_workdir__says_when_the_disk_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
