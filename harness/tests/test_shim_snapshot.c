/* Putting a parser's variables back (shim/snapshot.h). The section is filled by hand here; that
 * brickbat_add_library fills it, the targets that use SNAPSHOT show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "shim/snapshot.h"

#define IN_SNAPSHOT __attribute__((section("bb_snapshot")))

static int counter IN_SNAPSHOT = 7;
static char name[13] IN_SNAPSHOT = "first";
static int outside = 1;

enum { PAGE_BYTES = 4096 };
static char pages[4 * PAGE_BYTES] IN_SNAPSHOT __attribute__((aligned(PAGE_BYTES))) = "pages";

/* Where there is AddressSanitizer. */
int __asan_address_is_poisoned(const volatile void *address) __attribute__((weak));
void __asan_poison_memory_region(const volatile void *start, size_t bytes) __attribute__((weak));
void __asan_unpoison_memory_region(const volatile void *start, size_t bytes) __attribute__((weak));

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

/* A page that did not change is not written to: it may be read-only meanwhile. */
static void test_shim_snapshot__leaves_alone_what_did_not_change(void **state)
{
    (void)state;
    bb_shim_snapshot_take();
    bb_shim_snapshot_restore();
    assert_int_equal(bb_shim_snapshot_changed_bytes(), 0);
    pages[0] = 'X';
    pages[3 * PAGE_BYTES] = 'Y';
    assert_int_equal(mprotect(pages + PAGE_BYTES, PAGE_BYTES, PROT_READ), 0);
    bb_shim_snapshot_restore();
    assert_int_equal(mprotect(pages + PAGE_BYTES, PAGE_BYTES, PROT_READ | PROT_WRITE), 0);
    assert_string_equal(pages, "pages");
    assert_int_equal(pages[3 * PAGE_BYTES], 0);
    assert_int_equal(bb_shim_snapshot_changed_bytes(), 2 * 64);
}

/* Each byte by itself, those of the last block, which is no whole one, too. */
static void test_shim_snapshot__restores_every_byte(void **state)
{
    (void)state;
    bb_shim_snapshot_take();
    for (size_t i = 0; i < sizeof name; i++) {
        name[i]++;
        bb_shim_snapshot_restore();
        assert_memory_equal(name, "first\0\0\0\0\0\0\0", sizeof name);
    }
    for (size_t i = 0; i < sizeof pages; i += 61) {
        char before = pages[i];
        pages[i] = (char)(before + 1);
        bb_shim_snapshot_restore();
        assert_int_equal(pages[i], before);
    }
}

/* Compilers put no red zones into a section that is named by hand, so one is made. A checked memcpy
 * or memcmp would be stopped at it. */
static void test_shim_snapshot__red_zones_stay(void **state)
{
    (void)state;
    char *zone = pages + 64;
    if (!__asan_poison_memory_region)
        skip();
    bb_shim_snapshot_take();
    pages[0] = 'X';
    pages[65] = 'X';
    __asan_poison_memory_region(zone, 32);
    bb_shim_snapshot_restore();
    assert_true(__asan_address_is_poisoned(zone) && __asan_address_is_poisoned(zone + 31));
    __asan_unpoison_memory_region(zone, 32);
    assert_string_equal(pages, "pages");
    assert_int_equal(pages[65], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shim_snapshot__restores_variables),
        cmocka_unit_test(test_shim_snapshot__the_last_one_counts),
        cmocka_unit_test(test_shim_snapshot__leaves_alone_what_did_not_change),
        cmocka_unit_test(test_shim_snapshot__restores_every_byte),
        cmocka_unit_test(test_shim_snapshot__red_zones_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
