/*
 * One process of a fuzzing engine: started, watched, started again after a crash, a kill or a bad
 * start, and counted. What is different between libFuzzer and AFL++ is in bb_engine_kind.
 */
#ifndef BB_CAMPAIGN_ENGINE_H
#define BB_CAMPAIGN_ENGINE_H

#include "base/subprocess.h"
#include "campaign/command.h"
#include "campaign/log_tail.h"
#include "campaign/notes.h"
#include "campaign/stats.h"
#include "campaign/targets.h"
#include "campaign/workdir.h"

/* What all engines of a campaign have in common. */
struct bb_engine_job {
    const struct bb_workdir *dir;
    const struct bb_notes *notes;
    uint64_t seed;
    bool is_seed_fixed;       /* else AFL++ has none: with one, all inputs are equally fast to it */
    uint64_t runs;            /* per engine; 0: no limit */
    int64_t timeout_s;        /* per input */
    unsigned rss_limit_mb;    /* per engine process, where the engine can do that */
    int64_t deadline_ms;      /* on bb_clock_ms */
    const char *const *flags; /* the user's own */
    size_t n_flags;
};

enum bb_engine_state {
    BB_ENGINE_WAITING, /* to be started at start_at_ms */
    BB_ENGINE_RUNNING,
    BB_ENGINE_ENDED,  /* did what it was told */
    BB_ENGINE_FAILED, /* given up */
};

/* Why a process ended by itself. */
enum bb_engine_end {
    BB_END_TOLD,   /* its time or its runs are over */
    BB_END_CRASH,  /* it found a crash, and stops there */
    BB_END_KILLED, /* in the middle of its work */
    BB_END_BARREN, /* without having run one input */
};

struct bb_engine;

struct bb_engine_kind {
    const char *name;
    void (*prepare)(struct bb_engine *engine); /* before a start; NULL if there is nothing to do */
    void (*command)(const struct bb_engine *engine, struct bb_command *command);
    void (*observe)(struct bb_engine *engine); /* updates `now` */
    enum bb_engine_end (*judge)(const struct bb_engine *engine);
};

extern const struct bb_engine_kind bb_engine_libfuzzer;
extern const struct bb_engine_kind bb_engine_afl;

struct bb_engine {
    const struct bb_engine_kind *kind;
    const struct bb_engine_job *job;
    const struct bb_target_info *target; /* of the engine's own preset */
    unsigned index;                      /* among those of its kind */
    char name[32];                       /* "libfuzzer.0" */
    char log[BB_WORK_PATH_SIZE + 48];

    enum bb_engine_state state;
    int64_t start_at_ms;
    struct bb_subprocess process;
    struct bb_log_tail tail;
    struct bb_engine_stats now;            /* of this process */
    int64_t observed_ms;                   /* when it was last updated */
    int live_fd;                           /* where AFL++ tells its figures; -1 if nowhere */
    uint64_t resumed_execs;                /* AFL++ counts on from here after a restart */
    bool loaded;                           /* it has read its corpus */
    bool done;                             /* its log says that it did what it was told */
    char artifact[BB_WORK_PATH_SIZE + 64]; /* the crash file that its log names, or "" */
    char complaint[256];                   /* in its own words, or "" */

    struct bb_engine_stats past; /* of earlier processes: execs added up, the rest the highest */
    unsigned n_starts;
    unsigned n_crashes;
    unsigned n_kills;
    unsigned quick_crashes; /* in a row, each soon after its start */
    unsigned bad_starts;    /* in a row */
};

/* Ready to be started at the next step. End with bb_engine_free. */
void bb_engine_init(struct bb_engine *engine, const struct bb_engine_kind *kind, unsigned index,
                    const struct bb_target_info *target, const struct bb_engine_job *job);
void bb_engine_free(struct bb_engine *engine);

/* Does what is due: start, read the log, deal with an end. Never waits. */
void bb_engine_step(struct bb_engine *engine);

/* Asks it to end; then waits for that, for at most grace_ms. */
void bb_engine_ask_to_end(struct bb_engine *engine);
void bb_engine_finish(struct bb_engine *engine, int grace_ms);

/* Over all its processes. */
struct bb_engine_stats bb_engine_totals(const struct bb_engine *engine);

/* Prepares AFL++'s folders for a new session: crash files of earlier ones are moved to where they
 * are not touched, the live corpus becomes its input. */
BB_MUST_USE enum bb_status bb_engine_afl_prepare(const struct bb_workdir *dir, struct bb_err *err);

/* The folder of one AFL++ instance: "reports/work/<target>/afl/main". */
void bb_engine_afl_folder(const struct bb_workdir *dir, unsigned index, char *ret_path,
                          size_t size);

#endif
