/* Stack frames: how a line is taken apart, what a frame is called, and which say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "triage/frame.h"
#include "triage/scan.h"
#include "triage/state_line.h"

static struct bb_frame_text frame;

static void parse(const char *line)
{
    assert_true(bb_frame_parse(bb_bytes_str(line), &frame));
}

static void assert_text(struct bb_bytes actual, const char *expected)
{
    assert_int_equal(actual.len, strlen(expected));
    assert_memory_equal(actual.len ? actual.ptr : (const uint8_t *)"", expected, actual.len);
}

static void assert_name(const char *line, const char *expected)
{
    char name[BB_FRAME_NAME_SIZE];
    parse(line);
    assert_string_equal(bb_frame_name(&frame, name), expected);
}

static bool is_noise(const char *line)
{
    char name[BB_FRAME_NAME_SIZE];
    parse(line);
    return bb_frame_is_noise(&frame, bb_frame_name(&frame, name));
}

static void test_frame__symbolized(void **state)
{
    (void)state;
    parse("    #12 0x4f13bb in parse_header lib/header.c:212:5");
    assert_int_equal(frame.id, 12);
    assert_text(frame.function, "parse_header");
    assert_text(frame.file, "lib/header.c");
    assert_int_equal(frame.line, 212);
    assert_int_equal(frame.column, 5);
    assert_text(frame.module, "");

    parse("#0 0x1 in ns::f(int, char const*) const dir/a.cc:7");
    assert_text(frame.function, "ns::f(int, char const*) const");
    assert_int_equal(frame.line, 7);
    assert_int_equal(frame.column, 0);
}

static void test_frame__modules(void **state)
{
    (void)state;
    parse("    #1 0x4f in parse (libfoo.so+0x13bb) (BuildId: 0a1b2c)");
    assert_text(frame.function, "parse");
    assert_text(frame.module, "libfoo.so");
    assert_int_equal(frame.offset, 0x13bb);

    parse("    #1 0x4f  (/opt/a+b/libfoo.so.1+0x13bb)");
    assert_text(frame.function, "");
    assert_text(frame.module, "/opt/a+b/libfoo.so.1");

    parse("    #0 0x0  (<unknown module>)");
    assert_text(frame.module, "<unknown module>");

    parse("    #0 0x1 in operator new(unsigned long) (prog+0x10)");
    assert_text(frame.function, "operator new(unsigned long)");

    parse("    #0 0x1 in f(int)");
    assert_text(frame.function, "f(int)");
    assert_text(frame.module, "");
}

static void test_frame__without_address(void **state)
{
    (void)state;
    parse("    #0 add crasher.c:5:3 (prog+0x4b2ab1)");
    assert_text(frame.function, "add");
    assert_text(frame.file, "crasher.c");
    assert_int_equal(frame.offset, 0x4b2ab1);
    parse("    #0 <null> <null> (prog+0x10) (BuildId: 1)");
    assert_text(frame.function, "");
    assert_text(frame.file, "");
}

static void test_frame__unknown_places(void **state)
{
    (void)state;
    parse("    #0 0x1 in parse ??:0");
    assert_text(frame.function, "parse");
    assert_text(frame.file, "");
    parse("    #0 0x1 in malloc _asan_rtl_");
    assert_text(frame.function, "malloc _asan_rtl_");
}

static void test_frame__other_lines_are_none(void **state)
{
    static const char *const lines[] = {"",
                                        "#",
                                        "# Fatal error in a.cc",
                                        "#2\tINITED cov: 3 ft: 4 corp: 1/1b",
                                        "#1024\tpulse  cov: 256 exec/s: 0",
                                        "#0 0x",
                                        "#0 0x12",
                                        "#0 0x12 ",
                                        "#0 0x12 in ",
                                        "#0 0x12zz in f",
                                        "#1 some words (and more)",
                                        "0x12 in f a.c:1"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_false(bb_frame_parse(bb_bytes_str(lines[i]), &frame));
}

static void test_frame__names(void **state)
{
    (void)state;
    assert_name("#0 0x1 in ns::(anonymous namespace)::f<int>(char const*) a.cc:1", "ns::f<int>");
    assert_name("#0 0x1 in non-virtual thunk to A::b() a.cc:1", "A::b");
    assert_name("#0 0x1 in A::operator()(int) a.cc:1", "A::operator");
    assert_name("#0 0x1 in parse.part.0 a.c:1", "parse");
    assert_name("#0 0x1 in parse.constprop.0.isra.3 a.c:1", "parse");
    assert_name("#0 0x1 in parse.v2 a.c:1", "parse.v2");
    assert_name("#0 0x1 in ntdll!RtlFree a.c:1", "RtlFree");
    assert_name("#0 0x1 in parse+0x12 (prog+0x10)", "parse");
    assert_name("#0 0x1 in LLVMFuzzerTestOneInput targets/demo/demo.c:1:2", "demo.c");
    assert_name("#0 0x1 in LLVMFuzzerTestOneInput (prog+0x10)", "LLVMFuzzerTestOneInput");
    assert_name("#0 0x1  (lib/prog+0x10)", "lib/prog");
}

/* The names that ClusterFuzz's patterns drop because they begin with, or contain, others. */
static void test_noise__ordinary_functions_are_kept(void **state)
{
    static const char *const names[] = {"free_packet",    "new_session",      "main_loop",
                                        "malloc_pool",    "assert_valid",     "abort_stream",
                                        "memcpy_checked", "strlen_utf8",      "operator_create",
                                        "delete_node",    "exit_state",       "raise_event",
                                        "calloc_buffers", "realloc_table",    "Newton",
                                        "logger_write",   "scanf_header",     "mainframe",
                                        "abort_",         "parse_libpthread", "g_login",
                                        "freeaddrinfo",   "assertion_count",  "panic_button",
                                        "show_stacked"};
    char line[256];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(line, sizeof line, "    #0 0x4f13bb in %s lib/assert/logger.c:1:2", names[i]);
        if (is_noise(line))
            fail_msg("%s is taken for noise", names[i]);
    }
}

