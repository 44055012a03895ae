/*
 * Contents that have been there before, and files that must not be there yet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/distinct.h"
#include "base/file.h"

static void test_distinct__each_content_is_new_once(void **state)
{
    (void)state;
    struct bb_distinct distinct = {0};
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 100000; i++) {
            bool is_new = round;
            assert_true(bb_distinct_add(&distinct, bb_bytes_of(&i, sizeof i), &is_new));
            assert_int_equal(is_new, round == 0);
        }
    }
    assert_int_equal(distinct.n, 100000);
    assert_true(distinct.capacity <= 2 * 131072);
    bb_distinct_free(&distinct);
}

static void test_distinct__nothing_is_a_content_too(void **state)
{
    (void)state;
    struct bb_distinct distinct = {0};
    bool is_new = false;
    assert_true(bb_distinct_add(&distinct, bb_bytes_of(NULL, 0), &is_new));
    assert_true(is_new);
    assert_true(bb_distinct_add(&distinct, bb_bytes_of("", 0), &is_new));
    assert_false(is_new);
    bb_distinct_free(&distinct);
}

static void test_file_create__leaves_an_existing_file_alone(void **state)
{
    (void)state;
    char folder[] = "/tmp/bb_distinct.XXXXXX";
    char path[64];
    struct bb_buf read = BB_BUF_INIT(16);
    struct bb_err err = {0};
    assert_non_null(mkdtemp(folder));
    assert_true(bb_path_join(path, sizeof path, folder, "file"));
    assert_int_equal(bb_file_create(path, bb_bytes_str("first"), &err), BB_OK);
    assert_int_equal(bb_file_create(path, bb_bytes_str("second"), &err), BB_EXISTS);
    assert_int_equal(bb_file_read(path, &read, &err), BB_OK);
    assert_string_equal(bb_buf_str(&read), "first");
    bb_buf_free(&read);
    unlink(path);
    rmdir(folder);
    assert_int_equal(bb_file_create(path, bb_bytes_str("x"), &err), BB_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distinct__each_content_is_new_once),
        cmocka_unit_test(test_distinct__nothing_is_a_content_too),
        cmocka_unit_test(test_file_create__leaves_an_existing_file_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
