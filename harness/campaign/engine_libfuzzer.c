/*
 * libFuzzer: works on the live corpus itself, writes a crash file and ends at the first crash.
 */
#include "campaign/engine.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

/* A feature seen in more runs is no longer a rare one. libFuzzer's own 255 costs a third of all CPU
 * time on large targets, in which it looks through the list of rare ones. */
enum { RARE_FEATURE_RUNS = 16 };

static int64_t seconds_left(const struct bb_engine_job *job)
{
    int64_t left_ms = job->deadline_ms - bb_clock_ms();
    return left_ms > 1000 ? (left_ms + 999) / 1000 : 1;
}

static void command(const struct bb_engine *engine, struct bb_command *command)
{
    const struct bb_engine_job *job = engine->job;
    const struct bb_target_info *target = engine->target;
    bb_command_add(command, "%s", target->binary);
    bb_command_add(command, "-artifact_prefix=%s/", job->dir->libfuzzer);
    bb_command_add(command, "-print_final_stats=1");
    bb_command_add(command, "-reload=1");
    bb_command_add(command, "-timeout=%" PRId64, job->timeout_s);
    bb_command_add(command, "-rss_limit_mb=%u", job->rss_limit_mb);
    bb_command_add(command, "-entropic_feature_frequency_threshold=%d", RARE_FEATURE_RUNS);
    bb_command_add(command, "-max_total_time=%" PRId64, seconds_left(job));
    bb_command_add(command, "-seed=%" PRIu32,
                   (uint32_t)(job->seed + engine->index + engine->n_starts * 1000));
    if (target->max_len)
        bb_command_add(command, "-max_len=%" PRIu64, target->max_len);
    if (target->dictionary[0])
        bb_command_add(command, "-dict=%s", target->dictionary);
    if (job->runs)
        bb_command_add(command, "-runs=%" PRIu64, job->runs - engine->past.execs);
    for (size_t i = 0; i < job->n_flags; i++)
        bb_command_add(command, "%s", job->flags[i]);
    bb_command_add(command, "%s", job->dir->corpus);
}

/* "artifact_prefix='x/'; Test unit written to x/crash-..." */
static void take_artifact(struct bb_engine *engine, struct bb_bytes line)
{
    static const char words[] = "Test unit written to ";
    const uint8_t *at = memmem(line.ptr, line.len, words, strlen(words));
    const uint8_t *path = at + strlen(words);
    size_t n = line.len - (size_t)(path - line.ptr);
    if (n >= sizeof engine->artifact)
        return;
    memcpy(engine->artifact, path, n);
    engine->artifact[n] = '\0';
}

static void take_complaint(struct bb_engine *engine, struct bb_bytes line)
{
    if (engine->complaint[0])
        return;
    snprintf(engine->complaint, sizeof engine->complaint, "%.*s",
             (int)(line.len < 200 ? line.len : 200), (const char *)line.ptr);
    if (engine->loaded || bb_bytes_has_prefix(line, "WARNING"))
        bb_note(engine->job->notes, "%s says: %s", engine->name, engine->complaint);
}

static void see_line(void *user, struct bb_bytes line)
{
    struct bb_engine *engine = user;
    switch (bb_libfuzzer_parse_line(line, &engine->now)) {
    case BB_LIBFUZZER_LOADED: engine->loaded = true; break;
    case BB_LIBFUZZER_DONE: engine->done = true; break;
    case BB_LIBFUZZER_ARTIFACT: take_artifact(engine, line); break;
    case BB_LIBFUZZER_COMPLAINT: take_complaint(engine, line); break;
    case BB_LIBFUZZER_STATUS:
    case BB_LIBFUZZER_OTHER: break;
    }
}

static void observe(struct bb_engine *engine)
{
    if (bb_log_tail_read(&engine->tail, engine->log, see_line, engine))
        bb_note(engine->job->notes,
                "%s: the target prints so much that its log was emptied at %d MB: silence it, or "
                "pass -close_fd_mask=3 behind --",
                engine->name, BB_LOG_MAX_BYTES / (1024 * 1024));
}

static enum bb_engine_end judge(const struct bb_engine *engine)
{
    if (engine->artifact[0])
        return BB_END_CRASH;
    if (engine->done && engine->process.exit.code == 0)
        return BB_END_TOLD;
    return engine->now.execs ? BB_END_KILLED : BB_END_BARREN;
}

const struct bb_engine_kind bb_engine_libfuzzer = {
    .name = "libfuzzer",
    .command = command,
    .observe = observe,
    .judge = judge,
};
