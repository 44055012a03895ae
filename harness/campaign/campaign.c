#include "campaign/campaign.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaign/corpus.h"
#include "campaign/preflight.h"

enum {
    TICK_MS = 100,
    SCAN_MS = 1000,    /* between looks for crash files and queue items */
    ROOM_MS = 5000,    /* between looks at the disk */
    SETTLED_MS = 1000, /* who has not changed for this long is complete */
    GRACE_MS = 5000,   /* for an engine to end when asked */
    LAST_TRIAGE_MS = 60 * 1000,
    LEAST_CHECK_MS = 10 * 1000,
};

static bool is_stopped(const struct bb_campaign *campaign)
{
    return *campaign->options->stop != 0;
}

static void tick(struct bb_campaign *campaign)
{
    campaign->listener->tick(campaign->listener->user, campaign);
}

/* Before the engines. */

/* A queue that was not brought home yet: AFL++ was killed, or we were. */
static enum bb_status import_queues(struct bb_campaign *campaign, int64_t min_age_ms,
                                    struct bb_err *err)
{
    for (unsigned i = 0; i < BB_CAMPAIGN_MAX_JOBS; i++) {
        char instance[BB_WORK_PATH_SIZE + 32];
        size_t added;
        bb_engine_afl_folder(&campaign->dir, i, instance, sizeof instance);
        if (access(instance, F_OK) != 0)
            return BB_OK;
        enum bb_status status = bb_corpus_import_afl(instance, campaign->dir.corpus, min_age_ms,
                                                     &campaign->afl_next_id[i], &added, err);
        if (status != BB_OK)
            return status;
    }
    return BB_OK;
}

static enum bb_status check_target(struct bb_campaign *campaign, struct bb_err *err)
{
    const struct bb_campaign_options *options = campaign->options;
    struct bb_replay_options replay = {
        .binary = options->replay->binary,
        .timeout_ms = options->timeout_s * 1000,
        .rss_limit_mb = options->rss_limit_mb,
        .stop = options->stop,
    };
    struct bb_preflight flight = {
        .replay = &replay,
        .target = options->replay,
        .dir = &campaign->dir,
        .notes = &campaign->listener->notes,
    };
    int64_t budget_ms = options->seconds * 1000 / 5;
    enum bb_status status = bb_preflight_start(&flight, err);
    if (status == BB_OK)
        status = bb_preflight_seeds(&flight, err);
    if (status == BB_OK)
        status =
            bb_preflight_corpus(&flight, budget_ms > LEAST_CHECK_MS ? budget_ms : LEAST_CHECK_MS,
                                &campaign->n_aside, err);
    return status;
}

static enum bb_status prepare(struct bb_campaign *campaign, struct bb_err *err)
{
    enum bb_status status = bb_workdir_check_room(&campaign->dir, err);
    tick(campaign);
    if (status == BB_OK)
        status = import_queues(campaign, 0, err);
    if (status == BB_OK)
        status = check_target(campaign, err);
    if (status == BB_OK && campaign->options->afl)
        status = bb_engine_afl_prepare(&campaign->dir, err);
    memset(campaign->afl_next_id, 0, sizeof campaign->afl_next_id);
    campaign->corpus_before = campaign->corpus_now = bb_corpus_count(campaign->dir.corpus);
    return status;
}

/* The engines. */

static void add_engines(struct bb_campaign *campaign, const struct bb_engine_kind *kind,
                        const struct bb_target_info *target, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bb_engine_init(&campaign->engines[campaign->n_engines++], kind, i, target, &campaign->job);
}

static void set_up_engines(struct bb_campaign *campaign)
{
    const struct bb_campaign_options *options = campaign->options;
    campaign->job = (struct bb_engine_job){
        .dir = &campaign->dir,
        .notes = &campaign->listener->notes,
        .seed = options->seed,
        .is_seed_fixed = options->is_seed_fixed,
        .runs = options->runs,
        .timeout_s = options->timeout_s,
        .rss_limit_mb = options->rss_limit_mb,
        .deadline_ms = bb_clock_ms() + options->seconds * 1000,
        .flags = options->flags,
        .n_flags = options->n_flags,
    };
    unsigned n_afl = !options->afl ? 0 : options->libfuzzer ? options->jobs / 2 : options->jobs;
    if (options->libfuzzer)
        add_engines(campaign, &bb_engine_libfuzzer, options->libfuzzer, options->jobs - n_afl);
    if (options->afl)
        add_engines(campaign, &bb_engine_afl, options->afl, n_afl);
}

static bool step_engines(struct bb_campaign *campaign)
{
    bool alive = false;
    for (size_t i = 0; i < campaign->n_engines; i++) {
        struct bb_engine *engine = &campaign->engines[i];
        bb_engine_step(engine);
        alive |= engine->state == BB_ENGINE_WAITING || engine->state == BB_ENGINE_RUNNING;
    }
    return alive;
}

static void stop_engines(struct bb_campaign *campaign)
{
    const struct bb_subprocess *known[] = {&campaign->queue.child};
    for (size_t i = 0; i < campaign->n_engines; i++)
        bb_engine_ask_to_end(&campaign->engines[i]);
    for (size_t i = 0; i < campaign->n_engines; i++)
        bb_engine_finish(&campaign->engines[i], GRACE_MS);
    bb_subprocess_kill_orphans(known, 1); /* an AFL++ that was killed leaves its target behind */
    campaign->ended_ms = bb_clock_ms();
}

