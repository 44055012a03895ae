#include "campaign/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "campaign/artifacts.h"
#include "campaign/corpus.h"

enum {
    QUICK_MS = 2000,        /* a crash this soon after the start is a quick one */
    FREE_QUICK_CRASHES = 3, /* in a row, before the starts are spread out */
    FIRST_DELAY_MS = 250,
    LONGEST_DELAY_MS = 2000,
    MAX_BAD_STARTS = 3,
    BAD_START_DELAY_MS = 500,
    KILLED_DELAY_MS = 1000,
    HEALTHY_MS = 10000, /* who ran this long did not start badly */
    OBSERVE_MS = 500,
    MIN_LEFT_MS = 1000, /* with less time left nothing is started */
};

void bb_engine_init(struct bb_engine *engine, const struct bb_engine_kind *kind, unsigned index,
                    const struct bb_target_info *target, const struct bb_engine_job *job)
{
    *engine = (struct bb_engine){
        .kind = kind,
        .job = job,
        .target = target,
        .index = index,
        .process = BB_SUBPROCESS_INIT,
        .tail = BB_LOG_TAIL_INIT,
        .live_fd = -1,
    };
    snprintf(engine->name, sizeof engine->name, "%s.%u", kind->name, index);
    snprintf(engine->log, sizeof engine->log, "%s/%s.log", job->dir->logs, engine->name);
}

void bb_engine_free(struct bb_engine *engine)
{
    bb_subprocess_free(&engine->process);
    bb_log_tail_free(&engine->tail);
    if (engine->live_fd >= 0)
        close(engine->live_fd);
}

/* One older log is kept. */
static void begin_log(struct bb_engine *engine)
{
    char older[sizeof engine->log + 2];
    snprintf(older, sizeof older, "%s.1", engine->log);
    rename(engine->log, older);
    bb_log_tail_free(&engine->tail);
    engine->tail = BB_LOG_TAIL_INIT;
}

static void give_up(struct bb_engine *engine, const char *why)
{
    engine->state = BB_ENGINE_FAILED;
    if (!engine->complaint[0] && engine->n_crashes == 0)
        bb_log_last_line(engine->log, engine->complaint, sizeof engine->complaint);
    bb_note(engine->job->notes, "%s %s%s%s; its log: %s", engine->name, why,
            engine->complaint[0] ? ": " : "", engine->complaint, engine->log);
}

static void start(struct bb_engine *engine)
{
    struct bb_command command = BB_COMMAND_INIT;
    struct bb_err err = {0};
    if (engine->kind->prepare)
        engine->kind->prepare(engine);
    engine->kind->command(engine, &command);
    struct bb_stream log = {.to = BB_STREAM_FILE, .path = engine->log};
    struct bb_subprocess_spec spec = {.argv = command.argv,
                                      .env = command.env,
                                      .out = log,
                                      .err = log};
    begin_log(engine);
    engine->now = (struct bb_engine_stats){0};
    engine->loaded = engine->done = false;
    engine->artifact[0] = engine->complaint[0] = '\0';
    engine->n_starts++;
    enum bb_status status = command.failed ? BB_FAIL(&err, BB_LIMIT, "its command line is too long")
                                           : bb_subprocess_start(&spec, &engine->process, &err);
    if (status == BB_OK) {
        engine->state = BB_ENGINE_RUNNING;
    } else {
        snprintf(engine->complaint, sizeof engine->complaint, "%.250s", err.what);
        give_up(engine, "cannot be started");
    }
    bb_command_free(&command);
}

