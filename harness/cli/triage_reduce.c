#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/reduce.h"
#include "cli/store.h"
#include "cli/triage_private.h"

enum { SAVE_MS = 1000 }; /* between looks at the best so far, which go to the disk */

/* --- what waits ----------------------------------------------------------------------------- */

/* Appends the input to begin with: the crash's, or what an earlier search has left. False: there is
 * nothing to do. */
static bool find_start(const struct bb_triage *triage, const char *id, struct bb_bytes crash,
                       struct bb_buf *input)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding = bb_finding_empty();
    bool is_kept = bb_store_get(triage->store, &arena, id, &finding, NULL) == BB_OK;
    bool has_part = is_kept && finding.input_min[0] && finding.min_is_partial;
    bool is_done = is_kept && finding.input_min[0] && !finding.min_is_partial;
    if (!is_done && (!has_part || bb_file_read(finding.input_min, input, NULL) != BB_OK)) {
        bb_buf_reset(input);
        bb_buf_append(input, crash);
    }
    bb_arena_free(&arena);
    return !is_done;
}

static void free_job(struct bb_triage_job *job)
{
    free(job->path);
    bb_buf_free(&job->input);
}

enum bb_status bb_triage_plan(struct bb_triage *triage, const char *id,
                              const struct bb_triage_crash *crash,
                              const struct bb_signature *signature, struct bb_err *err)
{
    if (!triage->minimize_ms || bb_paths_has(&triage->met, id))
        return BB_OK;
    bb_paths_add(&triage->met, id);
    struct bb_triage_job job = {
        .path = strdup(crash->path),
        .input = BB_BUF_INIT(BB_INPUT_MAX_BYTES),
        .signature = *signature,
        .runs = crash->runs,
        .runs_crashed = crash->runs_crashed,
    };
    memcpy(job.id, id, strlen(id) + 1);
    if (!find_start(triage, id, crash->input, &job.input)) {
        free_job(&job);
        return BB_OK;
    }
    void *larger = reallocarray(triage->jobs, triage->n_jobs + 1, sizeof *triage->jobs);
    triage->jobs = larger ? larger : triage->jobs;
    if (!larger || !job.path || job.input.failed) {
        free_job(&job);
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to make '%s' small", id);
    }
    triage->jobs[triage->n_jobs++] = job;
    return BB_OK;
}

void bb_triage_end(struct bb_triage *triage)
{
    for (size_t i = 0; i < triage->n_jobs; i++)
        free_job(&triage->jobs[i]);
    free(triage->jobs);
    bb_paths_free(&triage->met);
    bb_prober_end(&triage->prober);
    triage->jobs = NULL;
    triage->n_jobs = 0;
}

/* --- one of them ---------------------------------------------------------------------------- */

struct reduction {
    struct bb_triage *triage;
    const struct bb_triage_job *job;
    struct bb_triage_results *results;
    struct bb_buf best; /* so far, not in the store yet; empty: there is none */
    int64_t saved_ms;
};

/* A candidate of the minimizer that crashes in another way is a finding of its own. */
static void keep_another(void *user, struct bb_bytes input, const struct bb_probe *probe)
{
    struct reduction *reduction = user;
    const struct bb_triage_job *job = reduction->job;
    const struct bb_triage_crash crash = {
        .path = job->path,
        .engine = "minimizer",
        .input = input,
        .log = bb_buf_bytes(&probe->replay.log),
        .report = &probe->report,
        .runs = job->runs,
        .runs_crashed = job->runs_crashed,
    };
    struct bb_added added;
    struct bb_err err = {0};
    if (bb_triage_store(reduction->triage, &crash, &added, &err) == BB_OK)
        bb_triage_add_result(reduction->results, BB_TRIAGED_FINDING, &added)->from_minimizer = true;
    else
        bb_print_note(reduction->triage->cli, "another crash, seen while minimizing, is lost: %s",
                      err.what);
}

static void improved(void *user, struct bb_bytes best)
{
    struct reduction *reduction = user;
    bb_buf_reset(&reduction->best);
    bb_buf_append(&reduction->best, best);
}

/* What is killed has kept what it had. That it cannot be kept is said at the end. */
static void save(void *user, const struct bb_minimize_progress *state)
{
    struct reduction *reduction = user;
    const struct bb_triage *triage = reduction->triage;
    struct bb_err err = {0};
    (void)state;
    if (!reduction->best.len || bb_clock_ms() - reduction->saved_ms < SAVE_MS)
        return;
    const struct bb_minimized best = {.input = bb_buf_bytes(&reduction->best),
                                      .explanation = "",
                                      .is_partial = true};
    if (bb_cli_keep_minimized(triage->store, triage->target, reduction->job->id, &best, &err) ==
        BB_OK)
        bb_buf_reset(&reduction->best);
    reduction->saved_ms = bb_clock_ms();
}

static enum bb_status reduce(struct reduction *reduction, struct bb_err *err)
{
    struct bb_triage *triage = reduction->triage;
    const struct bb_triage_job *job = reduction->job;
    struct bb_buf words = BB_BUF_INIT(4096);
    const struct bb_reduce_options options = {
        .target = triage->target,
        .prober = &triage->prober,
        .signature = job->signature,
        .max_ms = triage->minimize_ms,
        .ret_words = &words,
        .another = keep_another,
        .improved = improved,
        .progress = save,
        .user = reduction,
    };
    struct bb_buf best = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_reduce_result result;
    enum bb_status status = bb_reduce(bb_buf_bytes(&job->input), &options, &best, &result, err);
    if (best.len || status == BB_OK) {
        const struct bb_minimized minimized = {.input = bb_buf_bytes(&best),
                                               .explanation = bb_buf_str(&words),
                                               .is_partial = status != BB_OK};
        enum bb_status kept =
            bb_cli_keep_minimized(triage->store, triage->target, job->id, &minimized, err);
        if (kept == BB_OK)
            kept = bb_cli_keep_rate(triage->store, job->id, triage->harness_commit, &result, err);
        status = kept == BB_OK ? status : kept;
    }
    bb_buf_free(&words);
    bb_buf_free(&best);
    return status;
}

enum bb_status bb_triage_reduce(struct bb_triage *triage, struct bb_triage_results *results,
                                struct bb_err *err)
{
    struct bb_triage_job job = triage->jobs[0];
    struct reduction reduction = {
        .triage = triage,
        .job = &job,
        .results = results,
        .best = BB_BUF_INIT(BB_INPUT_MAX_BYTES),
    };
    struct bb_err why = {0};
    triage->n_jobs--;
    memmove(triage->jobs, triage->jobs + 1, triage->n_jobs * sizeof *triage->jobs);
    enum bb_status status = reduce(&reduction, &why);
    if (status == BB_NOT_FOUND)
        bb_print_note(triage->cli, "%s crashes in more than one way; it stays as it is", job.id);
    else if (status != BB_OK && status != BB_INTERRUPTED)
        bb_print_note(triage->cli, "%s stays as it is: %s", job.id, why.what);
    free_job(&job);
    bb_buf_free(&reduction.best);
    if (status != BB_INTERRUPTED)
        return BB_OK;
    if (err)
        *err = why;
    return status;
}
