/*
 * Names for stacks of addresses: this very program's, by the machine's llvm-symbolizer. Where there
 * is none, only the logs that need no names are tested.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include "triage/symbolize.h"

enum { MAX_LOG_BYTES = 1 << 20 };

int planted_function(int x);

__attribute__((noinline)) int planted_function(int x)
{
    return x * 3;
}

static struct bb_buf symbolize(struct bb_symbolizer *symbolizer, const char *log)
{
    struct bb_buf named = BB_BUF_INIT(MAX_LOG_BYTES);
    struct bb_err err = {0};
    enum bb_status status = bb_symbolize(symbolizer, bb_bytes_str(log), &named, &err);
    if (status != BB_OK)
        print_error("%s\n", err.what);
    assert_int_equal(status, BB_OK);
    return named;
}

static bool have_symbolizer(void)
{
    return system("command -v llvm-symbolizer llvm-symbolizer-14 >/dev/null 2>&1") == 0;
}

/* "(program+0xoffset)" of a function in this program. */
static void address_of(char *text, size_t size, int (*function)(int))
{
    Dl_info info;
    struct link_map *map = NULL;
    assert_int_not_equal(dladdr1((void *)function, &info, (void **)&map, RTLD_DL_LINKMAP), 0);
    snprintf(text, size, "(/proc/%d/exe+0x%lx)", (int)getpid(),
             (unsigned long)((uintptr_t)function - map->l_addr));
}

static void test_symbolize__names_frames_and_leaves_the_rest(void **state)
{
    (void)state;
    char address[128];
    char log[1024];
    if (!have_symbolizer())
        skip();
    address_of(address, sizeof address, planted_function);
    snprintf(log, sizeof log,
             "==1==ERROR: AddressSanitizer: SEGV\n"
             "    #0 0x55d300  %s (BuildId: 01)\n"
             "    #1 0x7f0000  (/nowhere/at+all.so+0x12)\n"
             "SUMMARY: AddressSanitizer: SEGV %s\n"
             "    #0 0x55d300  %s\n",
             address, address, address);
    struct bb_symbolizer *symbolizer = bb_symbolizer_new();
    struct bb_buf named = symbolize(symbolizer, log);
    const char *text = bb_buf_str(&named);
    assert_non_null(strstr(text, "==1==ERROR: AddressSanitizer: SEGV\n"));
    assert_non_null(strstr(text, "    #0 0x55d300 in planted_function "));
    assert_non_null(strstr(text, "test_symbolize.c:"));
    assert_non_null(strstr(text, "    #1 0x7f0000  (/nowhere/at+all.so+0x12)\n"));
    assert_non_null(
        strstr(text, "SUMMARY: AddressSanitizer: SEGV harness/tests/test_symbolize.c:"));
    assert_non_null(strstr(text, " in planted_function\n"));
    struct bb_buf again = symbolize(symbolizer, log); /* from memory */
    assert_true(bb_bytes_equal(bb_buf_bytes(&named), bb_buf_bytes(&again)));
    bb_buf_free(&named);
    bb_buf_free(&again);
    bb_symbolizer_free(symbolizer);
}

static void test_symbolize__takes_many_addresses(void **state)
{
    (void)state;
    char address[128];
    if (!have_symbolizer())
        skip();
    address_of(address, sizeof address, planted_function);
    char *plus = strrchr(address, '+');
    unsigned long offset = strtoul(plus + 1, NULL, 16);
    struct bb_buf log = BB_BUF_INIT(MAX_LOG_BYTES);
    for (unsigned i = 0; i < 1000; i++)
        bb_buf_printf(&log, "    #%u 0x1  %.*s+0x%lx)\n", i, (int)(plus - address), address,
                      offset + i % 500);
    struct bb_symbolizer *symbolizer = bb_symbolizer_new();
    struct bb_buf named = symbolize(symbolizer, bb_buf_str(&log));
    assert_non_null(strstr(bb_buf_str(&named), "#0 0x1 in planted_function"));
    bb_buf_free(&log);
    bb_buf_free(&named);
    bb_symbolizer_free(symbolizer);
}

static void test_symbolize__leaves_logs_without_addresses(void **state)
{
    (void)state;
    static const char log[] = "#0 no frame\n    #1 0x1 in f a.c:1\n    #2 0x1 (no offset)\n"
                              "    #3 0x1  (m+12)\n#\n# 1 0x1 (m+0x1)\n";
    struct bb_symbolizer *symbolizer = bb_symbolizer_new();
    struct bb_buf named = symbolize(symbolizer, log);
    assert_string_equal(bb_buf_str(&named), log);
    bb_buf_free(&named);
    bb_symbolizer_free(symbolizer);
}

static void test_symbolize__says_when_there_is_no_program(void **state)
{
    (void)state;
    struct bb_symbolizer *symbolizer = bb_symbolizer_new();
    struct bb_buf named = BB_BUF_INIT(MAX_LOG_BYTES);
    setenv("ASAN_SYMBOLIZER_PATH", "/nowhere/llvm-symbolizer", 1);
    assert_int_equal(bb_symbolize(symbolizer, bb_bytes_str("  #0 0x1  (m+0x1)\n"), &named, NULL),
                     BB_NOT_FOUND);
    setenv("ASAN_SYMBOLIZER_PATH", "/bin/true", 1);
    assert_int_equal(bb_symbolize(symbolizer, bb_bytes_str("  #0 0x1  (m+0x2)\n"), &named, NULL),
                     BB_IO);
    unsetenv("ASAN_SYMBOLIZER_PATH");
    bb_buf_free(&named);
    bb_symbolizer_free(symbolizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_symbolize__names_frames_and_leaves_the_rest),
        cmocka_unit_test(test_symbolize__takes_many_addresses),
        cmocka_unit_test(test_symbolize__leaves_logs_without_addresses),
        cmocka_unit_test(test_symbolize__says_when_there_is_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
