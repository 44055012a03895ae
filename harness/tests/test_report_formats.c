/*
 * Kinds of reports that the sanitizers of this machine do not print, or not always: small logs in
 * each tool's words.
 */
#include "one_report.h"

#include <stdio.h>

#define ASAN "==1==ERROR: AddressSanitizer: "
#define STACK                             \
    "    #0 0x1 in parse lib/a.c:1:2\n"   \
    "    #1 0x2 in session lib/a.c:3:4\n" \
    "    #2 0x3 in main prog.c:5:6\n"

static const struct {
    const char *log;
    const char *type;
    const char *address;
    bool security;
} errors[] = {
    {ASAN "dynamic-stack-buffer-overflow on address 0x7ffe00000010 at pc 0x1\n"
          "WRITE of size 4 at 0x7ffe00000010 thread T0\n" STACK,
     "Dynamic-stack-buffer-overflow\nWRITE 4", "0x7ffe00000010", true},
    {ASAN "container-overflow on address 0x602000000014 at pc 0x1\n"
          "READ of size 32 at 0x602000000014 thread T0\n" STACK,
     "Container-overflow\nREAD {*}", "0x602000000014", true},
    {ASAN "alloc-dealloc-mismatch (operator new vs free) on 0x602000000010\n" STACK,
     "Alloc-dealloc-mismatch (operator new vs free)", "0x602000000010", true},
    {ASAN "new-delete-type-mismatch on 0x602000000010 in thread T0:\n" STACK,
     "New-delete-type-mismatch", "0x602000000010", true},
    {ASAN "attempting to call malloc_usable_size() for pointer which is not owned: 0x12\n" STACK,
     "Attempting to call malloc-usable-size", "", true},
    {ASAN "negative-size-param: (size=-1)\n" STACK, "Negative-size-param", "", true},
    {ASAN "strcpy-param-overlap: memory ranges [0x1,0x5) and [0x3, 0x7) overlap\n" STACK,
     "Strcpy-param-overlap", "[0x1,0x5) and [0x3, 0x7)", true},
    {ASAN "invalid-pointer-pair: 0x602000000010 0x603000000010\n" STACK, "Invalid-pointer-pair", "",
     true},
    {ASAN "odr-violation (0x000000714920):\n", "Odr-violation", "", true},
    {ASAN "initialization-order-fiasco on address 0x000000714920 at pc 0x1\n"
          "READ of size 4 at 0x000000714920 thread T0\n" STACK,
     "Initialization-order-fiasco\nREAD 4", "0x000000714920", true},
    {ASAN "use-after-poison on address 0x602000000010 at pc 0x1\n"
          "READ of size 1 at 0x602000000010 thread T0\n" STACK,
     "Use-after-poison\nREAD 1", "0x602000000010", true},
    {ASAN "intra-object-overflow on address 0x602000000010 at pc 0x1\n"
          "WRITE of size 1 at 0x602000000010 thread T0\n" STACK,
     "Intra-object-overflow\nWRITE 1", "0x602000000010", true},
    {ASAN "requested allocation size 0xffff (0x10000 after adjustments) exceeds maximum supported "
          "size of 0x100 (thread T0)\n" STACK,
     "Out-of-memory", "", false},
    {ASAN "calloc parameters overflow: count * size (4 * 8) cannot be represented in type size_t\n",
     "Out-of-memory", "", false},
    {ASAN "reallocarray-overflow: count * size (4 * 8) cannot be represented in type size_t\n",
     "Out-of-memory", "", false},
    {ASAN "allocator is out of memory trying to allocate 0x100 bytes\n" STACK, "Out-of-memory", "",
     false},
    {ASAN "specified RSS limit exceeded, currently set to soft_rss_limit_mb=100\n"
          "==1==AddressSanitizer: hard rss limit exhausted (100Mb vs 110Mb)\n",
     "Out-of-memory", "", false},
    {ASAN "invalid-posix-memalign-alignment: 3 (thread T0)\n" STACK,
     "Invalid-posix-memalign-alignment", "", true},
    {ASAN "BUS on unknown address 0x7f0000001000 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK, "Bus",
     "0x7f0000001000", false},
    {ASAN "ILL on unknown address 0x000000400100 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK, "Ill",
     "0x000000400100", false},
    {ASAN "TRAP on unknown address 0x000000400100 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK, "Trap",
     "0x000000400100", true},
    {ASAN "FPE on unknown address 0x000000400100 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK,
     "Floating-point-exception", "", false},
    {ASAN "SEGV on unknown address (pc 0x1 bp 0x2 sp 0x3 T0)\n"
          "==1==The signal is caused by a WRITE memory access.\n"
          "==1==Hint: this fault was caused by a dereference of a high value address\n" STACK,
     "UNKNOWN WRITE", "", true},
    {ASAN "SEGV on unknown address 0x000041414141 (pc 0x000041414141 bp 0x2 sp 0x3 T0)\n"
          "==1==The signal is caused by a UNKNOWN memory access.\n"
          "==1==Hint: PC is at a non-executable region. Maybe a wild jump?\n" STACK,
     "UNKNOWN", "0x000041414141", true},
    {"==1==ERROR: HWAddressSanitizer: tag-mismatch on address 0x004000000010 at pc 0x1\n"
     "READ of size 1 at 0x004000000010 tags: 02/08 (ptr/mem) in thread T0\n" STACK
     "Cause: use-after-free\n",
     "Tag-mismatch\nREAD 1", "0x004000000010", true},
    {"==1==ERROR: HWAddressSanitizer: invalid-free on address 0x004000000010 at pc 0x1\n" STACK,
     "Invalid-free", "0x004000000010", true},
    {"==1==WARNING: MemorySanitizer: use-of-uninitialized-value\n" STACK,
     "Use-of-uninitialized-value", "", true},
    {"WARNING: ThreadSanitizer: thread leak (pid=1)\n", "Thread leak", "", false},
    {"WARNING: ThreadSanitizer: lock-order-inversion (potential deadlock) (pid=1)\n",
     "Lock-order-inversion", "", false},
    {"WARNING: ThreadSanitizer: signal-unsafe call inside of a signal (pid=1)\n",
     "Signal-unsafe call inside of a signal", "", false},
    {"WARNING: ThreadSanitizer: double lock of a mutex (pid=1)\n", "Double lock of a mutex", "",
     false},
    {"==1== ERROR: libFuzzer: timeout after 25 seconds\n" STACK, "Timeout", "", false},
    {"==1== ERROR: libFuzzer: out-of-memory (used: 2049Mb; limit: 2048Mb)\n" STACK, "Out-of-memory",
     "", false},
    {"==1== ERROR: libFuzzer: deadly signal\n" STACK, "Fatal-signal", "", false},
    {"==1== ERROR: libFuzzer: fuzz target exited\n" STACK, "Unexpected-exit", "", false},
    {"Program received signal SIGTRAP, Trace/breakpoint trap.\n"
     "0x00007ffff1 in parse () at a.c:1\n"
     "#0  0x00007ffff1 in parse () at a.c:1\n",
     "SIGTRAP", "0x00007ffff1", true},
    {"Received signal 11 SEGV_MAPERR 0000000000c8\n#0 0x1 parse\n", "Null-dereference",
     "0x0000000000c8", false},
    {"Received signal 11 SEGV_MAPERR 7f00deadbeef\n#0 0x1 parse\n", "UNKNOWN", "0x7f00deadbeef",
     true},
    {"prog: error while loading shared libraries: libfoo.so.1: cannot open shared object file: No "
     "such file or directory\n",
     "Missing-library", "", false},
    {"a.c:1:2: runtime error: applying non-zero offset to non-null pointer 0x1 produced null "
     "pointer\n",
     "Pointer-overflow", "", false},
    {"terminate called after throwing an instance of 'std::out_of_range'\n"
     "  what():  vector::_M_range_check\n" ASAN
     "ABRT on unknown address 0x0001 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK,
     "Abrt", "0x0001", false},
    {"pure virtual method called\nterminate called without an active exception\n", "Abrt", "",
     false},
    {"thread 'main' panicked at src/main.rs:2:5:\nindex out of bounds\n", "", "", false},
    {"panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\n", "",
     "", false},
};