static void test_noise__runtimes_are_dropped(void **state)
{
    static const char *const frames[] = {
        "in malloc",
        "in free.localalias",
        "in __interceptor_strcpy asan_interceptors.cpp:440",
        "in __asan_memcpy",
        "in memcpy string3.h:51",
        "in __memcpy_avx_unaligned_erms (prog+0x1)",
        "in memmove-vec-unaligned-erms.S:331 x.S:331",
        "in __strlen_avx2",
        "in operator new(unsigned long) (prog+0x1)",
        "in operator delete[](void*)",
        "in main a.c:1",
        "in _start (prog+0x1)",
        "in __libc_start_call_main csu/../sysdeps/nptl/libc_start_call_main.h:58:16",
        "in gsignal /build/glibc-Cl5G7W/glibc-2.23/raise.c:54",
        "in __assert_fail (prog+0x1)",
        "in isc_assertion_failed lib/assertions.c:1",
        "in Mutex::assertNotHeld() a.h:1",
        "in fuzzer::Fuzzer::ExecuteCallback(unsigned char const*, unsigned long) F.cpp:1",
        "in logging::LogMessage::~LogMessage() logging.cc:1",
        "in auto fuzztest::internal::Run<> const a.h:1",
        "in std::vector<int>::at(int) /usr/include/c++/x/../libc++/vector:1",
        "in qsort (libc.so.6+0x35417)",
        "in libc.so.6",
        "in f ../../../../src/libsanitizer/asan/asan_x.cpp:1",
        "in f llvm/compiler-rt/lib/asan/asan_x.cpp:1",
        "in run_file harness/engine/replay.c:1:2",
        "in f",
        " (libstdc++.so.6+0x1)",
        " (<unknown module>)",
        "<unknown>",
    };
    char line[256];
    (void)state;
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        snprintf(line, sizeof line, "    #0 0x4f13bb %s", frames[i]);
        if (!is_noise(line))
            fail_msg("%s is not taken for noise", frames[i]);
    }
}

static void test_state_line__what_differs_from_run_to_run_goes(void **state)
{
    static const struct {
        const char *text;
        const char *clean;
    } cases[] = {
        {"f at 0x602000000011 of 4096", "f at ADDRESS of NUMBER"},
        {"f of 999 at 0xfff", "f of 999 at 0xfff"},
        {"source.cc:1234", "source.cc:1234"},
        {"libfoo-1.0.12.so", "libfoo-1.0.12.so"},
        {"handler@7 and #8", "handler@NUMBER and #NUMBER"},
        {"/tmp/prog+0x42b11e", "/tmp/prog"},
        {"a\x01\xff\tb", "a\tb"},
        {"", ""},
    };
    char line[BB_STATE_LINE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bb_state_line_clean(bb_bytes_str(cases[i].text), false, line);
        assert_string_equal(line, cases[i].clean);
    }
}

static void test_state_line__length_is_bounded(void **state)
{
    char text[4000];
    char line[BB_STATE_LINE_SIZE];
    (void)state;
    memset(text, 'x', sizeof text);
    bb_state_line_clean(bb_bytes_of(text, sizeof text), false, line);
    assert_int_equal(strlen(line), BB_STATE_LINE_SHOWN);
    bb_state_line_clean(bb_bytes_of(text, sizeof text), true, line);
    assert_int_equal(strlen(line), BB_STATE_LINE_SIZE - 1);
}

static void test_scan__numbers_saturate(void **state)
{
    struct bb_bytes text = bb_bytes_str("99999999999999999999999");
    uint64_t number = 0;
    (void)state;
    assert_true(bb_scan_take_number(&text, &number));
    assert_true(number == UINT64_MAX);
    assert_true(bb_scan_hex_value(bb_bytes_str("0xfffffffffffffffff")) == UINT64_MAX);
    assert_int_equal(bb_scan_hex_value(bb_bytes_str("0x1g")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame__symbolized),
        cmocka_unit_test(test_frame__modules),
        cmocka_unit_test(test_frame__without_address),
        cmocka_unit_test(test_frame__unknown_places),
        cmocka_unit_test(test_frame__other_lines_are_none),
        cmocka_unit_test(test_frame__names),
        cmocka_unit_test(test_noise__ordinary_functions_are_kept),
        cmocka_unit_test(test_noise__runtimes_are_dropped),
        cmocka_unit_test(test_state_line__what_differs_from_run_to_run_goes),
        cmocka_unit_test(test_state_line__length_is_bounded),
        cmocka_unit_test(test_scan__numbers_saturate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
