/* Children of every temper: quick, silent, loud, deaf, absent, and those whose parent dies. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/subprocess.h"

#define SHELL(script) ((const char *const[]){"/bin/sh", "-c", (script), NULL})

struct outcome {
    enum bb_status status;
    struct bb_exit how;
    struct bb_buf out;
    struct bb_buf err;
};

static struct outcome run(const char *const *argv, const char *const *env, int64_t timeout_ms)
{
    struct outcome got = {.out = BB_BUF_INIT(1000), .err = BB_BUF_INIT(1000)};
    struct bb_subprocess_spec spec = {
        .argv = argv,
        .env = env,
        .out = {.to = BB_STREAM_BUF, .buf = &got.out},
        .err = {.to = BB_STREAM_BUF, .buf = &got.err},
    };
    got.status = bb_subprocess_run(&spec, timeout_ms, NULL, &got.how, NULL);
    return got;
}

static void forget(struct outcome *got)
{
    bb_buf_free(&got->out);
    bb_buf_free(&got->err);
}

static void test_subprocess__captures_both_outputs_and_the_code(void **state)
{
    (void)state;
    struct outcome got = run(SHELL("echo out; echo err >&2; exit 7"), NULL, 0);
    assert_int_equal(got.status, BB_OK);
    assert_int_equal(got.how.code, 7);
    assert_int_equal(got.how.signal, 0);
    assert_string_equal(bb_buf_str(&got.out), "out\n");
    assert_string_equal(bb_buf_str(&got.err), "err\n");
    forget(&got);
}

static void test_subprocess__reports_a_signal(void **state)
{
    (void)state;
    struct outcome got = run(SHELL("kill -SEGV $$"), NULL, 0);
    assert_int_equal(got.how.code, -1);
    assert_int_equal(got.how.signal, SIGSEGV);
    bb_exit_describe(&got.how, &got.out);
    assert_string_equal(bb_buf_str(&got.out), "signal 11 (Segmentation fault)");
    forget(&got);
}

static void test_subprocess__names_a_missing_program(void **state)
{
    (void)state;
    const char *const argv[] = {"no-such-program-here", NULL};
    struct bb_subprocess_spec spec = {.argv = argv};
    struct bb_exit how = {.code = 99};
    struct bb_err err = {0};
    assert_int_equal(bb_subprocess_run(&spec, 0, NULL, &how, &err), BB_NOT_FOUND);
    assert_string_equal(err.what, "cannot start 'no-such-program-here': No such file or directory");
    assert_int_equal(how.code, 99);
}

static void test_subprocess__names_a_program_that_is_none(void **state)
{
    (void)state;
    const char *const argv[] = {"/etc/passwd", NULL};
    struct bb_subprocess_spec spec = {.argv = argv};
    struct bb_exit how;
    assert_int_equal(bb_subprocess_run(&spec, 0, NULL, &how, NULL), BB_IO);
}

static void test_subprocess__sets_and_removes_variables(void **state)
{
    (void)state;
    setenv("BB_TEST_GONE", "1", 1);
    setenv("BB_TEST_NEW", "old", 1);
    setenv("BB_TEST_NEWER", "kept", 1);
    const char *const env[] = {"BB_TEST_GONE", "BB_TEST_NEW=new", NULL};
    struct outcome got =
        run(SHELL("echo ${BB_TEST_GONE-unset} $BB_TEST_NEW $BB_TEST_NEWER"), env, 0);
    assert_string_equal(bb_buf_str(&got.out), "unset new kept\n");
    forget(&got);
}

static void test_subprocess__keeps_the_beginning_of_too_much(void **state)
{
    (void)state;
    struct outcome got = run(SHELL("echo begin; yes | head -c 300000; exit 3"), NULL, 20000);
    assert_int_equal(got.how.code, 3);
    assert_int_equal(got.out.len, 1000);
    assert_memory_equal(got.out.ptr, "begin\ny\n", 8);
    forget(&got);
}

static void test_subprocess__gives_no_input(void **state)
{
    (void)state;
    struct outcome got = run(SHELL("cat; echo end"), NULL, 20000);
    assert_string_equal(bb_buf_str(&got.out), "end\n");
    forget(&got);
}

static void test_subprocess__kills_the_whole_group_when_time_is_over(void **state)
{
    (void)state;
    /* The grandchild ignores what it can and would hold the pipe for a minute. */
    struct outcome got = run(SHELL("trap '' INT TERM; sleep 60 & echo $!; wait"), NULL, 300);
    assert_int_equal(got.status, BB_OK);
    assert_true(got.how.timed_out);
    assert_int_equal(got.how.signal, SIGKILL);
    assert_in_range(got.how.took_ms, 300, 10000);
    pid_t grandchild = atoi(bb_buf_str(&got.out));
    assert_true(grandchild > 0);
    for (int i = 0; i < 100 && kill(grandchild, 0) == 0; i++)
        usleep(20000); /* init reaps it in its own time */
    FILE *probe = NULL;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)grandchild);
    probe = fopen(path, "r");
    if (probe) { /* not reaped by a lazy init: then at least dead */
        char line[256] = "";
        assert_non_null(fgets(line, sizeof line, probe));
        fclose(probe);
        assert_non_null(strstr(line, ") Z"));
    }
    forget(&got);
}

