/*
 * What does not belong to a report must not change it: colours, line ends, what collectors put
 * before lines, other programs' output in between, a cut behind the stacks, the same log twice.
 * Every golden log is read in all of these forms; type, address, state and security must stay.
 */
#include "triage_logs.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/folder.h"

enum { MAX_LOG = 8 << 20 };

static const char golden_folder[] = "harness/tests/golden";

/* Appends another form of the line. */
typedef void change(struct bb_bytes line, size_t number, struct bb_buf *out);

static void put_line(struct bb_bytes line, struct bb_buf *out)
{
    bb_buf_append(out, line);
    bb_buf_append_byte(out, '\n');
}

static void crlf(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    (void)number;
    bb_buf_append(out, line);
    bb_buf_append_str(out, "\r\n");
}

/* As ASan colours its own lines, and a few more. */
static void colours(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    size_t half = line.len / 2;
    bb_buf_append_str(out, "\033[1m\033[31m");
    bb_buf_append(out, bb_bytes_of(line.ptr, half));
    bb_buf_append_str(out, number % 2 ? "\033[0m" : "\033]0;title\007");
    put_line(bb_bytes_of(line.ptr + half, line.len - half), out);
}

static void docker_time(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    bb_buf_printf(out, "2024-05-01T12:00:%02zu.123456789Z ", number % 60);
    put_line(line, out);
}

static void compose(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    (void)number;
    bb_buf_append_str(out, "parser-1  | ");
    put_line(line, out);
}

static void syslog_line(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    bb_buf_printf(out, "May  1 12:00:%02zu device parserd[123]: ", number % 60);
    put_line(line, out);
}

static void logcat(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    bb_buf_printf(out, "05-01 12:00:%02zu.123  1234  1234 E asan: ", number % 60);
    put_line(line, out);
}

/* Another process says something after each line. */
static void chatter(struct bb_bytes line, size_t number, struct bb_buf *out)
{
    static const char *const words[] = {
        "INFO worker 3: 12 requests in flight, none failed",
        "client 7: connected from 127.0.0.1, Error budget: 3",
        "{\"level\": \"info\", \"msg\": \"allocated 3 buffers\", \"t\": 12.5}",
        "#7 of 12 tests done",
        "",
        "[http] GET /memory 200",
    };
    put_line(line, out);
    put_line(bb_bytes_str(words[number % (sizeof words / sizeof *words)]), out);
}

static void apply(change *change, struct bb_bytes log, struct bb_buf *out)
{
    struct bb_bytes line;
    for (size_t number = 0; bb_bytes_take_line(&log, &line); number++)
        change(line, number, out);
}

static struct bb_report read_log(struct bb_arena *arena, struct bb_bytes log)
{
    const struct bb_report_options options = {.target = "crasher"};
    struct bb_report report;
    assert_int_equal(bb_report_parse(arena, log, &options, &report, NULL), BB_OK);
    return report;
}

static bool agrees(const struct bb_report *a, const struct bb_report *b)
{
    bool same = strcmp(a->crash_type, b->crash_type) == 0 &&
                strcmp(a->crash_address, b->crash_address) == 0 && a->security == b->security &&
                a->n_state == b->n_state;
    for (size_t i = 0; same && i < a->n_state; i++)
        same = strcmp(a->crash_state[i], b->crash_state[i]) == 0;
    return same;
}

static size_t n_differences;

static void compare(const char *path, const char *form, struct bb_bytes log,
                    struct bb_bytes changed)
{
    struct bb_arena arena = BB_ARENA_INIT(2 * BB_REPORT_ARENA_BYTES);
    struct bb_report expected = read_log(&arena, log);
    struct bb_report actual = read_log(&arena, changed);
    if (!agrees(&expected, &actual))
        print_error("%s, %s: '%s' at '%s' in '%s', '%s' became '%s' at '%s' in '%s', '%s'\n", path,
                    form, expected.crash_type, expected.crash_address, expected.crash_state[0],
                    expected.crash_state[1], actual.crash_type, actual.crash_address,
                    actual.crash_state[0], actual.crash_state[1]);
    n_differences += !agrees(&expected, &actual);
    bb_arena_free(&arena);
}

static const struct {
    const char *name;
    change *change;
} forms[] = {
    {"CRLF", crlf},       {"colours", colours},    {"docker logs -t", docker_time},
    {"compose", compose}, {"syslog", syslog_line}, {"logcat", logcat},
    {"chatter", chatter},
};

static void check_line_by_line(const char *path, struct bb_bytes log)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct bb_buf changed = BB_BUF_INIT(MAX_LOG);
        apply(forms[i].change, log, &changed);
        compare(path, forms[i].name, log, bb_buf_bytes(&changed));
        bb_buf_free(&changed);
    }
}

static void check_twice(const char *path, struct bb_bytes log)
{
    struct bb_buf changed = BB_BUF_INIT(MAX_LOG);
    bb_buf_append(&changed, log);
    bb_buf_append(&changed, log);
    compare(path, "twice", log, bb_buf_bytes(&changed));
    bb_buf_free(&changed);
}

/* Without what stands behind the last frame of a stack: summary, shadow, statistics. */
static void check_cut(const char *path, struct bb_bytes log)
{
    struct bb_bytes rest = log;
    struct bb_bytes line;
    size_t end = 0;
    while (bb_bytes_take_line(&rest, &line))
        if (line.len > 5 && memcmp(line.ptr, "    #", 5) == 0)
            end = log.len - rest.len;
    if (end)
        compare(path, "cut behind the stacks", log, bb_bytes_of(log.ptr, end));
}

/* Much output of another program before and behind it. */
static void check_in_between(const char *path, struct bb_bytes log)
{
    struct bb_buf changed = BB_BUF_INIT(MAX_LOG);
    for (size_t i = 0; i < 50; i++)
        chatter(bb_bytes_str("starting"), i, &changed);
    bb_buf_append(&changed, log);
    for (size_t i = 0; i < 50; i++)
        chatter(bb_bytes_str("stopping"), i, &changed);
    compare(path, "in between", log, bb_buf_bytes(&changed));
    bb_buf_free(&changed);
}

static void test_metamorphic__what_is_added_changes_nothing(void **state)
{
    struct bb_paths files = {0};
    size_t n = 0;
    (void)state;
    assert_int_equal(bb_folder_files(golden_folder, &files, NULL), BB_OK);
    for (size_t i = 0; i < files.n; i++) {
        const char *dot = strrchr(files.list[i], '.');
        struct bb_buf log = BB_BUF_INIT(1 << 20);
        if (!dot || strcmp(dot, ".log") != 0)
            continue;
        assert_int_equal(bb_file_read(files.list[i], &log, NULL), BB_OK);
        check_line_by_line(files.list[i], bb_buf_bytes(&log));
        check_twice(files.list[i], bb_buf_bytes(&log));
        check_cut(files.list[i], bb_buf_bytes(&log));
        check_in_between(files.list[i], bb_buf_bytes(&log));
        bb_buf_free(&log);
        n++;
    }
    bb_paths_free(&files);
    assert_int_equal(n_differences, 0);
    assert_true(n >= 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metamorphic__what_is_added_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
