/* Signatures: what makes two crashes one bug, and what does not. */
#include "triage_logs.h"

#include <stdio.h>

#include "triage/signature.h"

static struct bb_arena arena = {.max_bytes = BB_REPORT_ARENA_BYTES};

static int forget(void **state)
{
    (void)state;
    bb_arena_free(&arena);
    return 0;
}

static const char *signature_of(const char *log)
{
    static struct bb_signature signatures[2];
    static unsigned turn;
    struct bb_signature *signature = &signatures[turn++ % 2];
    struct bb_report report = parse_log(&arena, log);
    bb_signature_make(&report, signature);
    bb_arena_reset(&arena);
    return signature->text;
}

static void assert_same(const char *a, const char *b)
{
    const char *first = signature_of(a);
    assert_string_equal(first, signature_of(b));
}

static void assert_different(const char *a, const char *b)
{
    const char *first = signature_of(a);
    assert_string_not_equal(first, signature_of(b));
}

#define SEGV(address) "==1==ERROR: AddressSanitizer: SEGV on unknown address " address " (pc 0x1)\n"

static void test_signature__type_access_and_functions(void **state)
{
    (void)state;
    assert_string_equal(signature_of(OVERFLOW_LOG("read_field", "parse", "handle")),
                        "Heap-buffer-overflow|WRITE|read_field|parse|handle");
    assert_string_equal(signature_of("nothing\n"), "");
}

static void test_signature__size_address_and_lines_do_not_count(void **state)
{
    (void)state;
    assert_same("==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x0011\n"
                "READ of size 1 at 0x0011 thread T0\n    #0 0x1 in parse a.c:1:2\n",
                "==77==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x9911\n"
                "READ of size 8 at 0x9911 thread T3\n    #0 0x7 in parse a.c:9:9\n");
    assert_different("==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x0011\n"
                     "READ of size 1 at 0x0011 thread T0\n    #0 0x1 in parse a.c:1:2\n",
                     "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x0011\n"
                     "WRITE of size 1 at 0x0011 thread T0\n    #0 0x1 in parse a.c:1:2\n");
}

static void test_signature__missing_pointer_is_not_a_wild_one(void **state)
{
    (void)state;
    assert_same(SEGV("0x000000000000") "    #0 0x1 in parse a.c:1:2\n",
                SEGV("0x000000000010") "    #0 0x1 in parse a.c:1:2\n");
    assert_different(SEGV("0x000000000000") "    #0 0x1 in parse a.c:1:2\n",
                     SEGV("0x602000000010") "    #0 0x1 in parse a.c:1:2\n");
}

static void test_signature__depth_of_recursion_does_not_count(void **state)
{
    (void)state;
    assert_same(SEGV("0x0") "    #0 0x1 in leaf a.c:1\n    #1 0x1 in list a.c:1\n"
                            "    #2 0x1 in value a.c:1\n    #3 0x1 in list a.c:1\n",
                SEGV("0x0") "    #0 0x1 in leaf a.c:1\n    #1 0x1 in list a.c:1\n"
                            "    #2 0x1 in value a.c:1\n    #3 0x1 in list a.c:1\n"
                            "    #4 0x1 in value a.c:1\n    #5 0x1 in list a.c:1\n");
}

static const char *recursion(const char *order, char *log, size_t size)
{
    size_t n = (size_t)
        snprintf(log, size,
                 "==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc (pc 0x1)\n");
    for (int i = 0; i < 30; i++)
        n += (size_t)snprintf(log + n, size - n, "    #%d 0x1 in parse_%c a.c:1:2\n", i,
                              order[(size_t)i % strlen(order)]);
    return log;
}

static void test_signature__cycle_may_begin_anywhere(void **state)
{
    char logs[3][2048];
    (void)state;
    assert_same(recursion("abc", logs[0], sizeof logs[0]),
                recursion("cab", logs[1], sizeof logs[1]));
    assert_different(recursion("abc", logs[0], sizeof logs[0]),
                     recursion("acb", logs[2], sizeof logs[2]));
    assert_string_equal(signature_of(logs[0]), "Stack-overflow|parse_a|parse_b|parse_c");
}

/* Lists and maps in each other, as an input happens to have them. */
static void test_signature__recursion_may_have_ways(void **state)
{
    char logs[3][2048];
    (void)state;
    assert_same(recursion("lvmvmvlvmvlvlvlvlvmv", logs[0], sizeof logs[0]),
                recursion("mvmvmvmvmvlvmvlvlvlv", logs[1], sizeof logs[1]));
    assert_different(recursion("lvmvmvlvmvlvlvlvlvmv", logs[0], sizeof logs[0]),
                     recursion("lvkvkvlvkvlvlvlvlvkv", logs[2], sizeof logs[2]));
    assert_string_equal(signature_of(logs[1]), "Stack-overflow|parse_l|parse_m|parse_v");
}

#define OVERFLOW(kind)                                                           \
    "==1==ERROR: AddressSanitizer: " kind "-buffer-overflow on address 0x0011\n" \
    "WRITE of size 1 at 0x0011 thread T0\n"

