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
#include "cli/triage_private.h"

enum { TRIES = 3, MAX_LOG_BYTES = 8 * 1024 * 1024 };

/* All that is known of one file while it is dealt with. */
struct crash_file {
    struct bb_triage *triage;
    struct bb_triage_results *results;
    const char *path;
    struct bb_buf input;
    const struct bb_probe *probe; /* of the last replay; the prober's */
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

struct bb_when bb_triage_now(char ret_commit[static BB_HARNESS_COMMIT_SIZE])
{
    bb_triage_find_commit(ret_commit);
    return (struct bb_when){.now = time(NULL), .commit = ret_commit};
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
        status = bb_prober_look(prober, bb_buf_bytes(&file->input), &file->probe, err);
        file->runs++;
        file->runs_crashed += status == BB_OK && bb_probe_is_crash(file->probe);
    }
    return status;
}

enum bb_status bb_triage_store(const struct bb_triage *triage, const struct bb_triage_crash *crash,
                               struct bb_added *ret_added, struct bb_err *err)
{
    const struct bb_target_info *target = triage->target;
    struct bb_finding finding = bb_finding_empty();
    finding.target = target->name;
    finding.engine = crash->engine;
    finding.report = *crash->report;
    finding.original_name = bb_path_name(crash->path);
    finding.parser = target->parser;
    finding.version = target->version;
    finding.variant = target->variant;
    finding.harness_commit = triage->harness_commit;
    finding.runs = crash->runs;
    finding.runs_crashed = crash->runs_crashed;
    const struct bb_hit hit = {
        .finding = &finding,
        .input = crash->input,
        .log = crash->log,
        .now = time(NULL),
    };
    return bb_store_add(triage->store, &hit, ret_added, err);
}

struct bb_triage_result *bb_triage_add_result(struct bb_triage_results *results,
                                              enum bb_triaged what, const struct bb_added *added)
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

static struct bb_triage_crash crash_of(const struct crash_file *file, const struct bb_probe *probe,
                                       struct bb_bytes log)
{
    return (struct bb_triage_crash){
        .path = file->path,
        .engine = found_by(file),
        .input = bb_buf_bytes(&file->input),
        .log = log,
        .report = &probe->report,
        .runs = file->runs,
        .runs_crashed = file->runs_crashed,
    };
}

static enum bb_status take_crash(struct crash_file *file, struct bb_err *err)
{
    const struct bb_triage_crash crash =
        crash_of(file, file->probe, bb_buf_bytes(&file->probe->replay.log));
    struct bb_added added;
    enum bb_status status = bb_triage_store(file->triage, &crash, &added, err);
    if (status != BB_OK)
        return status;
    bb_triage_add_result(file->results, BB_TRIAGED_FINDING, &added);
    if (added.is_merged) /* the finding has a signature of its own to be made small by */
        return BB_OK;
    return bb_triage_plan(file->triage, added.id, &crash, &file->probe->signature, err);
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
        bb_triage_add_result(file->results, BB_TRIAGED_UNPROVEN, NULL);
        return set_aside(file, err);
    }
    bb_artifact_log_path(file->path, log_path, sizeof log_path);
    if (access(log_path, R_OK) == 0 && bb_file_read(log_path, &log, NULL) != BB_OK)
        log.failed = false; /* its beginning is better than nothing */
    enum bb_status status =
        bb_probe_log(file->triage->target->name, bb_buf_bytes(&log), &probe, err);
    const struct bb_triage_crash crash = crash_of(file, &probe, bb_buf_bytes(&log));
    if (status == BB_OK)
        status = bb_triage_store(file->triage, &crash, &added, err);
    if (status == BB_OK)
        bb_triage_add_result(file->results, BB_TRIAGED_UNPROVEN, &added);
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
    };
    enum bb_status status = bb_file_read(path, &file.input, err);
    if (status == BB_OK)
        status = replay(&file, err);
    if (status == BB_OK && file.runs_crashed)
        status = take_crash(&file, err);
    else if (status == BB_OK && is_engines_own(&file))
        status = take_unproven(&file, err);
    else if (status == BB_OK)
        bb_triage_add_result(results, BB_TRIAGED_FINE, NULL);
    if (status == BB_OK && is_engines_own(&file))
        remove_done(&file);
    bb_buf_free(&file.input);
    return status;
}
