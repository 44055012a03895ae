/* The sanitizer log parser on assertions, CHECK macros and what glibc says before it aborts. */
#include "one_report.h"

static void test_report__assertions(void **state)
{
    (void)state;
    parse("prog: dir/a.c:12: parse: Assertion `n < 4' failed.\n"
          "==1==ERROR: AddressSanitizer: ABRT on unknown address 0x0001 (pc 0x1 T0)\n"
          "    #0 0x1 in gsignal (libc.so.6+0x35417)\n"
          "    #1 0x2 in abort (libc.so.6+0x37019)\n"
          "    #2 0x3 in __assert_fail (libc.so.6+0x2dc81)\n"
          "    #3 0x4 in parse dir/a.c:12:5\n");
    assert_crash("ASSERT", "", true);
    assert_state("n < 4", "parse", "");
    parse("[critical] address.cc:87] assert failure: len == 0\n");
    assert_state("len == 0", "", "");
    parse("lib/a.cpp:3: ASSERTION FAILED: x\n");
    assert_state("x", "", "");
    parse("include/c++/v1/vector:1562: assertion __n < size() failed: index out of bounds\n");
    assert_state("index out of bounds", "", "");
    parse("some panic: of no importance\n");
    assert_crash("", "", false);
}

static void test_report__check_macros(void **state)
{
    (void)state;
    parse("[1222/164952:FATAL:ftp_util.cc(198)] Check failed: a == b (1 vs. 0)\n");
    assert_crash("CHECK failure", "", false);
    assert_state("a == b in ftp_util.cc", "", "");
    parse("F0403 23:21:04.101037 3057259 lib/parser.cc:326] Check failed: n < size\n");
    assert_crash("CHECK failure", "", false);
    assert_state("n < size in parser.cc", "", "");
    parse("F0403 23:21:04.101037 3057259 lib/parser.cc:326] cannot go on\n");
    assert_crash("Fatal error", "", false);
    parse("[1:2:0101/1:ERROR:a.cc(3)] Security DCHECK failed: p. \n");
    assert_crash("Security DCHECK failure", "", true);
    parse("==1==AddressSanitizer CHECK failed: a.cc:12 \"((x)) == (0)\" (0x1, 0x0)\n"
          "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x1\n");
    assert_crash("Sanitizer CHECK failure", "", false);
}

static void test_report__glibc_aborts(void **state)
{
    static const struct {
        const char *line;
        const char *type;
    } cases[] = {
        {"*** stack smashing detected ***: terminated\n", "Stack-smashing"},
        {"*** buffer overflow detected ***: terminated\n", "Fortify-failure"},
        {"free(): double free detected in tcache 2\n", "Heap-double-free"},
        {"double free or corruption (fasttop)\n", "Heap-double-free"},
        {"munmap_chunk(): invalid pointer\n", "Invalid-free"},
        {"malloc(): corrupted top size\n", "Heap-corruption"},
        {"corrupted size vs. prev_size\n", "Heap-corruption"},
        {"*** Error in `./prog': double free or corruption (out): 0x1 ***\n", "Heap-double-free"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(cases[i].line);
        assert_crash(cases[i].type, "", true);
    }
    parse("my malloc(): corrupted by nobody\n");
    assert_crash("", "", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__assertions),
        cmocka_unit_test(test_report__check_macros),
        cmocka_unit_test(test_report__glibc_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