static void test_signature__overflow_ends_at_the_buffers_function(void **state)
{
    static const char variable[] =
        "Address 0x0011 is located in stack of thread T0 at offset 48 in frame\n"
        "    #0 0x1 in digits a.c:1\n";
    static const char block[] =
        "0x0011 is located 0 bytes to the right of 8-byte region [0x0009,0x0011)\n"
        "allocated by thread T0 here:\n    #0 0x1 in malloc\n    #1 0x1 in digits a.c:2:1\n"
        "    #2 0x1 in start a.c:8:1\n";
    static const char of_another[] =
        "0x0011 is located 0 bytes to the right of 8-byte region [0x0009,0x0011)\n"
        "allocated by thread T0 here:\n    #0 0x1 in malloc\n    #1 0x1 in start a.c:8:1\n";
    static const char *const ends[] = {variable, block, of_another};
    char logs[2][1024];
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (size_t way = 0; way < 2; way++)
            snprintf(logs[way], sizeof logs[way],
                     "%s    #0 0x1 in put a.c:1:1\n    #1 0x1 in digits a.c:2:1\n"
                     "    #2 0x1 in on_%s a.c:3:1\n\n%s",
                     i ? OVERFLOW("heap") : OVERFLOW("stack"), way ? "name" : "date", ends[i]);
        if (i < 2)
            assert_same(logs[0], logs[1]);
        else
            assert_different(logs[0], logs[1]);
    }
}

#define USE(caller, way, freer)                                                       \
    "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x0011\n"           \
    "READ of size 1 at 0x0011 thread T0\n    #0 0x1 in show a.c:1:1\n"                \
    "    #1 0x1 in " caller " a.c:2:1\n    #2 0x1 in " way " a.c:3:1\n\n"             \
    "freed by thread T0 here:\n    #0 0x1 in free\n    #1 0x1 in " freer " a.c:4:1\n" \
    "    #2 0x1 in other a.c:5:1\n\npreviously allocated by thread T0 here:\n"        \
    "    #0 0x1 in malloc\n    #1 0x1 in show a.c:8:1\n"

static void test_signature__use_after_free_is_the_free_as_well(void **state)
{
    (void)state;
    assert_string_equal(signature_of(USE("on_who", "line", "log_out")),
                        "Heap-use-after-free|READ|show|on_who|freed in|log_out");
    assert_same(USE("on_who", "line", "log_out"), USE("on_who", "alias", "log_out"));
    assert_different(USE("on_who", "line", "log_out"), USE("on_last", "line", "log_out"));
    assert_different(USE("on_who", "line", "log_out"), USE("on_who", "line", "reset"));
}

#define GLOBAL(caller, neighbours)                                                   \
    OVERFLOW("global")                                                               \
    "    #0 0x1 in look_up a.c:1:1\n    #1 0x1 in " caller " a.c:2:1\n\n" neighbours \
    "SUMMARY: AddressSanitizer: global-buffer-overflow a.c:1:1 in look_up\n"
#define NEIGHBOUR(distance, side, name)                                                    \
    "0x0011 is located " distance " bytes " side " global variable '" name "' defined in " \
    "'a.c:1'\n"

static void test_signature__global_overflow_is_the_variable(void **state)
{
    (void)state;
    assert_string_equal(signature_of(GLOBAL("on_unit", NEIGHBOUR("8", "to the right of", "units"))),
                        "Global-buffer-overflow|WRITE|look_up|units");
    assert_same(GLOBAL("on_unit", NEIGHBOUR("4", "to the left of", "names")
                                      NEIGHBOUR("40", "to the right of", "units")),
                GLOBAL("on_load",
                       NEIGHBOUR("8", "after", "units") NEIGHBOUR("60", "after", "far")));
    assert_different(GLOBAL("on_unit", NEIGHBOUR("8", "after", "units")),
                     GLOBAL("on_unit", NEIGHBOUR("8", "after", "names")));
}

static void test_signature__ubsan_is_its_line(void **state)
{
    (void)state;
    assert_string_equal(signature_of("../lib/a.c:12:3: runtime error: division by zero\n"
                                     "    #0 0x1 in helper a.c:12:3\n"),
                        "Divide-by-zero|a.c:12");
    assert_same("../lib/a.c:12:3: runtime error: division by zero\n    #0 0x1 in one a.c:1:2\n",
                "lib/a.c:12:9: runtime error: division by zero\n    #0 0x1 in two a.c:1:2\n");
    assert_different("lib/a.c:12:3: runtime error: division by zero\n",
                     "lib/a.c:13:3: runtime error: division by zero\n");
}

static void test_signature__leaks_are_their_allocation(void **state)
{
    (void)state;
    assert_same("Direct leak of 5 byte(s) in 1 object(s) allocated from:\n"
                "    #0 0x1 in malloc\n    #1 0x1 in acquire a.c:1:2\n",
                "Indirect leak of 9 byte(s) in 2 object(s) allocated from:\n"
                "    #0 0x1 in calloc\n    #1 0x1 in acquire a.c:1:2\n");
}

