#include "campaign/triage_queue.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaign/artifacts.h"
#include "campaign/command.h"

enum {
    MAX_OUTPUT_BYTES = 4 * 1024 * 1024,
    MAX_BATCH = 32,        /* files for one child: a new finding among them is told at its end */
    SPARE_MS = 120 * 1000, /* beyond the time for replays and for minimizing */
    REPLAYS = 6,           /* of a file: three tries, each with twice the time */
};

void bb_triage_queue_init(struct bb_triage_queue *queue)
{
    queue->child = BB_SUBPROCESS_INIT;
    queue->out = BB_BUF_INIT(MAX_OUTPUT_BYTES);
    queue->err = BB_BUF_INIT(MAX_OUTPUT_BYTES);
}

void bb_triage_queue_free(struct bb_triage_queue *queue)
{
    bb_subprocess_free(&queue->child);
    bb_paths_free(&queue->waiting);
    bb_paths_free(&queue->working);
    bb_paths_free(&queue->failed);
    bb_paths_free(&queue->ids);
    bb_buf_free(&queue->out);
    bb_buf_free(&queue->err);
}

void bb_triage_queue_scan(struct bb_triage_queue *queue, int64_t min_age_ms)
{
    struct bb_paths files = {0};
    struct bb_err err = {0};
    if (bb_artifacts_scan(queue->dir, min_age_ms, &files, &err) != BB_OK)
        bb_note(queue->notes, "cannot look for crash files: %s", err.what);
    for (size_t i = 0; i < files.n; i++) {
        const char *file = files.list[i];
        if (!bb_paths_has(&queue->working, file) && !bb_paths_has(&queue->waiting, file) &&
            !bb_paths_has(&queue->failed, file))
            bb_paths_add(&queue->waiting, file);
    }
    bb_paths_free(&files);
}

size_t bb_triage_queue_pending(const struct bb_triage_queue *queue)
{
    return queue->waiting.n + queue->working.n;
}

bool bb_triage_queue_is_busy(const struct bb_triage_queue *queue)
{
    return queue->is_busy;
}

static void remove_path(struct bb_paths *paths, size_t i)
{
    free(paths->list[i]);
    paths->n--;
    memmove(paths->list + i, paths->list + i + 1, (paths->n - i) * sizeof *paths->list);
}

/* It stays where it is, and is not tried again in this run. */
static void give_up(struct bb_triage_queue *queue, size_t i, const char *why)
{
    const char *file = queue->working.list[i];
    bb_note(queue->notes, "'%s' could not be triaged and is kept: %.*s", file,
            (int)strcspn(why, "\n"), why);
    bb_paths_add(&queue->failed, file);
    queue->counts.n_failed++;
    remove_path(&queue->working, i);
}

static void make_command(struct bb_triage_queue *queue, struct bb_command *command)
{
    bb_command_add(command, "%s", queue->program);
    bb_command_add(command, "triage");
    bb_command_add(command, "--jsonl");
    bb_command_add(command, "--root=.");
    bb_command_add(command, "--no-build");
    bb_command_add(command, "--timeout=%" PRId64, queue->timeout_s);
    bb_command_add(command, "--rss-limit-mb=%u", queue->rss_limit_mb);
    if (queue->minimize_s)
        bb_command_add(command, "--minimize-time=%" PRId64, queue->minimize_s);
    else
        bb_command_add(command, "--no-minimize");
    bb_command_add(command, "%s", queue->target);
    for (size_t i = 0; i < queue->working.n; i++)
        bb_command_add(command, "%s", queue->working.list[i]);
}

static void start(struct bb_triage_queue *queue)
{
    struct bb_command command = BB_COMMAND_INIT;
    struct bb_err err = {0};
    make_command(queue, &command);
    bb_buf_reset(&queue->out);
    bb_buf_reset(&queue->err);
    queue->out_read = 0;
    struct bb_subprocess_spec spec = {
        .argv = command.argv,
        .out = {.to = BB_STREAM_BUF, .buf = &queue->out},
        .err = {.to = BB_STREAM_BUF, .buf = &queue->err},
    };
    queue->is_busy = bb_subprocess_start(&spec, &queue->child, &err) == BB_OK;
    queue->heard_ms = bb_clock_ms();
    while (!queue->is_busy && queue->working.n)
        give_up(queue, 0, err.what);
    bb_command_free(&command);
}

