/*
 * The sanitizer log parser, rule by rule, on lines of tools that golden/ cannot run here or that
 * need a special shape: several reports, cut logs, other output in between.
 */
#include "one_report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void test_report__log_without_a_crash(void **state)
{
    (void)state;
    parse("INFO: Seed: 1\n#2\tINITED cov: 3\nDone 2 runs\n");
    assert_crash("", "", false);
    assert_int_equal(report.n_state, 0);
    assert_int_equal(report.severity, BB_SEVERITY_NONE);
    parse("");
    assert_crash("", "", false);
}

static void test_report__asan_types(void **state)
{
    static const struct {
        const char *words;
        const char *type;
    } cases[] = {
        {"heap-buffer-overflow on address", "Heap-buffer-overflow"},
        {"dynamic-stack-buffer-overflow on address", "Dynamic-stack-buffer-overflow"},
        {"use-after-poison on address", "Use-after-poison"},
        {"unknown-crash on address", "UNKNOWN"},
        {"BUS on unknown address", "Bus"},
        {"ABRT on unknown address", "Abrt"},
        {"ILL on unknown address", "Ill"},
        {"TRAP on unknown address", "Trap"},
        {"illegal-instruction on unknown address", "Ill"},
        {"stack-overflow on address", "Stack-overflow"},
        {"alloc-dealloc-mismatch (malloc vs operator delete) on",
         "Alloc-dealloc-mismatch (malloc vs operator delete)"},
        {"attempting double-free on", "Heap-double-free"},
        {"int_divide_by_zero on unknown address", "Divide-by-zero"},
        {"access-violation on unknown address", "UNKNOWN"},
    };
    char log[512];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(log, sizeof log, "==1==ERROR: AddressSanitizer: %s 0x602000000011 (pc 0x1)\n",
                 cases[i].words);
        parse(log);
        assert_string_equal(report.crash_type, cases[i].type);
        assert_string_equal(report.crash_address, "0x602000000011");
    }
}

static void test_report__size_of_access(void **state)
{
    (void)state;
    parse("==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\n"
          "READ of size 16 at 0x602000000011 thread T0\n");
    assert_crash("Heap-buffer-overflow\nREAD 16", "0x602000000011", true);
    parse("==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\n"
          "WRITE of size 17 at 0x602000000011 thread T0\n");
    assert_crash("Heap-buffer-overflow\nWRITE {*}", "0x602000000011", true);
    assert_int_equal(report.size, 17);
    assert_int_equal(report.severity, BB_SEVERITY_HIGH);
}

static void test_report__null_pointers_and_wild_ones(void **state)
{
    (void)state;
    parse("==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000fff (pc 0x1 T0)\n"
          "==1==The signal is caused by a WRITE memory access.\n");
    assert_crash("Null-dereference WRITE", "0x000000000fff", false);
    parse("==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000001000 (pc 0x1 T0)\n"
          "==1==The signal is caused by a READ memory access.\n");
    assert_crash("UNKNOWN READ", "0x000000001000", true);
    parse("==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0000602000000011 (pc 0x1)\n");
    assert_crash("UNKNOWN", "0x602000000011", true);
    parse("==1==ERROR: AddressSanitizer: SEGV on unknown address (pc 0x4f1 bp 0x0 sp 0x0 T0)\n"
          "==1==The signal is caused by a READ memory access.\n"
          "==1==Hint: this fault was caused by a dereference of a high value address.\n");
    assert_crash("UNKNOWN READ", "", true);
}

static void test_report__hwasan(void **state)
{
    (void)state;
    parse("==9==ERROR: HWAddressSanitizer: tag-mismatch on address 0x0041 at pc 0x1\n"
          "WRITE of size 4 at 0x0042 tags: 0f/47 (ptr/mem) in thread T0\n"
          "    #0 0x7618899e78  parse\n"
          "    #1 0x761889ddb8  handle\n"
          "freed by thread T0 here:\n"
          "    #0 0x761a68a9dc  release\n"
          "previously allocated here:\n"
          "    #0 0x761a68a7ac  acquire\n");
    assert_crash("Tag-mismatch\nWRITE 4", "0x0042", true);
    assert_string_equal(report.freed_at.frames[0].name, "release");
    assert_string_equal(report.allocated_at.frames[0].name, "acquire");
    parse("==9==ERROR: HWAddressSanitizer: allocation-tail-overwritten; heap object "
          "[0x0044,0x0046) of size 2\n    #0 0x7e9aa0a3fc  parse\n");
    assert_crash("Allocation-tail-overwritten", "0x0044", true);
}

