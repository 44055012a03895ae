/*
 * A campaign: one target, one budget, engines on one live corpus, crash files triaged while they
 * run. Leftovers of earlier campaigns, however they ended, are taken up first.
 */
#ifndef BB_CAMPAIGN_CAMPAIGN_H
#define BB_CAMPAIGN_CAMPAIGN_H

#include <signal.h>

#include "campaign/engine.h"
#include "campaign/triage_queue.h"

enum { BB_CAMPAIGN_MAX_JOBS = 64 };

struct bb_campaign_options {
    const struct bb_target_info *replay;    /* the target in each preset */
    const struct bb_target_info *libfuzzer; /* NULL: without this engine */
    const struct bb_target_info *afl;       /* NULL: without this engine */
    unsigned jobs;                          /* engine processes, shared out evenly */
    int64_t seconds;
    uint64_t runs; /* per engine process; 0: no limit */
    uint64_t seed;
    bool is_seed_fixed; /* the user asked for it; see bb_engine_job */
    int64_t timeout_s;  /* per input */
    unsigned rss_limit_mb;
    int64_t minimize_s; /* per new finding; 0: not at all */
    const char *const *flags;
    size_t n_flags;
    const char *program; /* brickbat itself, for triage */
    const volatile sig_atomic_t *stop;
};

struct bb_campaign;

/* What the caller hears of it. */
struct bb_campaign_listener {
    struct bb_notes notes;
    void (*found)(void *user, const char *id, bool is_new);
    void (*tick)(void *user, const struct bb_campaign *campaign); /* about ten times a second */
    void *user;
};

enum bb_campaign_phase {
    BB_PHASE_CHECKING, /* seeds and corpus */
    BB_PHASE_FUZZING,
    BB_PHASE_TRIAGING, /* what is left when the engines have ended */
};

struct bb_campaign {
    const struct bb_campaign_options *options;
    const struct bb_campaign_listener *listener;
    enum bb_campaign_phase phase;
    struct bb_workdir dir;
    struct bb_engine_job job;
    struct bb_engine engines[BB_CAMPAIGN_MAX_JOBS];
    size_t n_engines;
    unsigned afl_next_id[BB_CAMPAIGN_MAX_JOBS]; /* of each AFL++ instance's queue */
    struct bb_triage_queue queue;
    int64_t began_ms; /* of the fuzzing */
    int64_t ended_ms;
    size_t corpus_before;
    size_t corpus_now;
    size_t n_aside; /* corpus files that failed */
    bool interrupted;
};

/* Runs it to its end. BB_OK even if an engine was given up: the caller looks at the engines.
 * Otherwise nothing was fuzzed, or the run had to be stopped: BB_EXISTS, BB_NOT_FOUND, BB_LIMIT
 * (disk), BB_TIMEOUT, BB_CHILD_FAILED, BB_INTERRUPTED before it began. The campaign is filled in as
 * far as it came, in each case; end with bb_campaign_free. */
BB_MUST_USE enum bb_status bb_campaign_run(struct bb_campaign *campaign,
                                           const struct bb_campaign_options *options,
                                           const struct bb_campaign_listener *listener,
                                           struct bb_err *err);
void bb_campaign_free(struct bb_campaign *campaign);

/* False if AFL++ runs alone and draws its own. */
bool bb_campaign_has_seed(const struct bb_campaign_options *options);

/* Inputs executed by all engines. */
uint64_t bb_campaign_execs(const struct bb_campaign *campaign);

/* True if an engine was given up for another reason than crashes. */
bool bb_campaign_lost_engine(const struct bb_campaign *campaign);

#endif