/* The loop. */

/* What is due once a second. Fails when the disk is nearly full. */
static enum bb_status look_around(struct bb_campaign *campaign, int64_t *room_checked_ms,
                                  struct bb_err *err)
{
    struct bb_err why = {0};
    bb_triage_queue_scan(&campaign->queue, SETTLED_MS);
    if (import_queues(campaign, SETTLED_MS, &why) != BB_OK)
        bb_note(&campaign->listener->notes, "%s", why.what);
    campaign->corpus_now = bb_corpus_count(campaign->dir.corpus);
    if (bb_clock_ms() - *room_checked_ms < ROOM_MS)
        return BB_OK;
    *room_checked_ms = bb_clock_ms();
    return bb_workdir_check_room(&campaign->dir, err);
}

static enum bb_status fuzz(struct bb_campaign *campaign, struct bb_err *err)
{
    enum bb_status status = BB_OK;
    int64_t looked_ms = 0, room_checked_ms = 0;
    bool alive = true;
    campaign->phase = BB_PHASE_FUZZING;
    campaign->began_ms = bb_clock_ms();
    set_up_engines(campaign);
    while (alive && status == BB_OK && !is_stopped(campaign) &&
           bb_clock_ms() < campaign->job.deadline_ms) {
        alive = step_engines(campaign);
        if (bb_clock_ms() - looked_ms >= SCAN_MS) {
            looked_ms = bb_clock_ms();
            status = look_around(campaign, &room_checked_ms, err);
        }
        bb_triage_queue_step(&campaign->queue);
        tick(campaign);
        if (alive)
            poll(NULL, 0, TICK_MS);
    }
    campaign->interrupted = is_stopped(campaign);
    stop_engines(campaign);
    return status;
}

/* The engines have ended: every crash file is complete. After Ctrl-C they wait for the next run. */
static void triage_rest(struct bb_campaign *campaign)
{
    int64_t deadline_ms = bb_clock_ms() + LAST_TRIAGE_MS;
    struct bb_err err = {0};
    campaign->phase = BB_PHASE_TRIAGING;
    if (import_queues(campaign, 0, &err) != BB_OK)
        bb_note(&campaign->listener->notes, "%s", err.what);
    campaign->corpus_now = bb_corpus_count(campaign->dir.corpus);
    bb_triage_queue_scan(&campaign->queue, 0);
    while (bb_triage_queue_pending(&campaign->queue) > 0 && !is_stopped(campaign) &&
           bb_clock_ms() < deadline_ms) {
        bb_triage_queue_step(&campaign->queue);
        tick(campaign);
        if (bb_triage_queue_is_busy(&campaign->queue))
            bb_subprocess_poll(&campaign->queue.child, TICK_MS);
    }
    campaign->interrupted |= is_stopped(campaign);
}

static void init_queue(struct bb_campaign *campaign)
{
    const struct bb_campaign_options *options = campaign->options;
    campaign->queue = (struct bb_triage_queue){
        .program = options->program,
        .target = options->replay->name,
        .timeout_s = options->timeout_s,
        .rss_limit_mb = options->rss_limit_mb,
        .minimize_s = options->minimize_s,
        .dir = &campaign->dir,
        .notes = &campaign->listener->notes,
        .found = campaign->listener->found,
        .user = campaign->listener->user,
    };
    bb_triage_queue_init(&campaign->queue);
}

enum bb_status bb_campaign_run(struct bb_campaign *campaign,
                               const struct bb_campaign_options *options,
                               const struct bb_campaign_listener *listener, struct bb_err *err)
{
    int lock = -1;
    *campaign = (struct bb_campaign){.options = options, .listener = listener};
    init_queue(campaign);
    bb_subprocess_adopt_orphans();
    enum bb_status status = bb_workdir_open(options->replay->name, &campaign->dir, err);
    if (status == BB_OK)
        status = bb_workdir_lock(&campaign->dir, &lock, err);
    if (status == BB_OK)
        status = prepare(campaign, err);
    if (status == BB_OK)
        status = fuzz(campaign, err);
    if (lock >= 0)
        triage_rest(campaign);
    if (lock >= 0)
        close(lock);
    return status;
}

void bb_campaign_free(struct bb_campaign *campaign)
{
    for (size_t i = 0; i < campaign->n_engines; i++)
        bb_engine_free(&campaign->engines[i]);
    bb_triage_queue_free(&campaign->queue);
}

bool bb_campaign_has_seed(const struct bb_campaign_options *options)
{
    return options->libfuzzer || options->is_seed_fixed;
}

uint64_t bb_campaign_execs(const struct bb_campaign *campaign)
{
    uint64_t execs = 0;
    for (size_t i = 0; i < campaign->n_engines; i++)
        execs += bb_engine_totals(&campaign->engines[i]).execs;
    return execs;
}

bool bb_campaign_lost_engine(const struct bb_campaign *campaign)
{
    for (size_t i = 0; i < campaign->n_engines; i++) {
        const struct bb_engine *engine = &campaign->engines[i];
        if (engine->state == BB_ENGINE_FAILED && engine->n_crashes == 0)
            return true;
    }
    return false;
}