static volatile sig_atomic_t stopped;

static void on_alarm(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static void test_subprocess__stops_at_once_when_told(void **state)
{
    (void)state;
    stopped = 0;
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    ualarm(200000, 0);
    struct bb_subprocess_spec spec = {.argv = SHELL("sleep 60")};
    struct bb_exit how = {0};
    int64_t before_ms = bb_clock_ms();
    assert_int_equal(bb_subprocess_run(&spec, 0, &stopped, &how, NULL), BB_INTERRUPTED);
    assert_in_range(bb_clock_ms() - before_ms, 100, 10000);
}

static void test_subprocess__stop_lets_a_child_say_goodbye(void **state)
{
    (void)state;
    struct bb_buf out = BB_BUF_INIT(1000);
    struct bb_subprocess_spec spec = {
        .argv = SHELL("trap 'echo bye; exit 5' INT; echo ready; while :; do sleep 0.05; done"),
        .out = {.to = BB_STREAM_BUF, .buf = &out},
    };
    struct bb_subprocess child = BB_SUBPROCESS_INIT;
    assert_int_equal(bb_subprocess_start(&spec, &child, NULL), BB_OK);
    while (out.len == 0 && bb_subprocess_poll(&child, 1000))
        ;
    bb_subprocess_stop(&child, SIGINT, 10000);
    assert_int_equal(child.exit.code, 5);
    assert_string_equal(bb_buf_str(&out), "ready\nbye\n");
    bb_subprocess_free(&child);
    bb_buf_free(&out);
}

static void test_subprocess__appends_both_outputs_to_one_file(void **state)
{
    (void)state;
    char path[] = "/tmp/bb_test_subprocess.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct bb_subprocess_spec spec = {
        .argv = SHELL("echo one; echo two >&2; echo three"),
        .out = {.to = BB_STREAM_FILE, .path = path},
        .err = {.to = BB_STREAM_FILE, .path = path},
    };
    struct bb_exit how;
    assert_int_equal(bb_subprocess_run(&spec, 0, NULL, &how, NULL), BB_OK);
    struct bb_buf text = BB_BUF_INIT(1000);
    assert_int_equal(bb_file_read(path, &text, NULL), BB_OK);
    assert_string_equal(bb_buf_str(&text), "one\ntwo\nthree\n");
    bb_buf_free(&text);
    unlink(path);
}

static void test_subprocess__works_in_another_folder(void **state)
{
    (void)state;
    struct bb_buf out = BB_BUF_INIT(100);
    struct bb_subprocess_spec spec = {
        .argv = SHELL("pwd"),
        .cwd = "/",
        .out = {.to = BB_STREAM_BUF, .buf = &out},
    };
    struct bb_exit how;
    assert_int_equal(bb_subprocess_run(&spec, 0, NULL, &how, NULL), BB_OK);
    assert_string_equal(bb_buf_str(&out), "/\n");
    bb_buf_free(&out);
    spec.cwd = "/no/such/folder";
    assert_int_equal(bb_subprocess_run(&spec, 0, NULL, &how, NULL), BB_NOT_FOUND);
}

