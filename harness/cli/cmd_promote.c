/* brickbat promote ID: the input of a finding that is fixed becomes a regression seed. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/recheck.h"
#include "cli/root.h"
#include "cli/store.h"
#include "cli/triage_file.h"

enum { OPTION_TARGET = 't', NAME_BYTES = 160 };

const struct poptOption bb_promote_options[] = {
    BB_VALUE("target", 't', OPTION_TARGET,
             "the target that it becomes a seed of (default: the finding's)", "NAME"),
    BB_REPLAYING_ROWS,
    POPT_TABLEEND,
};

struct promote {
    struct bb_cli *cli;
    struct bb_replaying replaying;
    const char *target; /* as typed, or NULL */
    struct bb_store *store;
    struct bb_arena arena;
    struct bb_finding finding;
};

static bool read_command_line(struct promote *promote, struct bb_args *args)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        if (option == OPTION_TARGET)
            promote->target = bb_args_value(args);
        else
            good = bb_replaying_take(&promote->replaying, args, option);
    }
    return good && option == 0 && bb_args_expect(args, 1, 1);
}

/* Lower-case letters, digits and single dashes. */
static void append_slug(char *name, size_t size, const char *text)
{
    size_t n = strlen(name);
    for (; *text && n + 2 < size; text++) {
        if (isalnum((unsigned char)*text) || *text == '_')
            name[n++] = (char)tolower((unsigned char)*text);
        else if (n && name[n - 1] != '-')
            name[n++] = '-';
    }
    while (n && name[n - 1] == '-')
        n--;
    name[n] = '\0';
}

/* "heap-buffer-overflow-modbus_reply-feadb662": what, where, and which finding. */
static void name_seed(const struct bb_finding *finding, char ret_name[static NAME_BYTES])
{
    const struct bb_frame *place = bb_probe_place(&finding->report);
    const char *type = finding->report.crash_type;
    char bare[64];
    snprintf(bare, sizeof bare, "%.*s", (int)strcspn(type, " \n"), type);
    ret_name[0] = '\0';
    append_slug(ret_name, NAME_BYTES / 3, *bare ? bare : "crash");
    strcat(ret_name, "-");
    if (place) {
        append_slug(ret_name, 2 * NAME_BYTES / 3, place->name);
        strcat(ret_name, "-");
    }
    const char *dash = strrchr(finding->id, '-');
    append_slug(ret_name, NAME_BYTES, dash ? dash + 1 : finding->id);
}

/* Both inputs, since the smaller one may miss what the larger one hits. */
static enum bb_status check_survival(struct promote *promote, struct bb_err *err)
{
    const struct bb_finding *finding = &promote->finding;
    const char *paths[] = {bb_finding_best_input(finding), finding->input};
    struct bb_prober prober =
        BB_PROBER_INIT(promote->replaying.target->name, bb_replaying_how(&promote->replaying));
    enum bb_status status = BB_OK;
    for (size_t i = 0; i < 2 && status == BB_OK; i++) {
        struct bb_check check;
        status = bb_check_input(&prober, paths[i], finding->signature,
                                finding->runs_crashed < finding->runs ? BB_RECHECK_RUNS_FLAKY
                                                                      : BB_RECHECK_RUNS,
                                false, &check, err);
        if (status == BB_OK && check.crashed)
            status = BB_FAIL(err, BB_EXISTS, "%s still crashes %s (%s): not fixed, not promoted",
                             paths[i], promote->replaying.target->name, check.words);
    }
    bb_prober_end(&prober);
    return status;
}

/* Whether a file is there, and says the same. */
static bool is_there(const char *path, struct bb_bytes bytes)
{
    struct bb_buf there = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    bool same = access(path, F_OK) == 0 && bb_file_read(path, &there, NULL) == BB_OK &&
                bb_bytes_equal(bb_buf_bytes(&there), bytes);
    bb_buf_free(&there);
    return same;
}

