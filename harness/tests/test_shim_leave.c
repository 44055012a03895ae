/* A parser that ends its process is taken back (shim/leave.h). That its calls get there,
 * test_rename.c shows; what the engine says of a fault, test_replay.sh does. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "shim/heap.h"
#include "shim/heap_calls.h"
#include "shim/leave.h"
#include "shim/leave_calls.h"
#include "shim/snapshot.h"

static int variable __attribute__((section("bb_snapshot"))) = 7;
static int handled, judged;

static void count_handler(void)
{
    handled++;
}

/* A parser, several calls deep and in the middle of something; *context says how it ends. */
__attribute__((noinline)) static void parse(void *context, int depth)
{
    char local[64];
    const char *how = context;
    memset(local, *how, sizeof local);
    if (depth > 0) {
        parse(context, depth - 1);
        return;
    }
    variable++;
    memset(bb_shim_malloc(100), local[63], 100);
    bb_shim_atexit(count_handler);
    switch (*how) {
    case 'e': bb_shim_exit(256 + 3);
    case 'n': bb_shim_exit_now(4);
    case 'w':
        bb_shim_error(0, 0, "%s", "on we go");
        bb_shim_error(5, 0, "%s", how);
        break;
    case 'v': bb_shim_err(6, NULL);
    case 'x': bb_shim_errx(7, "%s", how);
    case 'a': bb_shim_abort();
    case 'f': bb_shim_assert_fail("n > 0", "tree.c", 12, "insert");
    case 's': bb_shim_leave_stop();
    }
}

static void run(void *context)
{
    parse(context, 10);
}

static struct bb_leave leave_by(const char *how)
{
    handled = judged = 0;
    bb_shim_heap_begin(BB_SHIM_HEAP_UNLIMITED);
    return bb_shim_leave_run(run, (void *)how);
}

/* As if nothing had been. */
static void assert_all_is_back(void)
{
    assert_int_equal(variable, 7);
    assert_int_equal(bb_shim_heap_held_blocks(), 0);
    assert_false(bb_shim_leave_is_running());
}

static int take_snapshot(void **state)
{
    (void)state;
    bb_shim_snapshot_take();
    bb_shim_leave_on_leave(NULL, NULL);
    return 0;
}

static void assert_exit(const char *how, int status, int handlers)
{
    struct bb_leave leave = leave_by(how);
    assert_int_equal(leave.how, BB_LEAVE_EXIT);
    assert_int_equal(leave.status, status);
    assert_int_equal(handled, handlers);
    assert_all_is_back();
}

static void test_shim_leave__exits_are_taken_back(void **state)
{
    (void)state;
    for (int round = 0; round < 100; round++) {
        assert_exit("e", 3, 1);
        assert_exit("n", 4, 0);
        assert_exit("w", 5, 1);
        assert_exit("v", 6, 1);
        assert_exit("x", 7, 1);
    }
}

static void test_shim_leave__a_run_that_returns_is_left_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(leave_by("-").how, BB_LEAVE_RETURNED);
    assert_int_equal(handled, 0);
    assert_int_equal(variable, 8);
    assert_int_equal(bb_shim_heap_held_bytes(), 100);
    bb_shim_heap_wipe();
    bb_shim_snapshot_restore();
    assert_exit("e", 3, 1); /* handlers of the run before are forgotten */
}

static void test_shim_leave__the_target_may_stop_it(void **state)
{
    (void)state;
    assert_int_equal(leave_by("s").how, BB_LEAVE_STOPPED);
    assert_int_equal(handled, 0);
    assert_all_is_back();
}

/* At that time the parser's state is still there. */
static bool accept_it(void *context, const struct bb_leave *leave)
{
    judged++;
    assert_int_equal(variable, 8);
    assert_int_equal(bb_shim_heap_held_bytes(), 100);
    assert_true(bb_shim_leave_is_running());
    *(struct bb_leave *)context = *leave;
    return true;
}

static void test_shim_leave__the_judge_may_accept_a_fault(void **state)
{
    (void)state;
    struct bb_leave seen;
    bb_shim_leave_on_leave(accept_it, &seen);
    assert_int_equal(leave_by("a").how, BB_LEAVE_ABORT);
    assert_int_equal(judged, 1);
    assert_all_is_back();
    struct bb_leave leave = leave_by("f");
    assert_int_equal(leave.how, BB_LEAVE_ASSERT);
    assert_string_equal(leave.expression, "n > 0");
    assert_string_equal(leave.function, "insert");
    assert_string_equal(leave.file, "tree.c");
    assert_int_equal(leave.line, 12);
    assert_int_equal(seen.line, 12);
    assert_all_is_back();
}

static bool refuse_it(void *context, const struct bb_leave *leave)
{
    (void)context;
    (void)leave;
    return false;
}

/* Runs in a process of its own, which must end by SIGABRT having said these words. */
static void assert_reported(const char *how, const char *words)
{
    int said[2];
    char text[256] = "";
    assert_int_equal(pipe(said), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(said[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        leave_by(how);
        _exit(0);
    }
    close(said[1]);
    assert_true(read(said[0], text, sizeof text - 1) > 0);
    close(said[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_string_equal(text, words);
}

static void test_shim_leave__a_fault_is_reported(void **state)
{
    (void)state;
    assert_reported("a", "remote denial of service: abort\n");
    assert_reported("f", "remote denial of service: "
                         "failed assertion `n > 0' in insert, tree.c:12\n");
    bb_shim_leave_on_leave(refuse_it, NULL);
    assert_reported("e", "remote denial of service: exit with status 3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_shim_leave__exits_are_taken_back, take_snapshot),
        cmocka_unit_test_setup(test_shim_leave__a_run_that_returns_is_left_as_it_is, take_snapshot),
        cmocka_unit_test_setup(test_shim_leave__the_target_may_stop_it, take_snapshot),
        cmocka_unit_test_setup(test_shim_leave__the_judge_may_accept_a_fault, take_snapshot),
        cmocka_unit_test_setup(test_shim_leave__a_fault_is_reported, take_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
