/* The target registry: what CMake writes, what is missing, what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "campaign/targets.h"

static char scratch[] = "/tmp/bb_test_targets.XXXXXX";

static int enter_scratch(void **state)
{
    (void)state;
    return mkdtemp(scratch) && chdir(scratch) == 0 && bb_dir_make("build/p", NULL) == BB_OK ? 0
                                                                                            : -1;
}

static int leave_scratch(void **state)
{
    (void)state;
    unlink("build/p/targets.json");
    rmdir("build/p");
    rmdir("build");
    return chdir("/") == 0 ? rmdir(scratch) : -1;
}

static enum bb_status load(const char *text, struct bb_targets *targets, struct bb_err *err)
{
    assert_int_equal(bb_file_write("build/p/targets.json", bb_bytes_str(text), NULL), BB_OK);
    return bb_targets_load("p", targets, err);
}

static const char two[] =
    "{\"preset\": \"p\", \"engine\": \"libfuzzer\", \"targets\": ["
    "{\"name\": \"modbus_libmodbus\", \"protocol\": \"modbus\", \"grammar\": \"modbus\","
    " \"parser\": \"libmodbus\", \"version\": \"3.1.6\", \"variant\": \"patched\","
    " \"patches\": [\"one.patch\", \"two.patch\"], \"seeds\": [\"corpus/modbus/x\"],"
    " \"regressions\": \"corpus/modbus/x/regressions\", \"dictionary\": \"d.dict\","
    " \"binary\": \"build/p/targets/modbus_libmodbus\", \"max_len\": 4096, \"mutator\": null},"
    "{\"name\": \"coap_libcoap_pdu\"}]}";

static void test_targets__reads_what_cmake_writes(void **state)
{
    (void)state;
    struct bb_targets targets = {0};
    assert_int_equal(load(two, &targets, NULL), BB_OK);
    assert_int_equal(targets.n, 2);
    const struct bb_target_info *target = NULL;
    assert_int_equal(bb_targets_find(&targets, "modbus_libmodbus", &target, NULL), BB_OK);
    assert_string_equal(target->protocol, "modbus");
    assert_string_equal(target->binary, "build/p/targets/modbus_libmodbus");
    assert_int_equal(target->n_patches, 2);
    assert_string_equal(target->patches[1], "two.patch");
    assert_int_equal(target->n_seeds, 1);
    assert_string_equal(target->seeds[0], "corpus/modbus/x");
    assert_int_equal(target->max_len, 4096);
    assert_string_equal(target->mutator, "");
    assert_int_equal(bb_targets_find(&targets, "coap_libcoap_pdu", &target, NULL), BB_OK);
    assert_int_equal(target->n_seeds, 0);
    assert_string_equal(target->binary, "");
    bb_targets_free(&targets);
}

static void test_targets__unknown_name_suggests_the_nearest(void **state)
{
    (void)state;
    struct bb_targets targets = {0};
    struct bb_err err = {0};
    const struct bb_target_info *target = NULL;
    assert_int_equal(load(two, &targets, NULL), BB_OK);
    assert_int_equal(bb_targets_find(&targets, "libmodbus", &target, &err), BB_NOT_FOUND);
    assert_string_equal(err.what, "no target 'libmodbus'; did you mean 'modbus_libmodbus'?");
    assert_int_equal(bb_targets_find(&targets, "zzz", &target, &err), BB_NOT_FOUND);
    assert_string_equal(err.what, "no target 'zzz'");
    assert_null(target);
    bb_targets_free(&targets);
}

static void test_targets__never_configured(void **state)
{
    (void)state;
    struct bb_targets targets = {0};
    assert_int_equal(bb_targets_load("q", &targets, NULL), BB_NOT_FOUND);
}

static void test_targets__wrong_files_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "{",
        "[]",
        "{}",
        "{\"targets\": 1}",
        "{\"targets\": [1]}",
        "{\"targets\": [{}]}",
        "{\"targets\": [{\"name\": \"../up\"}]}",
        "{\"targets\": [{\"name\": 5}]}",
        "{\"targets\": [{\"name\": \"a\", \"seeds\": \"s\"}]}",
        "{\"targets\": [{\"name\": \"a\", \"seeds\": [1]}]}",
        "{\"targets\": [{\"name\": \"a\", \"max_len\": -1}]}",
        "{\"targets\": [{\"name\": \"a\", \"max_len\": \"9\"}]}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct bb_targets targets = {0};
        struct bb_err err = {0};
        assert_int_equal(load(wrong[i], &targets, &err), BB_MALFORMED);
        assert_non_null(strstr(err.what, "build/p/targets.json"));
        assert_null(targets.document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets__reads_what_cmake_writes),
        cmocka_unit_test(test_targets__unknown_name_suggests_the_nearest),
        cmocka_unit_test(test_targets__never_configured),
        cmocka_unit_test(test_targets__wrong_files_are_refused),
    };
    return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