static void test_signature__time_outs_are_the_way_into_the_loop(void **state)
{
    (void)state;
    assert_same(
        "==1== ERROR: libFuzzer: timeout after 1 seconds\n    #0 0x1 in read_byte a.c:1\n"
        "    #1 0x1 in skip a.c:1\n    #2 0x1 in parse a.c:1\n"
        "    #3 0x1 in LLVMFuzzerTestOneInput targets/demo.c:1\n    #4 0x1 in drive x.c:1\n",
        "==1== ERROR: libFuzzer: timeout after 1 seconds\n    #0 0x1 in parse a.c:1\n"
        "    #1 0x1 in LLVMFuzzerTestOneInput targets/demo.c:1\n    #2 0x1 in drive x.c:1\n");
}

/* Its stack is what many looks have in common. */
static void test_signature__of_our_driver_they_are_the_loop(void **state)
{
    (void)state;
    static const char *const limits[] = {"timeout after 1000 ms", "out-of-memory (limit 64 MB)"};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        char log[3][512];
        static const char *const loops[] = {"skip a.c:1\n    #1 0x1 in name a.c:9",
                                            "skip a.c:2\n    #1 0x1 in name a.c:9",
                                            "list a.c:3\n    #1 0x1 in name a.c:9"};
        for (size_t j = 0; j < 3; j++)
            snprintf(log[j], sizeof log[j],
                     "ERROR: brickbat: %s\n    #0 0x1 in %s\n    #2 0x1 in parse%zu a.c:1\n"
                     "    #3 0x1 in LLVMFuzzerTestOneInput targets/demo.c:1\n",
                     limits[i], loops[j], j);
        assert_same(log[0], log[1]);
        assert_different(log[0], log[2]);
    }
}

static void test_signature__assertions_are_their_expression(void **state)
{
    (void)state;
    assert_different("a.c:1: f: Assertion `x' failed.\n", "a.c:1: f: Assertion `y' failed.\n");
    assert_string_equal(signature_of("p: a.c:1: f: Assertion `x' failed.\n"), "ASSERT|x|f");
    assert_same("p: a.c:1: f: Assertion `x' failed.\n",
                "p: src/a.c:1: const int *f(char *, int): Assertion `x' failed.\n"
                "==1==ERROR: AddressSanitizer: ABRT on unknown address 0x01\n"
                "    #0 0x1 in abort\n    #1 0x1 in f src/a.c:1:1\n    #2 0x1 in g src/a.c:9:1\n");
    assert_different("p: a.c:1: f: Assertion `x' failed.\n",
                     "p: a.c:9: g: Assertion `x' failed.\n");
}

static void test_signature__without_symbols_it_is_module_and_offset(void **state)
{
    (void)state;
    assert_string_equal(signature_of(SEGV("0x0") "    #0 0x55f1  (build/a/demo+0x12)\n"
                                                 "    #1 0x55f2  (build/a/demo+0x34)\n"),
                        "Null-dereference|demo+0x12|demo+0x34");
}

static void test_signature__id(void **state)
{
    struct bb_signature signature = {.hash = UINT64_C(0x0123456789abcdef)};
    char id[BB_FINDING_ID_SIZE];
    char target[BB_FINDING_ID_SIZE];
    (void)state;
    assert_true(bb_signature_id(&signature, "demo", 8, id));
    assert_string_equal(id, "demo-01234567");
    assert_true(bb_signature_id(&signature, "demo", 99, id));
    assert_string_equal(id, "demo-0123456789abcdef");
    memset(target, 'x', sizeof target - 1);
    target[sizeof target - 1] = '\0';
    assert_false(bb_signature_id(&signature, target, 8, id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signature__type_access_and_functions),
        cmocka_unit_test(test_signature__size_address_and_lines_do_not_count),
        cmocka_unit_test(test_signature__missing_pointer_is_not_a_wild_one),
        cmocka_unit_test(test_signature__depth_of_recursion_does_not_count),
        cmocka_unit_test(test_signature__cycle_may_begin_anywhere),
        cmocka_unit_test(test_signature__recursion_may_have_ways),
        cmocka_unit_test(test_signature__overflow_ends_at_the_buffers_function),
        cmocka_unit_test(test_signature__use_after_free_is_the_free_as_well),
        cmocka_unit_test(test_signature__global_overflow_is_the_variable),
        cmocka_unit_test(test_signature__ubsan_is_its_line),
        cmocka_unit_test(test_signature__leaks_are_their_allocation),
        cmocka_unit_test(test_signature__time_outs_are_the_way_into_the_loop),
        cmocka_unit_test(test_signature__of_our_driver_they_are_the_loop),
        cmocka_unit_test(test_signature__assertions_are_their_expression),
        cmocka_unit_test(test_signature__without_symbols_it_is_module_and_offset),
        cmocka_unit_test(test_signature__id),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