static void test_report__limits_are_named_for_the_target(void **state)
{
    static const char *const logs[] = {
        "==1== ERROR: libFuzzer: timeout after 25 seconds\n    #0 0x1 in parse a.c:1:2\n",
        "ERROR: brickbat: timeout after 1000 ms\n    #0 0x1 in parse a.c:1:2\n",
        "========= Per-input timeout exceeded: 26 > 25 (sec); exiting\n",
        "========= Timeout of 20 seconds exceeded; exiting\n",
        "==1== ERROR: libFuzzer: out-of-memory (used: 2049Mb; limit: 2048Mb)\n",
        "ERROR: brickbat: out-of-memory (limit 512 MB)\n",
        ("==1==ERROR: AddressSanitizer: requested allocation size 0xffff exceeds maximum "
         "supported size of 0x1000 (thread T0)\n    #0 0x1 in parse a.c:1:2\n"),
        "==1==ERROR: AddressSanitizer: allocator is out of memory trying to allocate 0x1 bytes\n",
        "==1==ERROR: AddressSanitizer: hard rss limit exhausted (512Mb vs 513Mb)\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
        parse(logs[i]);
        assert_crash(i < 4 ? "Timeout" : "Out-of-memory", "", false);
        assert_state("demo", "", "");
    }
}

static void test_report__time_out_stays_one(void **state)
{
    (void)state;
    parse("========= Per-input timeout exceeded: 26 > 25 (sec); exiting\n"
          "==9==ERROR: AddressSanitizer: ABRT on unknown address 0x0539 (pc 0x1 bp 0x2 sp 0x3)\n"
          "    #0 0x1 in parse a.c:1:2\n");
    assert_crash("Timeout", "", false);
}

static void test_report__libfuzzer(void **state)
{
    (void)state;
    parse("==1== ERROR: libFuzzer: deadly signal\n"
          "    #0 0x1 in __sanitizer_print_stack_trace a.cc:1\n"
          "    #1 0x2 in fuzzer::Fuzzer::CrashCallback() b.cc:2\n"
          "    #2 0x3  (libc.so.6+0x3da9f)\n"
          "    #3 0x4 in parse lib/parse.c:3:4\n"
          "    #4 0x5 in LLVMFuzzerTestOneInput targets/demo/demo.c:5:6\n");
    assert_crash("Fatal-signal", "", false);
    assert_state("parse", "demo.c", "");
    parse("==1== ERROR: libFuzzer: fuzz target exited\n");
    assert_crash("Unexpected-exit", "", false);
    parse("Slowest unit: 12 s:\nartifact_prefix='./'; Test unit written to ./slow-unit-ab\n");
    assert_crash("Slow-unit", "", false);
}

static void test_report__violated_oracle(void **state)
{
    (void)state;
    parse("ERROR: brickbat: oracle round-trip violated: 3 bytes differ\n"
          "    #0 0x1 in check targets/demo/demo.c:1:2\n");
    assert_crash("Oracle-violation", "", false);
    assert_state("oracle round-trip", "check", "");
    assert_string_equal(report.detail, "oracle round-trip violated: 3 bytes differ");
}

/* The abort that follows under an engine only carries it out. */
static void test_report__remote_denial_of_service(void **state)
{
    (void)state;
    parse("ERROR: brickbat: remote denial of service: failed assertion `p->len >= 3' in f, a.c:12\n"
          "    #0 0x1 in bb_denial_of_service harness/engine/denial.c:1:2\n"
          "    #1 0x2 in report harness/shim/leave.c:1:2\n"
          "    #2 0x3 in f src/a.c:12:2\n"
          "    #3 0x4 in LLVMFuzzerTestOneInput targets/demo/demo.c:5:6\n"
          "==1==ERROR: AddressSanitizer: ABRT on unknown address 0x1 (pc 0x1 bp 0x2 sp 0x3 T0)\n"
          "    #0 0x1 in gsignal (libc.so.6+0x1)\n");
    assert_crash("Remote-denial-of-service", "", false);
    assert_state("p->len >= 3", "f", "demo.c");
    parse("ERROR: brickbat: remote denial of service: abort\n"
          "    #0 0x1 in bb_shim_abort /x/harness/shim/leave.c:1:2\n"
          "    #1 0x2 in f src/a.c:12:2\n");
    assert_crash("Remote-denial-of-service", "", false);
    assert_state("abort", "f", "");
}

