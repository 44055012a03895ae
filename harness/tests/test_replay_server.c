/*
 * test_replay_server TOY: the fork server of the replay driver, against a target with planted
 * defects (toy_target.c): the same outcomes as with a process for each input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "campaign/replay.h"

static const char *toy;

/* Long enough for a report on a machine that has other work. */
static struct bb_replay_options options_of(void)
{
    return (struct bb_replay_options){.binary = toy, .timeout_ms = 30000, .rss_limit_mb = 64};
}

/* For inputs that do not end. */
static struct bb_replay_options impatient_options(void)
{
    struct bb_replay_options options = options_of();
    options.timeout_ms = 2000;
    return options;
}

static struct bb_replay_server *start(const struct bb_replay_options *options)
{
    struct bb_replay_server *server = NULL;
    struct bb_err err = {0};
    if (bb_replay_server_start(options, &server, &err) != BB_OK)
        print_error("%s\n", err.what);
    assert_non_null(server);
    return server;
}

static struct bb_replay run(struct bb_replay_server *server, const char *input)
{
    struct bb_replay replay = {0};
    struct bb_err err = {0};
    enum bb_status status = bb_replay_server_run(server, bb_bytes_str(input), &replay, &err);
    if (status != BB_OK)
        print_error("%s\n", err.what);
    assert_int_equal(status, BB_OK);
    return replay;
}

static void expect(struct bb_replay_server *server, const char *input,
                   enum bb_replay_outcome outcome, const char *words)
{
    struct bb_replay replay = run(server, input);
    if (replay.outcome != outcome || !strstr(bb_buf_str(&replay.log), words))
        print_error("%s: %s\n%s\n", input, bb_replay_outcome_text(replay.outcome),
                    bb_buf_str(&replay.log));
    assert_int_equal(replay.outcome, outcome);
    assert_non_null(strstr(bb_buf_str(&replay.log), words));
    bb_replay_free(&replay);
}

static void test_replay_server__tells_every_outcome(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of(), impatient = impatient_options();
    struct bb_replay_server *server = start(&options), *impatient_server = start(&impatient);
    for (unsigned round = 0; round < 2; round++) {
        expect(server, "calm", BB_REPLAY_OK, "input: ok, 4 bytes");
        expect(server, "", BB_REPLAY_OK, "input: ok, 0 bytes");
        expect(server, "read-behind", BB_REPLAY_CRASH, "heap-buffer-overflow");
        expect(server, "double", BB_REPLAY_CRASH, "attempting double-free");
        expect(server, "bounds", BB_REPLAY_CRASH, "out of bounds");
        expect(server, "nothing", BB_REPLAY_OK, "null pointer passed");
        expect(server, "leak", BB_REPLAY_LEAK, "LeakSanitizer");
        expect(impatient_server, "time", BB_REPLAY_TIMEOUT, "timeout after 2000 ms");
        expect(server, "memory", BB_REPLAY_MEMORY, "limit 64 MB");
        expect(server, "oracle", BB_REPLAY_ORACLE, "toy_is_calm violated");
        expect(server, "abort", BB_REPLAY_DENIAL, "remote denial of service: abort");
    }
    bb_replay_server_stop(impatient_server);
    bb_replay_server_stop(server);
}

/* Of a crash in functions that have no frame pointers: the way to it. */
static void test_replay_server__shows_who_called_the_library(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    struct bb_replay replay = run(server, "x");
    unsigned frames = 0;
    for (const char *at = bb_buf_str(&replay.log); (at = strstr(at, "toy_target+0x")); at++)
        frames++;
    if (frames < 50)
        print_error("%s\n", bb_buf_str(&replay.log));
    assert_true(frames >= 50);
    bb_replay_free(&replay);
    bb_replay_server_stop(server);
}

/* What one input says is not in the next one's log. */
static void test_replay_server__keeps_logs_apart(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    expect(server, "read-behind", BB_REPLAY_CRASH, "heap-buffer-overflow");
    struct bb_replay replay = run(server, "calm");
    assert_null(strstr(bb_buf_str(&replay.log), "heap-buffer-overflow"));
    bb_replay_free(&replay);
    bb_replay_server_stop(server);
}

/* The same words as a process of its own gives, apart from addresses and process numbers. */
static void test_replay_server__agrees_with_a_process_for_each(void **state)
{
    (void)state;
    char path[] = "/tmp/test_replay_server.XXXXXX";
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    struct bb_replay alone;
    close(mkstemp(path));
    assert_int_equal(bb_file_write(path, bb_bytes_str("oracle"), NULL), BB_OK);
    assert_int_equal(bb_replay_run(&options, path, &alone, NULL), BB_OK);
    struct bb_replay served = run(server, "oracle");
    assert_int_equal(alone.outcome, served.outcome);
    assert_int_equal(alone.how.code, served.how.code);
    bb_replay_free(&alone);
    bb_replay_free(&served);
    bb_replay_server_stop(server);
    unlink(path);
}

static void send_to(struct bb_replay_server *server, const char *input)
{
    assert_int_equal(bb_replay_server_send(server, bb_bytes_str(input), NULL), BB_OK);
}

static void expect_received(struct bb_replay_server *server, const char *input,
                            enum bb_replay_outcome outcome)
{
    struct bb_replay replay = {0};
    assert_int_equal(bb_replay_server_receive(server, bb_bytes_str(input), &replay, NULL), BB_OK);
    assert_int_equal(replay.outcome, outcome);
    bb_replay_free(&replay);
}

