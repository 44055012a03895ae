/* Putting a parser's variables back (shim/snapshot.h). The section is filled by hand here; that
 * brickbat_add_library fills it, the targets that use SNAPSHOT show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shim/snapshot.h"

#define IN_SNAPSHOT __attribute__((section("bb_snapshot")))

static int counter IN_SNAPSHOT = 7;
static char name[13] IN_SNAPSHOT = "first";
static int outside = 1;

static void change(void)
{
    counter++;
    name[0] = 'X';
    outside++;
}

static void test_shim_snapshot__restores_variables(void **state)
{
    (void)state;
    bb_shim_snapshot_take();
    assert_true(bb_shim_snapshot_bytes() >= sizeof counter + sizeof name);
    change();
    bb_shim_snapshot_restore();
    assert_int_equal(counter, 7);
    assert_string_equal(name, "first");
    assert_int_equal(outside, 2);
}

static void test_shim_snapshot__the_last_one_counts(void **state)
{
    (void)state;
    counter = 20;
    bb_shim_snapshot_take();
    change();
    bb_shim_snapshot_restore();
    change();
    bb_shim_snapshot_restore();
    assert_int_equal(counter, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shim_snapshot__restores_variables),
        cmocka_unit_test(test_shim_snapshot__the_last_one_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