static void test_report__ubsan_in_gcc_and_clang(void **state)
{
    static const struct {
        const char *words;
        const char *type;
    } cases[] = {
        {"signed integer overflow: 1 + 2147483647 cannot be represented in type 'int'",
         "Integer-overflow"},
        {"negation of -2147483648 cannot be represented in type 'int'", "Integer-overflow"},
        {"unsigned integer overflow: 0 - 1 cannot be represented in type 'unsigned int'",
         "Unsigned-integer-overflow"},
        {"index 5 out of bounds for type 'int [4]'", "Index-out-of-bounds"},
        {"load of value 3, which is not a valid value for type '_Bool'", "Invalid-bool-value"},
        {"load of value 9, which is not a valid value for type 'enum e'", "Invalid-enum-value"},
        {"left shift of negative value -1", "Undefined-shift"},
        {"member access within null pointer of type 'struct s'", "Null-dereference"},
        {"store to null pointer of type 'int'", "Null-dereference WRITE"},
        {"null pointer passed as argument 2, which is declared to never be null",
         "Invalid-null-argument"},
        {"variable length array bound evaluates to non-positive value -1",
         "Non-positive-vla-bound-value"},
        {"passing zero to ctz(), which is not a valid argument", "Invalid-builtin-use"},
        {"pointer index expression with base 0x1 overflowed to 0x0", "Pointer-overflow"},
        {"execution reached a __builtin_unreachable() call", "Unreachable code"},
        {"something new", "UNKNOWN"},
    };
    char log[512];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(log, sizeof log, "lib/a.c:12:34: runtime error: %s\n", cases[i].words);
        parse(log);
        assert_string_equal(report.crash_type, cases[i].type);
        assert_string_equal(report.location, "lib/a.c:12:34");
        assert_int_equal(report.frames.n, 1);
        assert_int_equal(report.frames.frames[0].line, 12);
    }
}

static void test_report__bad_casts(void **state)
{
    (void)state;
    parse(
        "a.cc:1:2: runtime error: member call on address 0x0012 which does not point to an object "
        "of type 'B'\n0x0012: note: object is of type 'A'\n    #0 0x1 in f() a.cc:1:2\n");
    assert_crash("Bad-cast", "0x0012", true);
    assert_state("Bad-cast to B from A", "f", "");
    parse(
        "a.cc:1:2: runtime error: downcast of address 0x0012 which does not point to an object of "
        "type 'B'\n0x0012: note: object is base class subobject at offset 16 within object of "
        "type 'C'\n");
    assert_state("Bad-cast to B from base class subobject at offset 16", "", "");
    parse(
        "a.cc:1:2: runtime error: control flow integrity check for type 'B' failed during cast to "
        "unrelated type (vtable address 0x0042)\n0x0042: note: invalid vtable\n");
    assert_crash("Bad-cast", "0x0042", true);
    assert_state("Bad-cast to B from invalid vptr", "", "");
}

static void test_report__leaks(void **state)
{
    (void)state;
    parse("==1==ERROR: LeakSanitizer: detected memory leaks\n\n"
          "Indirect leak of 7 byte(s) in 1 object(s) allocated from:\n"
          "    #0 0x1 in malloc x.c:1\n    #1 0x2 in inner a.c:1:2\n\n"
          "Direct leak of 30 byte(s) in 2 object(s) allocated from:\n"
          "    #0 0x1 in malloc x.c:1\n    #1 0x2 in outer a.c:3:4\n\n"
          "Direct leak of 5 byte(s) in 1 object(s) allocated from:\n"
          "    #0 0x1 in malloc x.c:1\n    #1 0x2 in other a.c:5:6\n\n"
          "SUMMARY: AddressSanitizer: 42 byte(s) leaked in 4 allocation(s).\n");
    assert_crash("Direct-leak", "", false);
    assert_state("outer", "", "");
    assert_int_equal(report.leak_bytes, 42);
    assert_int_equal(report.allocated_at.n, 2);
    assert_true(report.complete);
}