static void test_report__reads_each_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        parse(errors[i].log);
        if (strcmp(report.crash_type, errors[i].type) != 0 ||
            strcmp(report.crash_address, errors[i].address) != 0 ||
            report.security != errors[i].security)
            print_error("%s", errors[i].log);
        assert_crash(errors[i].type, errors[i].address, errors[i].security);
        assert_true(report.severity_reason[0] != '\0');
    }
}

static void test_report__says_why_it_was_aborted(void **state)
{
    (void)state;
    parse("terminate called after throwing an instance of 'std::out_of_range'\n" ASAN
          "ABRT on unknown address 0x0001 (pc 0x1 bp 0x2 sp 0x3 T0)\n" STACK);
    assert_non_null(strstr(report.detail, "std::out_of_range"));
    assert_state("parse", "session", "");
}

static void test_report__fatal_errors_of_v8(void **state)
{
    (void)state;
    parse("#\n# Fatal error in ../../src/parser.cc, line 23\n# Debug check failed: n < size (9 vs. "
          "4).\n#\n" STACK);
    assert_crash("DCHECK failure", "", true);
    assert_state("n < size in parser.cc", "parse", "session");
    parse("# Fatal error in ../../src/parser.cc, line 23\n# Check failed: ok.\n");
    assert_crash("CHECK failure", "", false);
    assert_state("ok in parser.cc", "", "");
    parse("# Fatal error in ../../src/parser.cc, line 23\n# unreachable code\n" STACK);
    assert_crash("Unreachable code", "", false);
    assert_state("parser.cc", "parse", "session");
    parse("# Fatal error in ../../src/parser.cc, line 23\n# out of luck\n");
    assert_crash("Fatal error", "", false);
    assert_state("out of luck in parser.cc", "", "");
    parse("# Fatal error in ../../src/parser.cc, line 23\n");
    assert_state("parser.cc", "", "");
}

