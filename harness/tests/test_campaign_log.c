/* Following a log that grows, and command lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "campaign/command.h"
#include "campaign/log_tail.h"

struct log_file {
    char path[40];
    struct bb_log_tail tail;
    char seen[4096]; /* all lines, each followed by '|' */
};

static int set_up(void **state)
{
    struct log_file *log = calloc(1, sizeof *log);
    strcpy(log->path, "/tmp/bb_test_log.XXXXXX");
    log->tail = BB_LOG_TAIL_INIT;
    close(mkstemp(log->path));
    *state = log;
    return 0;
}

static int tear_down(void **state)
{
    struct log_file *log = *state;
    unlink(log->path);
    bb_log_tail_free(&log->tail);
    free(log);
    return 0;
}

static void append(const struct log_file *log, const char *words)
{
    FILE *file = fopen(log->path, "a");
    fputs(words, file);
    fclose(file);
}

static void see(void *user, struct bb_bytes line)
{
    struct log_file *log = user;
    size_t n = strlen(log->seen);
    snprintf(log->seen + n, sizeof log->seen - n, "%.*s|", (int)line.len, (const char *)line.ptr);
}

static const char *read_more(struct log_file *log)
{
    log->seen[0] = '\0';
    bb_log_tail_read(&log->tail, log->path, see, log);
    return log->seen;
}

static void test_log_tail__sees_each_line_once_when_it_is_complete(void **state)
{
    struct log_file *log = *state;
    append(log, "one\ntwo\nthr");
    assert_string_equal(read_more(log), "one|two|");
    assert_string_equal(read_more(log), "");
    append(log, "ee\n\n");
    assert_string_equal(read_more(log), "three||");
}

static void test_log_tail__a_log_that_is_not_there(void **state)
{
    struct log_file *log = *state;
    unlink(log->path);
    assert_string_equal(read_more(log), "");
    append(log, "late\n");
    assert_string_equal(read_more(log), "late|");
}

static size_t longest_seen;

static void measure(void *user, struct bb_bytes line)
{
    (void)user;
    longest_seen = line.len > longest_seen ? line.len : longest_seen;
}

static void test_log_tail__cuts_a_line_without_end(void **state)
{
    struct log_file *log = *state;
    FILE *file = fopen(log->path, "w");
    for (int i = 0; i < 300000; i++)
        fputc('x', file);
    fputs("\nnext\n", file);
    fclose(file);
    longest_seen = 0;
    bb_log_tail_read(&log->tail, log->path, measure, NULL);
    assert_int_equal(longest_seen, BB_LOG_MAX_LINE_BYTES);
    append(log, "fine\n");
    assert_string_equal(read_more(log), "fine|");
}

static void test_log_tail__last_line_without_colours(void **state)
{
    struct log_file *log = *state;
    char line[32];
    append(log, "first\n\033[1;91m[-] PROGRAM ABORT\033[0m: no\n\n");
    bb_log_last_line(log->path, line, sizeof line);
    assert_string_equal(line, "[-] PROGRAM ABORT: no");
    bb_log_last_line("/no/such/log", line, sizeof line);
    assert_string_equal(line, "");
    bb_log_last_line(log->path, line, 5);
    assert_string_equal(line, "[-] ");
}

static void test_command__words_and_variables(void **state)
{
    (void)state;
    struct bb_command command = BB_COMMAND_INIT;
    bb_command_add(&command, "%s", "program");
    bb_command_add(&command, "-n=%d", 7);
    bb_command_set(&command, "A=%s", "b");
    assert_false(command.failed);
    assert_int_equal(command.n, 2);
    assert_string_equal(command.argv[1], "-n=7");
    assert_null(command.argv[2]);
    assert_string_equal(command.env[0], "A=b");
    bb_command_free(&command);
}

static void test_command__too_many_words(void **state)
{
    (void)state;
    struct bb_command command = BB_COMMAND_INIT;
    for (int i = 0; i <= BB_COMMAND_MAX_WORDS; i++)
        bb_command_add(&command, "%d", i);
    assert_true(command.failed);
    assert_null(command.argv[BB_COMMAND_MAX_WORDS]);
    bb_command_free(&command);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_log_tail__sees_each_line_once_when_it_is_complete),
        TEST(test_log_tail__a_log_that_is_not_there),
        TEST(test_log_tail__cuts_a_line_without_end),
        TEST(test_log_tail__last_line_without_colours),
        TEST(test_command__words_and_variables),
        TEST(test_command__too_many_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
