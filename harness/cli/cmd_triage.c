/* brickbat triage TARGET [FILE|DIR...]: crash files become findings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/folder.h"
#include "campaign/artifacts.h"
#include "cli/args.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/replaying.h"
#include "cli/store.h"
#include "cli/triage_view.h"

enum { DEFAULT_MINIMIZE_S = 10 };
enum { OPTION_MINIMIZE = 'M', OPTION_NO_MINIMIZE = 'N', OPTION_JSON = 'J', OPTION_JSONL = 'L' };

const struct poptOption bb_triage_options[] = {
    BB_VALUE("minimize-time", 0, OPTION_MINIMIZE, "for making each finding small (default 10s)",
             "10s"),
    BB_FLAG("no-minimize", 0, OPTION_NO_MINIMIZE, "leave inputs as they are"),
    BB_REPLAYING_ROWS,
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    BB_FLAG("jsonl", 0, OPTION_JSONL, "as JSON, a line for each file as soon as it is done with"),
    POPT_TABLEEND,
};

/* What came of a file, to be told when its finding is small. */
struct kept {
    char *path;
    struct bb_triage_results results;
    bool has_job; /* it is the first that shows its finding */
};

struct triage {
    struct bb_cli *cli;
    struct bb_replaying replaying;
    int64_t minimize_s;
    struct bb_triage how;
    struct bb_triage_view view;
    struct bb_paths files;
    struct kept *kept;
    size_t n_kept;
    size_t n_failed;
};

static bool read_command_line(struct triage *triage, struct bb_args *args)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_MINIMIZE: good = bb_args_seconds(args, &triage->minimize_s); break;
        case OPTION_NO_MINIMIZE: triage->minimize_s = 0; break;
        case OPTION_JSON: triage->view.form = BB_TRIAGE_JSON; break;
        case OPTION_JSONL: triage->view.form = BB_TRIAGE_JSONL; break;
        default: good = bb_replaying_take(&triage->replaying, args, option);
        }
    }
    return good && option == 0 && bb_args_expect(args, 1, SIZE_MAX);
}

/* Those that have one are in the order of the jobs in triage->how. */
static bool keep_results(struct triage *triage, const char *path,
                         const struct bb_triage_results *results, bool has_job)
{
    void *larger = reallocarray(triage->kept, triage->n_kept + 1, sizeof *triage->kept);
    if (!larger)
        return false;
    triage->kept = larger;
    triage->kept[triage->n_kept] =
        (struct kept){.path = strdup(path), .results = *results, .has_job = has_job};
    if (!triage->kept[triage->n_kept].path)
        return false;
    triage->n_kept++;
    return true;
}

/* Whether one of the results is a finding that has yet to be told: as new, before this file says
 * that it is known. */
static bool names_kept(const struct triage *triage, const struct bb_triage_results *results)
{
    for (size_t i = 0; i < triage->how.n_jobs; i++)
        for (size_t j = 0; j < results->n; j++)
            if (strcmp(triage->how.jobs[i].id, results->list[j].id) == 0)
                return true;
    return false;
}

static enum bb_status triage_one(struct triage *triage, const char *path, struct bb_err *err)
{
    struct bb_triage_results results = {0};
    size_t n_jobs = triage->how.n_jobs;
    enum bb_status status = bb_triage_file(&triage->how, path, &results, err);
    bb_triage_view_count(&triage->view, &results);
    bool waits = status == BB_OK && names_kept(triage, &results) &&
                 keep_results(triage, path, &results, triage->how.n_jobs > n_jobs);
    if (!waits)
        bb_triage_view_tell(&triage->view, path, &results, status == BB_OK ? NULL : err->what);
    return status;
}

/* One file that cannot be dealt with does not keep the others from being dealt with. */
static bool store_all(struct triage *triage)
{
    for (size_t i = 0; i < triage->files.n; i++) {
        struct bb_err err = {0};
        enum bb_status status = triage_one(triage, triage->files.list[i], &err);
        if (status == BB_INTERRUPTED || *triage->cli->stop)
            return false;
        if (status == BB_OK)
            continue;
        bb_print_error(triage->cli, "%s", err.what);
        triage->n_failed++;
    }
    return true;
}

/* When we are told to stop, what is stored is still told. */
static bool reduce_all(struct triage *triage, bool go_on)
{
    for (size_t i = 0; i < triage->n_kept; i++) {
        struct kept *kept = &triage->kept[i];
        struct bb_err err = {0};
        go_on = go_on && !*triage->cli->stop;
        if (go_on && kept->has_job) {
            bb_triage_view_reducing(&triage->view, triage->how.jobs[0].id);
            go_on = bb_triage_reduce(&triage->how, &kept->results, &err) == BB_OK;
        }
        bb_triage_view_tell(&triage->view, kept->path, &kept->results, NULL);
        free(kept->path);
    }
    triage->n_kept = 0;
    return go_on;
}

static int triage_all(struct triage *triage)
{
    bool finished = store_all(triage);
    finished = reduce_all(triage, finished);
    if (!finished)
        return BB_EXIT_INTERRUPTED;
    if (triage->n_failed)
        return BB_EXIT_FAILED;
    return triage->view.n_findings ? BB_EXIT_FINDING : BB_EXIT_OK;
}

/* Without files: what the engines have left behind. */
static int collect_files(struct triage *triage, const char *const *words, size_t n)
{
    struct bb_err err = {0};
    enum bb_status status;
    if (n == 0) {
        status = bb_artifacts_scan(triage->how.dir, 0, &triage->files, &err);
        if (status == BB_OK && triage->files.n == 0)
            bb_print_note(triage->cli, "no crash files wait in %s", triage->how.dir->base);
    } else {
        status = bb_inputs_collect(triage->cli, words, n, &triage->files, &err);
    }
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(triage->cli, status, &err);
}

static int run(struct triage *triage, const char *const *words, size_t n)
{
    struct bb_workdir dir;
    struct bb_err err = {0};
    int code = bb_replaying_begin(&triage->replaying, "replay", words[0]);
    if (code != BB_EXIT_OK)
        return code;
    enum bb_status status = bb_workdir_open(words[0], &dir, &err);
    if (status == BB_OK)
        status = bb_cli_open_store(triage->cli, &triage->how.store, &err);
    if (status != BB_OK)
        return bb_print_failure(triage->cli, status, &err);
    triage->how.cli = triage->cli;
    triage->how.target = triage->replaying.target;
    triage->how.dir = &dir;
    triage->how.minimize_ms = (uint64_t)triage->minimize_s * 1000;
    triage->how.prober =
        BB_PROBER_INIT(triage->how.target->name, bb_replaying_how(&triage->replaying));
    bb_triage_find_commit(triage->how.harness_commit);
    code = collect_files(triage, words + 1, n - 1);
    triage->view.n_files = triage->files.n;
    if (code == BB_EXIT_OK)
        code = triage_all(triage);
    bb_triage_view_close(&triage->view);
    bb_triage_end(&triage->how);
    bb_store_close(triage->how.store);
    return code;
}

int bb_cmd_triage(struct bb_cli *cli, struct bb_args *args)
{
    struct triage triage = {.cli = cli,
                            .replaying = BB_REPLAYING_INIT(cli),
                            .minimize_s = DEFAULT_MINIMIZE_S};
    size_t n;
    triage.view.cli = cli;
    triage.view.triage = &triage.how;
    if (!read_command_line(&triage, args))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    int code = run(&triage, words, n);
    bb_triage_view_end(&triage.view);
    free(triage.kept);
    bb_paths_free(&triage.files);
    bb_replaying_end(&triage.replaying);
    return code;
}