static void test_report__assertions_of_other_libraries(void **state)
{
    static const struct {
        const char *line;
        const char *text;
    } cases[] = {
        {"assertion \"n < 4\" failed: file \"a.c\", line 12, function \"parse\"\n", "n < 4"},
        {"Assertion failed: n < 4 (a.c: parse: 12)\n", "n < 4 (a.c: parse: 12)"},
        {"ASSERT: \"n < 4\" in file a.cpp, line 12\n", "n < 4"},
        {"ASSERT failure in List::at: \"index out of range\", file list.h, line 12\n",
         "index out of range"},
        {"ERROR:a.c:12:parse: assertion failed: (n < 4)\n", "(n < 4)"},
        {"a.c:12: Assertion `n < 4' failed.\n", "n < 4"},
        {"include/c++/12/bits/stl_vector.h:1123: T& std::vector<T>::operator[](size_type): "
         "Assertion '__n < this->size()' failed.\n",
         "__n < this->size()"},
        {"include/c++/v1/vector:12: libc++ Hardening assertion n < size() failed: index out of "
         "bounds\n",
         "index out of bounds"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(cases[i].line);
        assert_crash("ASSERT", "", true);
        assert_state(cases[i].text, "", "");
    }
    parse("[parser.cc : 326] RAW: Check n < size failed: too long\n");
    assert_crash("CHECK failure", "", false);
    assert_state("n < size in parser.cc", "", "");
}

/* Names that ClusterFuzz's list of prefixes would drop, and this one must not. */
static void test_report__ordinary_names_are_never_noise(void **state)
{
    static const char *const names[] = {"free_packet",   "new_session",  "main_loop",
                                        "malloc_pool",   "assert_valid", "abort_stream",
                                        "operator_list", "deleted",      "realloc_queue",
                                        "calloc_table",  "logger_init",  "scanf_like"};
    char log[256];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(log, sizeof log,
                 ASAN "SEGV on unknown address 0x0001 (pc 0x1)\n    #0 0x1 in %s a.c:1:2\n",
                 names[i]);
        parse(log);
        assert_state(names[i], "", "");
        assert_false(report.frames.frames[0].noise);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__reads_each_kind),
        cmocka_unit_test(test_report__says_why_it_was_aborted),
        cmocka_unit_test(test_report__fatal_errors_of_v8),
        cmocka_unit_test(test_report__assertions_of_other_libraries),
        cmocka_unit_test(test_report__ordinary_names_are_never_noise),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