static void test_report__later_report_takes_the_place_of_an_earlier_one(void **state)
{
    (void)state;
    parse("==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x0010\n"
          "    #0 0x1 in first a.c:1:2\n"
          "==2==ERROR: AddressSanitizer: heap-use-after-free on address 0x0020\n"
          "    #0 0x1 in second a.c:1:2\n");
    assert_crash("Heap-use-after-free", "0x0020", true);
    assert_state("second", "", "");
    assert_int_equal(report.frames.n, 1);
}

static void test_report__first_ubsan_message_counts_and_asan_displaces_it(void **state)
{
    (void)state;
    parse("a.c:1:2: runtime error: division by zero\n    #0 0x1 in first a.c:1:2\n"
          "a.c:3:4: runtime error: load of null pointer of type 'int'\n");
    assert_string_equal(report.crash_type, "Divide-by-zero");
    parse("a.c:1:2: runtime error: division by zero\n    #0 0x1 in first a.c:1:2\n"
          "==2==ERROR: AddressSanitizer: heap-use-after-free on address 0x0020\n"
          "    #0 0x1 in second a.c:1:2\n");
    assert_crash("Heap-use-after-free", "0x0020", true);
    assert_string_equal(report.location, "");
}

static void test_report__other_output_in_between(void **state)
{
    (void)state;
    parse("[12:00:01] received 12 bytes==1==ERROR: AddressSanitizer: use-after-poison on address "
          "0x0020 at pc 0x1\r\n"
          "READ of size 1 at 0x0020 thread T0\r\n"
          "[12:00:01] still alive\r\n"
          "    #0 0x1 in parse a.c:1:2\r\n"
          "\r\n"
          "worker 3: a line of another thread\r\n"
          "    #1 0x2 in handle a.c:3:4\r\n"
          "unfinished line    #2 0x3 in serve a.c:5:6\r\n");
    assert_crash("Use-after-poison\nREAD 1", "0x0020", true);
    assert_state("parse", "handle", "serve");
    assert_int_equal(report.frames.n, 3);
}

static void test_report__quotations_are_no_reports(void **state)
{
    (void)state;
    parse("text run at (0,0) width 7: \"==1==ERROR: AddressSanitizer: BUS on address 0x1\"\n"
          "[1:1:0101/1:INFO:CONSOLE(3)] \"==1==ERROR: AddressSanitizer: BUS on address 0x1\"\n");
    assert_crash("", "", false);
}

static void test_report__signal_echo_behind_other_output(void **state)
{
    (void)state;
    parse("lib/a.c:1: parse: Assertion `x' failed.AddressSanitizer:DEADLYSIGNAL\n");
    assert_crash("ASSERT", "", true);
}

static void test_report__beginning_missing(void **state)
{
    (void)state;
    parse("    #7 0x1 in serve a.c:5:6\n"
          "SUMMARY: AddressSanitizer: heap-buffer-overflow lib/a.c:1:2 in parse\n");
    assert_crash("Heap-buffer-overflow", "", true);
    assert_state("parse", "", "");
    parse("SUMMARY: AddressSanitizer: 42 byte(s) leaked in 4 allocation(s).\n");
    assert_crash("Direct-leak", "", false);
    parse("WRITE of size 4 at 0x602000000011 thread T0\n    #0 0x1 in parse a.c:1:2\n");
    assert_crash("UNKNOWN\nWRITE 4", "0x602000000011", true);
    assert_state("parse", "", "");
    parse("WRITE of size 4 at 0x602000000011 thread T0\n    #0 0x1 in parse a.c:1:2\n"
          "SUMMARY: AddressSanitizer: heap-buffer-overflow a.c:1:2 in other\n");
    assert_crash("Heap-buffer-overflow\nWRITE 4", "0x602000000011", true);
    assert_state("parse", "", "");
}

static void test_report__what_the_log_does_not_say(void **state)
{
    struct bb_report_options killed = {.target = "demo", .signal = SIGSEGV};
    struct bb_report_options slow = {.timed_out = true, .signal = SIGKILL};
    (void)state;
    assert_int_equal(bb_report_parse(&arena, bb_bytes_str("hello\n"), &killed, &report, NULL),
                     BB_OK);
    assert_crash("UNKNOWN", "", false);
    assert_state("demo", "", "");
    assert_int_equal(bb_report_parse(&arena, bb_bytes_str(""), &slow, &report, NULL), BB_OK);
    assert_crash("Timeout", "", false);
    assert_state("NULL", "", "");
}

