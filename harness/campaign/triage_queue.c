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
    SPARE_MS = 120 * 1000, /* beyond the time for minimizing */
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
        if (strcmp(file, queue->current) != 0 && !bb_paths_has(&queue->waiting, file) &&
            !bb_paths_has(&queue->failed, file))
            bb_paths_add(&queue->waiting, file);
    }
    bb_paths_free(&files);
}

size_t bb_triage_queue_pending(const struct bb_triage_queue *queue)
{
    return queue->waiting.n + (queue->current[0] != '\0');
}

static void start(struct bb_triage_queue *queue)
{
    struct bb_command command = BB_COMMAND_INIT;
    struct bb_err err = {0};
    bb_command_add(&command, "%s", queue->program);
    bb_command_add(&command, "triage");
    bb_command_add(&command, "--json");
    bb_command_add(&command, "--root=.");
    bb_command_add(&command, "--no-build");
    bb_command_add(&command, "--timeout=%" PRId64, queue->timeout_s);
    bb_command_add(&command, "--rss-limit-mb=%u", queue->rss_limit_mb);
    if (queue->minimize_s)
        bb_command_add(&command, "--minimize-time=%" PRId64, queue->minimize_s);
    else
        bb_command_add(&command, "--no-minimize");
    bb_command_add(&command, "%s", queue->target);
    bb_command_add(&command, "%s", queue->current);
    bb_buf_reset(&queue->out);
    bb_buf_reset(&queue->err);
    struct bb_subprocess_spec spec = {
        .argv = command.argv,
        .out = {.to = BB_STREAM_BUF, .buf = &queue->out},
        .err = {.to = BB_STREAM_BUF, .buf = &queue->err},
    };
    if (bb_subprocess_start(&spec, &queue->child, &err) != BB_OK) {
        bb_note(queue->notes, "cannot triage '%s', it is kept: %s", queue->current, err.what);
        bb_paths_add(&queue->failed, queue->current);
        queue->counts.n_failed++;
        queue->current[0] = '\0';
    }
    bb_command_free(&command);
}

static void take_next(struct bb_triage_queue *queue)
{
    struct bb_paths *waiting = &queue->waiting;
    if (waiting->n == 0)
        return;
    snprintf(queue->current, sizeof queue->current, "%s", waiting->list[0]);
    free(waiting->list[0]);
    waiting->n--;
    memmove(waiting->list, waiting->list + 1, waiting->n * sizeof *waiting->list);
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

/* {"results": [{"id": "...", "new": true}]}; false if that is not what was printed. A file may give
 * more than one finding: while it is minimized, other bugs can show. */
static bool take_results(struct bb_triage_queue *queue)
{
    json_t *answer = json_loadb((const char *)queue->out.ptr, queue->out.len, 0, NULL);
    const json_t *results = json_object_get(answer, "results");
    bool good = json_array_size(results) > 0;
    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *result = json_array_get(results, i);
        const char *id = json_string_value(json_object_get(result, "id"));
        if (id)
            take_finding(queue, id, json_is_true(json_object_get(result, "new")));
        else
            queue->counts.n_unproven++;
    }
    json_decref(answer);
    return good;
}

static void finish(struct bb_triage_queue *queue)
{
    const struct bb_exit *how = &queue->child.exit;
    bool answered = (how->code == 0 || how->code == 1) && take_results(queue);
    if (!answered && access(queue->current, F_OK) == 0) {
        const char *words = bb_buf_str(&queue->err);
        bb_note(queue->notes, "'%s' could not be triaged and is kept: %.*s", queue->current,
                (int)strcspn(words, "\n"), words);
        bb_paths_add(&queue->failed, queue->current);
        queue->counts.n_failed++;
    }
    bb_subprocess_free(&queue->child);
    queue->current[0] = '\0';
}

void bb_triage_queue_step(struct bb_triage_queue *queue)
{
    if (!queue->current[0])
        take_next(queue);
    if (!queue->current[0])
        return;
    int64_t allowed_ms = queue->minimize_s * 1000 + SPARE_MS;
    if (bb_subprocess_poll(&queue->child, 0)) {
        if (bb_clock_ms() - queue->child.started_ms > allowed_ms)
            bb_subprocess_signal(&queue->child, SIGKILL);
        return;
    }
    finish(queue);
}
