/* Lists of paths, folders with all sorts of things in them, and their removal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/program.h"

static char scratch[] = "/tmp/bb_test_folder.XXXXXX";

static void put(const char *path)
{
    assert_int_equal(bb_file_write(path, bb_bytes_str("x"), NULL), BB_OK);
}

static int enter_scratch(void **state)
{
    (void)state;
    if (!mkdtemp(scratch) || chdir(scratch) != 0 || bb_dir_make("d/sub/deep", NULL) != BB_OK)
        return -1;
    put("d/b");
    put("d/a");
    put("d/.hidden");
    put("d/sub/deep/file");
    return symlink("../d/a", "d/link") == 0 && mkfifo("d/pipe", 0600) == 0 ? 0 : -1;
}

static int leave_scratch(void **state)
{
    (void)state;
    return chdir("/") == 0 && bb_folder_remove(scratch, NULL) == BB_OK ? 0 : -1;
}

static void test_folder__lists_regular_files_by_name(void **state)
{
    (void)state;
    struct bb_paths files = {0};
    assert_int_equal(bb_folder_files("d", &files, NULL), BB_OK);
    assert_int_equal(files.n, 3);
    assert_string_equal(files.list[0], "d/a");
    assert_string_equal(files.list[1], "d/b");
    assert_string_equal(files.list[2], "d/link");
    assert_true(bb_paths_has(&files, "d/b"));
    assert_false(bb_paths_has(&files, "d/sub"));
    bb_paths_free(&files);
    assert_int_equal(files.n, 0);
}

static void test_folder__lists_folders(void **state)
{
    (void)state;
    struct bb_paths folders = {0};
    assert_int_equal(bb_folder_folders("d", &folders, NULL), BB_OK);
    assert_int_equal(folders.n, 1);
    assert_string_equal(folders.list[0], "d/sub");
    bb_paths_free(&folders);
}

static void test_folder__names_what_is_missing(void **state)
{
    (void)state;
    struct bb_paths files = {0};
    struct bb_err err = {0};
    assert_int_equal(bb_folder_files("nowhere", &files, &err), BB_NOT_FOUND);
    assert_string_equal(err.what, "cannot open the folder 'nowhere': No such file or directory");
    assert_int_equal(bb_folder_files("d/a", &files, &err), BB_IO);
    assert_int_equal(files.n, 0);
}

static void test_folder__removes_a_tree_but_not_what_links_point_to(void **state)
{
    (void)state;
    assert_int_equal(bb_dir_make("gone/a/b", NULL), BB_OK);
    put("gone/a/file");
    put("kept");
    assert_int_equal(symlink("../kept", "gone/link"), 0);
    assert_int_equal(bb_folder_remove("gone", NULL), BB_OK);
    assert_int_not_equal(access("gone", F_OK), 0);
    assert_int_equal(access("kept", F_OK), 0);
    assert_int_equal(bb_folder_remove("gone", NULL), BB_OK);
}

static void test_folder__paths_grow(void **state)
{
    (void)state;
    struct bb_paths paths = {0};
    char name[16];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_true(bb_paths_add(&paths, name));
    }
    assert_int_equal(paths.n, 1000);
    assert_string_equal(paths.list[999], "999");
    bb_paths_free(&paths);
    bb_paths_free(NULL);
}

static void test_folder__finds_programs(void **state)
{
    (void)state;
    char path[PATH_MAX];
    assert_true(bb_program_find("sh", path));
    assert_int_equal(access(path, X_OK), 0);
    assert_false(bb_program_find("no-such-program-here", path));
    assert_false(bb_program_find("", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder__lists_regular_files_by_name),
        cmocka_unit_test(test_folder__lists_folders),
        cmocka_unit_test(test_folder__names_what_is_missing),
        cmocka_unit_test(test_folder__removes_a_tree_but_not_what_links_point_to),
        cmocka_unit_test(test_folder__paths_grow),
        cmocka_unit_test(test_folder__finds_programs),
    };
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