static void test_report__cut_reports_are_told_from_whole_ones(void **state)
{
    static const char log[] = OVERFLOW_LOG("read_field", "parse", "handle");
    char cut[sizeof log];
    (void)state;
    parse(log);
    assert_true(report.complete);
    memcpy(cut, log, sizeof log);
    *strstr(cut, "SUMMARY") = '\0';
    parse(cut);
    assert_false(report.complete);
    assert_state("read_field", "parse", "handle");
}

static void test_report__strange_bytes(void **state)
{
    static const char log[] = "==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0010\n"
                              "    #0 0x1 in na\xffme\x01 dir/\xc3\xa4.c:1:2\n\0\0\n#\n# 1\n#0\n";
    (void)state;
    assert_int_equal(bb_report_parse(&arena, bb_bytes_of(log, sizeof log), NULL, &report, NULL),
                     BB_OK);
    assert_string_equal(report.frames.frames[0].function, "na?me?");
    assert_string_equal(report.frames.frames[0].file, "dir/\xc3\xa4.c");
    assert_string_equal(report.crash_state[0], "name");
}

static void test_report__recursion_is_its_cycle(void **state)
{
    char log[1 << 14];
    size_t n = (size_t)snprintf(log, sizeof log,
                                "==1==ERROR: AddressSanitizer: stack-overflow on address "
                                "0x7ffc533cef30 (pc 0x1)\n");
    (void)state;
    static const char *const names[] = {"leaf", "b", "c", "a", "b", "c", "a", "b", "c", "a",
                                        "b",    "c", "a", "b", "c", "a", "b", "c", "a"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        n += (size_t)snprintf(log + n, sizeof log - n, "    #%zu 0x1 in %s a.c:1:2\n", i, names[i]);
    parse(log);
    assert_state("b", "c", "a");
}

static void test_report__memory_is_bounded(void **state)
{
    enum { FRAMES = 20000 };
    static char log[FRAMES * 200];
    size_t n = (size_t)snprintf(log, sizeof log,
                                "==1==ERROR: AddressSanitizer: stack-overflow on address "
                                "0x7ffc533cef30 (pc 0x1)\n");
    (void)state;
    for (size_t i = 0; i < FRAMES && n + 200 < sizeof log; i++)
        n += (size_t)snprintf(log + n, sizeof log - n,
                              "    #%zu 0x1 in f%zu(int, char const*) some/long/folder/a.c:%zu:2\n",
                              i, i, i);
    parse(log);
    assert_true(report.frames.n <= 512);
    struct bb_arena small = BB_ARENA_INIT(20000);
    assert_int_equal(bb_report_parse(&small, bb_bytes_str(log), NULL, &report, NULL), BB_LIMIT);
    bb_arena_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__log_without_a_crash),
        cmocka_unit_test(test_report__asan_types),
        cmocka_unit_test(test_report__size_of_access),
        cmocka_unit_test(test_report__null_pointers_and_wild_ones),
        cmocka_unit_test(test_report__hwasan),
        cmocka_unit_test(test_report__limits_are_named_for_the_target),
        cmocka_unit_test(test_report__time_out_stays_one),
        cmocka_unit_test(test_report__libfuzzer),
        cmocka_unit_test(test_report__violated_oracle),
        cmocka_unit_test(test_report__remote_denial_of_service),
        cmocka_unit_test(test_report__ubsan_in_gcc_and_clang),
        cmocka_unit_test(test_report__bad_casts),
        cmocka_unit_test(test_report__leaks),
        cmocka_unit_test(test_report__later_report_takes_the_place_of_an_earlier_one),
        cmocka_unit_test(test_report__first_ubsan_message_counts_and_asan_displaces_it),
        cmocka_unit_test(test_report__other_output_in_between),
        cmocka_unit_test(test_report__quotations_are_no_reports),
        cmocka_unit_test(test_report__signal_echo_behind_other_output),
        cmocka_unit_test(test_report__beginning_missing),
        cmocka_unit_test(test_report__what_the_log_does_not_say),
        cmocka_unit_test(test_report__cut_reports_are_told_from_whole_ones),
        cmocka_unit_test(test_report__strange_bytes),
        cmocka_unit_test(test_report__recursion_is_its_cycle),
        cmocka_unit_test(test_report__memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