/* The slow one does not keep the other waiting; what was not sent is run all the same. */
static void test_replay_server__works_while_another_does(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of(), impatient = impatient_options();
    struct bb_replay_server *a = start(&impatient), *b = start(&options);
    send_to(a, "time");
    for (unsigned i = 0; i < 3; i++) {
        send_to(b, i % 2 ? "calm" : "double");
        expect_received(b, i % 2 ? "calm" : "double", i % 2 ? BB_REPLAY_OK : BB_REPLAY_CRASH);
    }
    expect_received(a, "time", BB_REPLAY_TIMEOUT);
    expect_received(b, "oracle", BB_REPLAY_ORACLE);
    expect(a, "calm", BB_REPLAY_OK, "input: ok, 4 bytes");
    bb_replay_server_stop(a);
    bb_replay_server_stop(b);
}

static struct bb_replay look(struct bb_replay_server *server, const char *input)
{
    struct bb_replay replay = {0};
    assert_int_equal(bb_replay_server_brief(server, bb_bytes_str(input), &replay, NULL), BB_OK);
    return replay;
}

static void test_replay_server__tells_an_error_once(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    struct bb_replay first = look(server, "read-behind");
    struct bb_replay again = look(server, "r");
    struct bb_replay other = look(server, "write-to-nothing");
    struct bb_replay full = run(server, "read-behind");
    assert_int_not_equal(first.stack, 0);
    assert_false(first.is_repeated);
    assert_true(again.is_repeated);
    assert_true(again.stack == first.stack);
    assert_int_equal(again.outcome, BB_REPLAY_CRASH);
    assert_null(strstr(bb_buf_str(&again.log), "heap-buffer-overflow"));
    assert_false(other.is_repeated);
    assert_true(other.stack != first.stack);
    assert_false(full.is_repeated);
    assert_non_null(strstr(bb_buf_str(&full.log), "heap-buffer-overflow"));
    struct bb_replay *all[] = {&first, &again, &other, &full};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bb_replay_free(all[i]);
    bb_replay_server_stop(server);
}

/* What is no sanitizer's error is told every time. */
static void test_replay_server__tells_all_others_again(void **state)
{
    (void)state;
    static const char *const inputs[] = {"calm", "bounds", "leak", "oracle", "calm"};
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    for (size_t i = 0; i < 2 * sizeof inputs / sizeof *inputs; i++) {
        struct bb_replay replay = look(server, inputs[i / 2]);
        assert_false(replay.is_repeated);
        assert_true(replay.log.len > 0);
        bb_replay_free(&replay);
    }
    bb_replay_server_stop(server);
}

/* A leak is found behind inputs that keep nothing, something, and something of another size. */
static void test_replay_server__leaves_out_no_leak(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    for (unsigned round = 0; round < 3; round++) {
        expect(server, "calm", BB_REPLAY_OK, "ok");
        expect(server, "keep", BB_REPLAY_OK, "ok");
        expect(server, "leak", BB_REPLAY_LEAK, "LeakSanitizer");
    }
    bb_replay_server_stop(server);
}

/* The process that this one has started last. */
static pid_t only_child(void)
{
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d", &pid), 1);
    fclose(file);
    return pid;
}

static void test_replay_server__is_started_anew_when_it_dies(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = start(&options);
    expect(server, "calm", BB_REPLAY_OK, "ok");
    kill(only_child(), SIGKILL);
    expect(server, "calm", BB_REPLAY_OK, "ok");
    bb_replay_server_stop(server);
}

static void test_replay_server__wants_a_fork_server(void **state)
{
    (void)state;
    struct bb_replay_options options = options_of();
    struct bb_replay_server *server = NULL;
    options.binary = "/bin/true";
    assert_int_equal(bb_replay_server_start(&options, &server, NULL), BB_UNSUPPORTED);
    options.binary = "/nowhere/target";
    assert_int_equal(bb_replay_server_start(&options, &server, NULL), BB_NOT_FOUND);
    assert_null(server);
}

static void test_replay_server__stops_when_asked(void **state)
{
    (void)state;
    volatile sig_atomic_t stop = 0;
    struct bb_replay_options options = options_of();
    struct bb_replay replay;
    options.stop = &stop;
    struct bb_replay_server *server = start(&options);
    stop = 1;
    assert_int_equal(bb_replay_server_run(server, bb_bytes_str("calm"), &replay, NULL),
                     BB_INTERRUPTED);
    bb_replay_server_stop(server);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replay_server__tells_every_outcome),
        cmocka_unit_test(test_replay_server__shows_who_called_the_library),
        cmocka_unit_test(test_replay_server__keeps_logs_apart),
        cmocka_unit_test(test_replay_server__agrees_with_a_process_for_each),
        cmocka_unit_test(test_replay_server__works_while_another_does),
        cmocka_unit_test(test_replay_server__tells_an_error_once),
        cmocka_unit_test(test_replay_server__tells_all_others_again),
        cmocka_unit_test(test_replay_server__leaves_out_no_leak),
        cmocka_unit_test(test_replay_server__is_started_anew_when_it_dies),
        cmocka_unit_test(test_replay_server__wants_a_fork_server),
        cmocka_unit_test(test_replay_server__stops_when_asked),
    };
    if (argc != 2)
        return EXIT_FAILURE;
    toy = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