static void wait_for(struct bb_engine *engine, int64_t delay_ms)
{
    engine->state = BB_ENGINE_WAITING;
    engine->start_at_ms = bb_clock_ms() + delay_ms;
    bool no_time = engine->start_at_ms + MIN_LEFT_MS > engine->job->deadline_ms;
    bool no_runs = engine->job->runs && engine->past.execs >= engine->job->runs;
    if (no_time || no_runs)
        engine->state = BB_ENGINE_ENDED;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

struct bb_engine_stats bb_engine_totals(const struct bb_engine *engine)
{
    struct bb_engine_stats total = engine->past;
    total.execs += engine->now.execs;
    total.execs_per_s = engine->now.execs_per_s ? engine->now.execs_per_s : total.execs_per_s;
    total.cov = larger(total.cov, engine->now.cov);
    total.ft = larger(total.ft, engine->now.ft);
    total.corp = larger(total.corp, engine->now.corp);
    total.rss_mb = larger(total.rss_mb, engine->now.rss_mb);
    return total;
}

static int64_t quick_delay_ms(unsigned quick_crashes)
{
    if (quick_crashes <= FREE_QUICK_CRASHES)
        return 0;
    unsigned doublings = quick_crashes - FREE_QUICK_CRASHES - 1;
    int64_t delay_ms = doublings < 5 ? (int64_t)FIRST_DELAY_MS << doublings : LONGEST_DELAY_MS;
    return delay_ms < LONGEST_DELAY_MS ? delay_ms : LONGEST_DELAY_MS;
}

/* The log stays with the crash file, too, and the crashing input out of the corpus. True if it was
 * in there. */
static bool keep_crash(struct bb_engine *engine)
{
    char log[sizeof engine->artifact + 8];
    const char *name = strrchr(engine->artifact, '/');
    const char *sha1 = strrchr(engine->artifact, '-');
    bb_artifact_log_path(engine->artifact, log, sizeof log);
    if (name && bb_text_starts_with(engine->artifact, engine->job->dir->libfuzzer))
        (void)!link(engine->log, log);
    return sha1 && bb_corpus_drop(engine->job->dir->corpus, sha1 + 1);
}

static void go_on_after_crash(struct bb_engine *engine)
{
    bool made_room = keep_crash(engine);
    engine->n_crashes++;
    if (!engine->loaded && !made_room) {
        if (++engine->bad_starts >= MAX_BAD_STARTS) {
            give_up(engine, "crashes before its first own input, each time");
            return;
        }
    } else {
        engine->bad_starts = 0;
    }
    engine->quick_crashes = engine->process.exit.took_ms < QUICK_MS ? engine->quick_crashes + 1 : 0;
    int64_t delay_ms = quick_delay_ms(engine->quick_crashes);
    if (engine->quick_crashes == FREE_QUICK_CRASHES + 1 || engine->quick_crashes % 20 == 19)
        bb_note(engine->job->notes,
                "%s crashed %u times in a row, each within %d s of its start: it starts again with "
                "pauses of up to %d s",
                engine->name, engine->quick_crashes, QUICK_MS / 1000, LONGEST_DELAY_MS / 1000);
    wait_for(engine, delay_ms);
}

static void go_on_after_kill(struct bb_engine *engine)
{
    struct bb_buf words = BB_BUF_INIT(256);
    engine->n_kills++;
    engine->bad_starts = engine->process.exit.took_ms < HEALTHY_MS ? engine->bad_starts + 1 : 0;
    bb_exit_describe(&engine->process.exit, &words);
    if (engine->bad_starts >= MAX_BAD_STARTS) {
        snprintf(engine->complaint, sizeof engine->complaint, "%s", bb_buf_str(&words));
        give_up(engine, "ends again and again without a crash file");
    } else {
        bb_note(engine->job->notes, "%s ended in the middle of its work (%s) and is started again",
                engine->name, bb_buf_str(&words));
        wait_for(engine, KILLED_DELAY_MS);
    }
    bb_buf_free(&words);
}

static void go_on_after_bad_start(struct bb_engine *engine)
{
    if (++engine->bad_starts >= MAX_BAD_STARTS)
        give_up(engine, "does not start");
    else
        wait_for(engine, BAD_START_DELAY_MS);
}

static void go_on(struct bb_engine *engine)
{
    enum bb_engine_end why = engine->kind->judge(engine);
    engine->past = bb_engine_totals(engine);
    engine->now = (struct bb_engine_stats){0};
    bb_subprocess_free(&engine->process);
    switch (why) {
    case BB_END_TOLD: engine->state = BB_ENGINE_ENDED; break;
    case BB_END_CRASH: go_on_after_crash(engine); break;
    case BB_END_KILLED: go_on_after_kill(engine); break;
    case BB_END_BARREN: go_on_after_bad_start(engine); break;
    }
}

void bb_engine_step(struct bb_engine *engine)
{
    if (engine->state == BB_ENGINE_WAITING && bb_clock_ms() >= engine->start_at_ms)
        start(engine);
    if (engine->state != BB_ENGINE_RUNNING)
        return;
    bool runs = bb_subprocess_poll(&engine->process, 0);
    int64_t now_ms = bb_clock_ms();
    if (!runs || now_ms - engine->observed_ms >= OBSERVE_MS) {
        engine->kind->observe(engine);
        engine->observed_ms = now_ms;
    }
    if (!runs)
        go_on(engine);
}

void bb_engine_ask_to_end(struct bb_engine *engine)
{
    if (engine->state == BB_ENGINE_RUNNING)
        bb_subprocess_signal(&engine->process, SIGINT);
}

void bb_engine_finish(struct bb_engine *engine, int grace_ms)
{
    if (engine->state == BB_ENGINE_RUNNING) {
        bb_subprocess_stop(&engine->process, 0, grace_ms);
        engine->kind->observe(engine);
        if (engine->artifact[0]) {
            engine->n_crashes++;
            keep_crash(engine);
        }
    }
    if (engine->state != BB_ENGINE_FAILED)
        engine->state = BB_ENGINE_ENDED;
}
