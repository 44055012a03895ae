#include "cli/triage_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "campaign/artifacts.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/reduce.h"
#include "cli/store.h"

enum { TRIES = 3, MAX_LOG_BYTES = 8 * 1024 * 1024 };

/* All that is known of one file while it is dealt with. */
struct crash_file {
    struct bb_triage *triage;
    struct bb_triage_results *results;
    const char *path;
    struct bb_buf input;
    struct bb_probe probe; /* of the last replay */
    unsigned runs;
    unsigned runs_crashed;
};

void bb_triage_find_commit(char ret_commit[static BB_HARNESS_COMMIT_SIZE])
{
    static const char *const argv[] = {"git", "rev-parse", "--short=12", "HEAD", NULL};
    struct bb_buf out = BB_BUF_INIT(BB_HARNESS_COMMIT_SIZE - 1);
    struct bb_subprocess_spec spec = {.argv = argv, .out = {.to = BB_STREAM_BUF, .buf = &out}};
    struct bb_exit how;
    ret_commit[0] = '\0';
    if (bb_subprocess_run(&spec, 5000, NULL, &how, NULL) == BB_OK && how.code == 0)
        snprintf(ret_commit, BB_HARNESS_COMMIT_SIZE, "%.*s", (int)strcspn(bb_buf_str(&out), "\n"),
                 bb_buf_str(&out));
    bb_buf_free(&out);
}

static bool is_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

static bool is_engines_own(const struct crash_file *file)
{
    return is_below(file->path, file->triage->dir->base);
}

static const char *found_by(const struct crash_file *file)
{
    if (is_below(file->path, file->triage->dir->libfuzzer))
        return "libfuzzer";
    return is_below(file->path, file->triage->dir->afl) ? "afl" : "replay";
}

/* Until it crashes, or TRIES times. */
static enum bb_status replay(struct crash_file *file, struct bb_err *err)
{
    struct bb_prober *prober = &file->triage->prober;
    enum bb_status status = BB_OK;
    while (status == BB_OK && file->runs < TRIES && file->runs_crashed == 0) {
        bb_probe_free(&file->probe);
        file->probe = (struct bb_probe){.report = bb_report_empty()};
        status = bb_prober_run(prober, bb_buf_bytes(&file->input), &file->probe, err);
        file->runs++;
        file->runs_crashed += status == BB_OK && bb_probe_is_crash(&file->probe);
    }
    if (status == BB_OK && file->runs_crashed)
        status = bb_prober_symbolize(prober, &file->probe, err);
    return status;
}

static enum bb_status store(const struct crash_file *file, struct bb_bytes input,
                            const struct bb_probe *probe, struct bb_bytes log, const char *engine,
                            struct bb_added *ret_added, struct bb_err *err)
{
    const struct bb_target_info *target = file->triage->target;
    struct bb_finding finding = bb_finding_empty();
    finding.target = target->name;
    finding.engine = engine;
    finding.report = probe->report;
    finding.original_name = bb_path_name(file->path);
    finding.parser = target->parser;
    finding.version = target->version;
    finding.variant = target->variant;
    finding.harness_commit = file->triage->harness_commit;
    finding.runs = file->runs;
    finding.runs_crashed = file->runs_crashed;
    const struct bb_hit hit = {.finding = &finding, .input = input, .log = log, .now = time(NULL)};
    return bb_store_add(file->triage->store, &hit, ret_added, err);
}

static struct bb_triage_result *add_result(struct bb_triage_results *results, enum bb_triaged what,
                                           const struct bb_added *added)
{
    static struct bb_triage_result dropped;
    struct bb_triage_result *result =
        results->n < BB_TRIAGE_MAX_RESULTS ? &results->list[results->n++] : &dropped;
    *result = (struct bb_triage_result){.what = what};
    if (added) {
        snprintf(result->id, sizeof result->id, "%s", added->id);
        result->is_new = added->is_new;
    }
    return result;
}

/* A candidate of the minimizer that crashes in another way is a finding of its own. */
static void keep_another(void *user, struct bb_bytes input, const struct bb_probe *probe)
{
    struct crash_file *file = user;
    struct bb_added added;
    struct bb_err err = {0};
    enum bb_status status =
        store(file, input, probe, bb_buf_bytes(&probe->replay.log), "minimizer", &added, &err);
    if (status == BB_OK)
        add_result(file->results, BB_TRIAGED_FINDING, &added)->from_minimizer = true;
    else
        bb_print_note(file->triage->cli, "another crash, seen while minimizing, is lost: %s",
                      err.what);
}

