/* brickbat triage TARGET [FILE|DIR...]: crash files become findings. */
#include <stdio.h>
#include <string.h>

#include "base/folder.h"
#include "campaign/artifacts.h"
#include "cli/args.h"
#include "cli/finding_print.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/replaying.h"
#include "cli/root.h"
#include "cli/store.h"
#include "cli/triage_file.h"

enum { DEFAULT_MINIMIZE_S = 10 };
enum { OPTION_MINIMIZE = 'M', OPTION_NO_MINIMIZE = 'N', OPTION_JSON = 'J' };

const struct poptOption bb_triage_options[] = {
    BB_VALUE("minimize-time", 0, OPTION_MINIMIZE, "for making each finding small (default 10s)",
             "10s"),
    BB_FLAG("no-minimize", 0, OPTION_NO_MINIMIZE, "leave inputs as they are"),
    BB_REPLAYING_ROWS,
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

struct triage {
    struct bb_cli *cli;
    struct bb_replaying replaying;
    int64_t minimize_s;
    bool json;
    struct bb_triage how;
    struct bb_paths files;
    json_t *results;
    size_t n_findings;
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
        case OPTION_JSON: triage->json = true; break;
        default: good = bb_replaying_take(&triage->replaying, args, option);
        }
    }
    return good && option == 0 && bb_args_expect(args, 1, SIZE_MAX);
}

static void report_json(struct triage *triage, const char *path,
                        const struct bb_triage_results *results)
{
    static const char *const words[] = {
        [BB_TRIAGED_FINDING] = "finding",
        [BB_TRIAGED_UNPROVEN] = "unproven",
        [BB_TRIAGED_FINE] = "ok",
    };
    for (size_t i = 0; i < results->n; i++) {
        const struct bb_triage_result *result = &results->list[i];
        json_t *json = json_pack("{s:o, s:s, s:b}", "file", bb_json_text(path), "what",
                                 words[result->what], "from_minimizer", result->from_minimizer);
        if (result->id[0]) {
            json_object_set_new(json, "id", bb_json_text(result->id));
            json_object_set_new(json, "new", json_boolean(result->is_new));
        }
        json_array_append_new(triage->results, json);
    }
}

static void report_finding(const struct triage *triage, const struct bb_triage_result *result)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    struct bb_err err = {0};
    if (bb_store_get(triage->how.store, &arena, result->id, &finding, &err) == BB_OK)
        bb_finding_print(triage->cli, &finding, result->is_new ? "new" : "known");
    else
        bb_print_note(triage->cli, "%s", err.what);
    bb_arena_free(&arena);
}

static void report_words(const struct triage *triage, const char *path,
                         const struct bb_triage_results *results)
{
    char shown[PATH_MAX];
    for (size_t i = 0; i < results->n; i++) {
        const struct bb_triage_result *result = &results->list[i];
        if (result->id[0])
            report_finding(triage, result);
        else if (result->what == BB_TRIAGED_UNPROVEN)
            printf("unproven  %s timed out before and does not now; it is kept in %s\n",
                   bb_cli_show_path(triage->cli, path, shown), triage->how.dir->unproven);
        else
            printf("ok        %s\n", bb_cli_show_path(triage->cli, path, shown));
    }
}

static enum bb_status triage_one(struct triage *triage, const char *path, struct bb_err *err)
{
    struct bb_triage_results results = {0};
    enum bb_status status = bb_triage_file(&triage->how, path, &results, err);
    for (size_t i = 0; i < results.n; i++)
        triage->n_findings += results.list[i].id[0] != '\0';
    if (triage->json)
        report_json(triage, path, &results);
    else
        report_words(triage, path, &results);
    return status;
}

/* One file that cannot be dealt with does not keep the others from being dealt with. */
static int triage_all(struct triage *triage)
{
    for (size_t i = 0; i < triage->files.n; i++) {
        struct bb_err err = {0};
        enum bb_status status = triage_one(triage, triage->files.list[i], &err);
        if (status == BB_INTERRUPTED || *triage->cli->stop)
            return BB_EXIT_INTERRUPTED;
        if (status == BB_OK)
            continue;
        bb_print_error(triage->cli, "%s", err.what);
        triage->n_failed++;
    }
    if (triage->n_failed)
        return BB_EXIT_FAILED;
    return triage->n_findings ? BB_EXIT_FINDING : BB_EXIT_OK;
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
    if (code == BB_EXIT_OK)
        code = triage_all(triage);
    bb_prober_end(&triage->how.prober);
    bb_store_close(triage->how.store);
    return code;
}

int bb_cmd_triage(struct bb_cli *cli, struct bb_args *args)
{
    struct triage triage = {.cli = cli,
                            .replaying = BB_REPLAYING_INIT(cli),
                            .minimize_s = DEFAULT_MINIMIZE_S};
    size_t n;
    if (!read_command_line(&triage, args))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    triage.results = json_array();
    int code = run(&triage, words, n);
    if (triage.json)
        bb_json_print(json_pack("{s:O}", "results", triage.results));
    json_decref(triage.results);
    bb_paths_free(&triage.files);
    bb_replaying_end(&triage.replaying);
    return code;
}