static void take_next(struct bb_triage_queue *queue)
{
    while (queue->waiting.n && queue->working.n < MAX_BATCH) {
        bb_paths_add(&queue->working, queue->waiting.list[0]);
        remove_path(&queue->waiting, 0);
    }
    if (queue->working.n)
        start(queue);
}

static void take_finding(struct bb_triage_queue *queue, const char *id, bool is_new)
{
    queue->counts.n_seen++;
    if (bb_paths_has(&queue->ids, id))
        return;
    bb_paths_add(&queue->ids, id);
    if (is_new)
        queue->counts.n_new++;
    else
        queue->counts.n_known++;
    queue->found(queue->user, id, is_new);
}

/* Its place among those that the child has; working.n if it is none of them. The child may have
 * written the path otherwise. */
static size_t find_working(const struct bb_triage_queue *queue, const char *file)
{
    size_t n = strlen(file);
    size_t i = 0;
    for (; i < queue->working.n; i++) {
        size_t length = strlen(queue->working.list[i]);
        if (length <= n && strcmp(file + n - length, queue->working.list[i]) == 0)
            break;
    }
    return i;
}

/* {"file": "...", "results": [{"id": "...", "new": true}]}, or "error" and why. A file may give
 * more than one finding: while it is minimized, other bugs can show. One without results could not
 * be dealt with. */
static void take_line(struct bb_triage_queue *queue, struct bb_bytes line)
{
    json_t *answer = json_loadb((const char *)line.ptr, line.len, 0, NULL);
    const char *file = json_string_value(json_object_get(answer, "file"));
    const json_t *results = json_object_get(answer, "results");
    size_t at = file ? find_working(queue, file) : queue->working.n;
    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *result = json_array_get(results, i);
        const char *id = json_string_value(json_object_get(result, "id"));
        if (id)
            take_finding(queue, id, json_is_true(json_object_get(result, "new")));
        else
            queue->counts.n_unproven++;
    }
    const char *error = json_string_value(json_object_get(answer, "error"));
    if (at < queue->working.n && json_array_size(results) == 0)
        give_up(queue, at, error ? error : bb_buf_str(&queue->err));
    else if (at < queue->working.n)
        remove_path(&queue->working, at);
    json_decref(answer);
}

/* Only whole lines. */
static void hear(struct bb_triage_queue *queue)
{
    while (queue->out_read < queue->out.len) {
        struct bb_bytes rest =
            bb_bytes_of(queue->out.ptr + queue->out_read, queue->out.len - queue->out_read);
        struct bb_bytes line;
        if (!memchr(rest.ptr, '\n', rest.len))
            return;
        size_t before = rest.len;
        bb_bytes_take_line(&rest, &line);
        queue->out_read += before - rest.len;
        queue->heard_ms = bb_clock_ms();
        take_line(queue, line);
    }
}

/* What the child has not told of when it ended: the first that is still there was its end, the
 * others get another chance. One that is gone has been stored. */
static void finish(struct bb_triage_queue *queue)
{
    bool has_died = queue->child.exit.code != 0 && queue->child.exit.code != 1;
    bool blamed = false;
    hear(queue);
    while (queue->working.n) {
        const char *file = queue->working.list[0];
        bool is_there = access(file, F_OK) == 0;
        if (is_there && !(has_died && blamed)) {
            give_up(queue, 0, bb_buf_str(&queue->err));
            blamed = true;
            continue;
        }
        if (is_there)
            bb_paths_add(&queue->waiting, file);
        remove_path(&queue->working, 0);
    }
    bb_subprocess_free(&queue->child);
    queue->is_busy = false;
}

static int64_t patience_ms(const struct bb_triage_queue *queue)
{
    int64_t replays_ms = (int64_t)queue->working.n * REPLAYS * queue->timeout_s * 1000;
    return replays_ms + queue->minimize_s * 1000 + SPARE_MS;
}

void bb_triage_queue_step(struct bb_triage_queue *queue)
{
    if (!queue->is_busy)
        take_next(queue);
    if (!queue->is_busy)
        return;
    bool runs = bb_subprocess_poll(&queue->child, 0);
    hear(queue);
    if (!runs)
        finish(queue);
    else if (bb_clock_ms() - queue->heard_ms > patience_ms(queue))
        bb_subprocess_signal(&queue->child, SIGKILL);
}