static void test_subprocess__limits_file_sizes(void **state)
{
    (void)state;
    char path[] = "/tmp/bb_test_subprocess.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct bb_subprocess_spec spec = {
        .argv = SHELL("exec yes"),
        .out = {.to = BB_STREAM_FILE, .path = path},
        .max_file_bytes = 10000,
    };
    struct bb_exit how;
    assert_int_equal(bb_subprocess_run(&spec, 20000, NULL, &how, NULL), BB_OK);
    assert_int_equal(how.signal, SIGXFSZ);
    unlink(path);
}

/* A middle process starts a child, tells us its pid and is killed. The child must go, too. */
static void test_subprocess__child_dies_with_its_parent(void **state)
{
    (void)state;
    int tell[2];
    assert_int_equal(pipe(tell), 0);
    pid_t middle = fork();
    if (middle == 0) {
        struct bb_subprocess child = BB_SUBPROCESS_INIT;
        struct bb_subprocess_spec spec = {.argv = SHELL("exec sleep 60")};
        if (bb_subprocess_start(&spec, &child, NULL) != BB_OK)
            _exit(1);
        if (write(tell[1], &child.pid, sizeof child.pid) != sizeof child.pid)
            _exit(1);
        pause();
        _exit(0);
    }
    pid_t child = 0;
    bb_subprocess_adopt_orphans(); /* so that we can reap it ourselves */
    assert_int_equal(read(tell[0], &child, sizeof child), sizeof child);
    kill(middle, SIGKILL);
    int how = 0;
    assert_int_equal(waitpid(middle, NULL, 0), middle);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
    close(tell[0]);
    close(tell[1]);
}

static void test_subprocess__kills_orphans_but_not_its_own(void **state)
{
    (void)state;
    bb_subprocess_adopt_orphans();
    struct bb_buf out = BB_BUF_INIT(100);
    struct bb_subprocess own = BB_SUBPROCESS_INIT;
    struct bb_subprocess_spec spec = {.argv = SHELL("exec sleep 60")};
    assert_int_equal(bb_subprocess_start(&spec, &own, NULL), BB_OK);
    struct bb_subprocess_spec parent = {
        .argv = SHELL("setsid sleep 60 >/dev/null & echo $!"),
        .out = {.to = BB_STREAM_BUF, .buf = &out},
    };
    struct bb_exit how;
    assert_int_equal(bb_subprocess_run(&parent, 0, NULL, &how, NULL), BB_OK);
    const struct bb_subprocess *known[] = {&own};
    bb_subprocess_kill_orphans(known, 1);
    assert_int_equal(kill(atoi(bb_buf_str(&out)), 0), -1);
    assert_int_equal(errno, ESRCH);
    assert_true(bb_subprocess_poll(&own, 0));
    bb_subprocess_free(&own);
    bb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subprocess__captures_both_outputs_and_the_code),
        cmocka_unit_test(test_subprocess__reports_a_signal),
        cmocka_unit_test(test_subprocess__names_a_missing_program),
        cmocka_unit_test(test_subprocess__names_a_program_that_is_none),
        cmocka_unit_test(test_subprocess__sets_and_removes_variables),
        cmocka_unit_test(test_subprocess__keeps_the_beginning_of_too_much),
        cmocka_unit_test(test_subprocess__gives_no_input),
        cmocka_unit_test(test_subprocess__kills_the_whole_group_when_time_is_over),
        cmocka_unit_test(test_subprocess__stops_at_once_when_told),
        cmocka_unit_test(test_subprocess__stop_lets_a_child_say_goodbye),
        cmocka_unit_test(test_subprocess__appends_both_outputs_to_one_file),
        cmocka_unit_test(test_subprocess__works_in_another_folder),
        cmocka_unit_test(test_subprocess__limits_file_sizes),
        cmocka_unit_test(test_subprocess__child_dies_with_its_parent),
        cmocka_unit_test(test_subprocess__kills_orphans_but_not_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