static enum bb_status minimize(struct crash_file *file, const char *id, struct bb_err *err)
{
    struct bb_triage *triage = file->triage;
    const struct bb_reduce_options options = {
        .target = triage->target,
        .prober = &triage->prober,
        .signature = file->probe.signature,
        .max_ms = triage->minimize_ms,
        .another = keep_another,
        .user = file,
    };
    struct bb_buf best = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_minimize_result result;
    enum bb_status status = bb_reduce(bb_buf_bytes(&file->input), &options, &best, &result, err);
    if (best.len || status == BB_OK) {
        enum bb_status kept =
            bb_cli_keep_minimized(triage->store, triage->target, id, bb_buf_bytes(&best), err);
        status = kept == BB_OK ? status : kept;
    }
    bb_buf_free(&best);
    return status;
}

static bool is_minimized(const struct bb_triage *triage, const char *id)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    bool minimized =
        bb_store_get(triage->store, &arena, id, &finding, NULL) == BB_OK && finding.input_min[0];
    bb_arena_free(&arena);
    return minimized;
}

/* Stored first, made small afterwards: whoever stops us in between loses a small input, not a bug.
 */
static enum bb_status take_crash(struct crash_file *file, struct bb_err *err)
{
    struct bb_added added;
    struct bb_err why = {0};
    enum bb_status status =
        store(file, bb_buf_bytes(&file->input), &file->probe, bb_buf_bytes(&file->probe.replay.log),
              found_by(file), &added, err);
    if (status != BB_OK)
        return status;
    add_result(file->results, BB_TRIAGED_FINDING, &added);
    if (!file->triage->minimize_ms || is_minimized(file->triage, added.id))
        return BB_OK;
    status = minimize(file, added.id, &why);
    if (status == BB_NOT_FOUND)
        bb_print_note(file->triage->cli, "%s crashes in more than one way; it stays as it is",
                      added.id);
    else if (status != BB_OK && status != BB_INTERRUPTED)
        bb_print_note(file->triage->cli, "%s stays as it is: %s", added.id, why.what);
    return BB_OK;
}

static bool looks_like_timeout(const char *path)
{
    const char *name = bb_path_name(path);
    return bb_text_starts_with(name, "timeout-") || strstr(path, "/hangs");
}

static enum bb_status set_aside(const struct crash_file *file, struct bb_err *err)
{
    char to[PATH_MAX];
    const char *name = bb_path_name(file->path);
    bb_path_join(to, sizeof to, file->triage->dir->unproven, name);
    if (rename(file->path, to) == 0)
        return BB_OK;
    return BB_FAIL_ERRNO(err, BB_IO, "cannot move '%s' to '%s'", file->path, to);
}

/* An engine saw a crash that we do not see. What the engine printed is stored in place of a
 * replay's log. A time-out may have been the machine's: it is put by, not stored. */
static enum bb_status take_unproven(struct crash_file *file, struct bb_err *err)
{
    char log_path[PATH_MAX];
    struct bb_buf log = BB_BUF_INIT(MAX_LOG_BYTES);
    struct bb_probe probe = {.report = bb_report_empty()};
    struct bb_added added;
    if (looks_like_timeout(file->path)) {
        add_result(file->results, BB_TRIAGED_UNPROVEN, NULL);
        return set_aside(file, err);
    }
    bb_artifact_log_path(file->path, log_path, sizeof log_path);
    if (access(log_path, R_OK) == 0 && bb_file_read(log_path, &log, NULL) != BB_OK)
        log.failed = false; /* its beginning is better than nothing */
    enum bb_status status =
        bb_probe_log(file->triage->target->name, bb_buf_bytes(&log), &probe, err);
    if (status == BB_OK)
        status = store(file, bb_buf_bytes(&file->input), &probe, bb_buf_bytes(&log), found_by(file),
                       &added, err);
    if (status == BB_OK)
        add_result(file->results, BB_TRIAGED_UNPROVEN, &added);
    bb_probe_free(&probe);
    bb_buf_free(&log);
    return status;
}

/* Only what the engines wrote; a user's own files are left alone. */
static void remove_done(const struct crash_file *file)
{
    char log_path[PATH_MAX];
    bb_artifact_log_path(file->path, log_path, sizeof log_path);
    unlink(file->path);
    unlink(log_path);
}

enum bb_status bb_triage_file(struct bb_triage *triage, const char *path,
                              struct bb_triage_results *results, struct bb_err *err)
{
    struct crash_file file = {
        .triage = triage,
        .results = results,
        .path = path,
        .input = BB_BUF_INIT(BB_INPUT_MAX_BYTES),
        .probe = {.report = bb_report_empty()},
    };
    enum bb_status status = bb_file_read(path, &file.input, err);
    if (status == BB_OK)
        status = replay(&file, err);
    if (status == BB_OK && file.runs_crashed)
        status = take_crash(&file, err);
    else if (status == BB_OK && is_engines_own(&file))
        status = take_unproven(&file, err);
    else if (status == BB_OK)
        add_result(results, BB_TRIAGED_FINE, NULL);
    if (status == BB_OK && is_engines_own(&file))
        remove_done(&file);
    bb_probe_free(&file.probe);
    bb_buf_free(&file.input);
    return status;
}