static enum bb_status write_seed(const struct promote *promote, char ret_path[static PATH_MAX],
                                 struct bb_err *err)
{
    char name[NAME_BYTES];
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    const char *folder = promote->replaying.target->regressions;
    if (!*folder)
        return BB_FAIL(err, BB_NOT_FOUND, "'%s' has no folder for regressions",
                       promote->replaying.target->name);
    name_seed(&promote->finding, name);
    enum bb_status status =
        bb_path_join(ret_path, PATH_MAX, folder, name)
            ? bb_file_read(bb_finding_best_input(&promote->finding), &input, err)
            : BB_FAIL(err, BB_LIMIT, "the path is too long: '%s/%s'", folder, name);
    if (status == BB_OK && !is_there(ret_path, bb_buf_bytes(&input))) {
        status = bb_dir_make(folder, err);
        if (status == BB_OK)
            status = bb_file_write(ret_path, bb_buf_bytes(&input), err);
    }
    bb_buf_free(&input);
    return status;
}

static enum bb_status note_fixed(const struct promote *promote, const char *path,
                                 struct bb_err *err)
{
    char why[PATH_MAX + 64], commit[BB_HARNESS_COMMIT_SIZE];
    bb_triage_find_commit(commit);
    snprintf(why, sizeof why, "survived by %s, promoted to %s", promote->replaying.target->name,
             path);
    const struct bb_state_change change = {.when = time(NULL),
                                           .to = BB_FINDING_FIXED,
                                           .why = why,
                                           .commit = commit};
    return bb_store_set_state(promote->store, promote->finding.id, &change, err);
}

static enum bb_status promote_finding(struct promote *promote, struct bb_err *err)
{
    char path[PATH_MAX], shown[PATH_MAX];
    enum bb_status status = check_survival(promote, err);
    if (status == BB_OK)
        status = write_seed(promote, path, err);
    /* A finding of another target is as it was there. */
    if (status == BB_OK && !promote->target && promote->finding.state != BB_FINDING_MERGED)
        status = note_fixed(promote, path, err);
    if (status != BB_OK)
        return status;
    printf("%s: survived, and is a regression seed of %s now: %s\n", promote->finding.id,
           promote->replaying.target->name, bb_cli_show_path(promote->cli, path, shown));
    printf("  commit    git add %s\n", shown);
    bb_print_note(promote->cli,
                  "commit it only if the bug is public and fixed upstream; the README "
                  "says how to report one that is not");
    return BB_OK;
}

static enum bb_status find(struct promote *promote, const char *id, struct bb_err *err)
{
    enum bb_status status = bb_cli_enter_root(promote->cli, err);
    if (status == BB_OK)
        status = bb_cli_open_store(promote->cli, &promote->store, err);
    if (status == BB_OK)
        status = bb_cli_find_finding(promote->store, &promote->arena, id, &promote->finding, err);
    return status;
}

static int run(struct promote *promote, const char *id)
{
    struct bb_err err = {0};
    enum bb_status status = find(promote, id, &err);
    if (status != BB_OK)
        return bb_print_failure(promote->cli, status, &err);
    const char *target = promote->target ? promote->target : promote->finding.target;
    int code = bb_replaying_begin(&promote->replaying, "replay", target);
    if (code != BB_EXIT_OK)
        return code;
    status = promote_finding(promote, &err);
    if (status == BB_EXISTS) {
        bb_print_error(promote->cli, "%s", err.what);
        return BB_EXIT_FINDING;
    }
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(promote->cli, status, &err);
}

int bb_cmd_promote(struct bb_cli *cli, struct bb_args *args)
{
    struct promote promote = {.cli = cli,
                              .replaying = BB_REPLAYING_INIT(cli),
                              .arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES)};
    size_t n;
    if (!read_command_line(&promote, args))
        return BB_EXIT_USAGE;
    int code = run(&promote, bb_args_rest(args, &n)[0]);
    bb_replaying_end(&promote.replaying);
    bb_store_close(promote.store);
    bb_arena_free(&promote.arena);
    return code;
}
