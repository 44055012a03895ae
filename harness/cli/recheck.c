#include "cli/recheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/run_plan.h"
#include "cli/triage_file.h"

/* --- one input ------------------------------------------------------------------------------ */

static enum bb_status look_at(struct bb_prober *prober, struct bb_probe *probe,
                              const char *signature, struct bb_check *check, bool *is_same,
                              struct bb_err *err)
{
    struct bb_buf words = BB_BUF_INIT(4096);
    enum bb_status status = bb_prober_symbolize(prober, probe, err);
    if (status == BB_OK) {
        *is_same = *is_same || bb_signature_is_of(signature, probe->signature.text);
        bb_probe_describe(&probe->report, &words);
        snprintf(check->words, sizeof check->words, "%s", bb_buf_str(&words));
    }
    bb_buf_free(&words);
    return status;
}

enum bb_status bb_check_input(struct bb_prober *prober, const char *path, const char *signature,
                              unsigned runs, bool all, struct bb_check *ret_check,
                              struct bb_err *err)
{
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_check check = {0};
    bool is_same = false;
    enum bb_status status = bb_file_read(path, &input, err);
    while (status == BB_OK && check.runs < runs && (all || check.crashed == 0)) {
        struct bb_probe probe = {.report = bb_report_empty()};
        status = bb_prober_run(prober, bb_buf_bytes(&input), &probe, err);
        if (status != BB_OK)
            break;
        check.runs++;
        if (bb_probe_is_crash(&probe)) {
            check.crashed++;
            status = look_at(prober, &probe, signature, &check, &is_same, err);
        }
        bb_probe_free(&probe);
    }
    check.otherwise = check.crashed && !is_same;
    bb_buf_free(&input);
    if (status == BB_OK)
        *ret_check = check;
    return status;
}

/* --- many findings -------------------------------------------------------------------------- */

struct recheck {
    struct bb_replaying *replaying;
    struct bb_store *store;
    struct bb_prober prober;
    const struct bb_target_info *target; /* that the prober is of */
    char commit[BB_HARNESS_COMMIT_SIZE];
    unsigned n_checked, n_fixed, n_reopened, n_crashing, n_failed, n_without_target;
};

static bool is_flaky(const struct bb_finding *finding)
{
    return finding->runs_crashed && finding->runs_crashed < finding->runs;
}

static const char *outcome_word(const struct bb_finding *finding, enum bb_finding_state now)
{
    if (now == finding->state)
        return now == BB_FINDING_OPEN || now == BB_FINDING_REOPENED ? "crashes"
                                                                    : bb_finding_state_text(now);
    return bb_finding_state_text(now);
}

static void print_outcome(const struct bb_finding *finding, const struct bb_check *check,
                          enum bb_finding_state now)
{
    printf("%-9s  %s  ", outcome_word(finding, now), finding->id);
    if (check->crashed)
        printf("%s%s", check->otherwise ? "in another way: " : "", check->words);
    else
        printf("survived %u replays", check->runs);
    if (now != finding->state)
        printf("  (was %s)", bb_finding_state_text(finding->state));
    putchar('\n');
}

/* It, or the one into which it is merged. */
static bool is_ignored(const struct recheck *recheck, const struct bb_finding *finding,
                       enum bb_finding_state now)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding into;
    if (now != BB_FINDING_MERGED)
        return now == BB_FINDING_IGNORED;
    bool ignored =
        bb_store_get(recheck->store, &arena, finding->merged_into, &into, NULL) == BB_OK &&
        into.state == BB_FINDING_IGNORED;
    bb_arena_free(&arena);
    return ignored;
}

static void count(struct recheck *recheck, const struct bb_finding *finding,
                  const struct bb_check *check, enum bb_finding_state now)
{
    recheck->n_checked++;
    recheck->n_fixed += now == BB_FINDING_FIXED && finding->state != now;
    recheck->n_reopened += now == BB_FINDING_REOPENED && finding->state != now;
    recheck->n_crashing += check->crashed && !is_ignored(recheck, finding, now);
}

static enum bb_status check_one(struct recheck *recheck, const struct bb_finding *finding,
                                struct bb_err *err)
{
    struct bb_check check = {0};
    enum bb_finding_state now = finding->state;
    bool flaky = is_flaky(finding);
    enum bb_status status =
        bb_check_input(&recheck->prober, bb_finding_best_input(finding), finding->signature,
                       flaky ? BB_RECHECK_RUNS_FLAKY : BB_RECHECK_RUNS, flaky, &check, err);
    const struct bb_recheck seen = {.runs = check.runs,
                                    .runs_crashed = check.crashed,
                                    .commit = recheck->commit,
                                    .now = time(NULL)};
    if (status == BB_OK)
        status = bb_store_recheck(recheck->store, finding->id, &seen, &now, err);
    if (status != BB_OK)
        return status;
    print_outcome(finding, &check, now);
    count(recheck, finding, &check, now);
    return BB_OK;
}

static void end_target(struct recheck *recheck)
{
    bb_prober_end(&recheck->prober);
    recheck->target = NULL;
}

/* NULL: the target is not there any more. */
static const struct bb_target_info *find_target(const struct recheck *recheck, const char *name)
{
    const struct bb_target_info *target = NULL;
    if (bb_targets_find(&recheck->replaying->targets, name, &target, NULL) != BB_OK)
        return NULL;
    return target;
}

static void begin_target(struct recheck *recheck, const struct bb_target_info *target)
{
    if (recheck->target == target)
        return;
    end_target(recheck);
    recheck->target = recheck->replaying->target = target;
    recheck->prober = BB_PROBER_INIT(target->name, bb_replaying_how(recheck->replaying));
}

static enum bb_status check_all(struct recheck *recheck, const struct bb_finding *list, size_t n,
                                struct bb_err *err)
{
    enum bb_status status = BB_OK;
    const struct bb_cli *cli = recheck->replaying->cli;
    for (size_t i = 0; i < n && status != BB_INTERRUPTED; i++) {
        const struct bb_target_info *target = find_target(recheck, list[i].target);
        struct bb_err why = {0};
        if (!target) {
            bb_print_note(cli, "%s is left out: there is no target '%s' any more", list[i].id,
                          list[i].target);
            recheck->n_without_target++;
            continue;
        }
        begin_target(recheck, target);
        status = check_one(recheck, &list[i], &why);
        if (status == BB_OK)
            continue;
        if (status == BB_INTERRUPTED)
            *err = why;
        else
            bb_print_error(cli, "%s: %s", list[i].id, why.what);
        recheck->n_failed += status != BB_INTERRUPTED;
    }
    return status == BB_INTERRUPTED ? status : BB_OK;
}

static int by_target(const void *a, const void *b)
{
    const struct bb_finding *one = a, *two = b;
    return strcmp(one->target, two->target);
}

/* The targets of the findings that exist, each once; n names. NULL: no memory. */
static const char **name_targets(const struct bb_targets *known, const struct bb_finding *list,
                                 size_t n, size_t *ret_n)
{
    const struct bb_target_info *target;
    const char **names = calloc(n + 1, sizeof *names);
    for (size_t i = 0; names && i < n; i++)
        if ((i == 0 || strcmp(list[i].target, list[i - 1].target) != 0) &&
            bb_targets_find(known, list[i].target, &target, NULL) == BB_OK)
            names[(*ret_n)++] = list[i].target;
    return names;
}

static int build_targets(struct bb_replaying *replaying, const struct bb_finding *list, size_t n)
{
    struct bb_targets known = {0};
    struct bb_err err = {0};
    size_t n_names = 0;
    enum bb_status status = bb_registry_load_any(&known, &err);
    const char **names = status == BB_OK ? name_targets(&known, list, n, &n_names) : NULL;
    int code = BB_EXIT_OK;
    if (status != BB_OK)
        code = bb_print_failure(replaying->cli, status, &err);
    else if (n_names)
        code = bb_prepare_preset(replaying->cli, "replay", names, n_names, !replaying->no_build,
                                 &replaying->targets);
    free(names);
    bb_targets_free(&known);
    return code;
}

static void print_sum(const struct recheck *recheck)
{
    printf("%u rechecked: %u crash, %u fixed now, %u reopened", recheck->n_checked,
           recheck->n_crashing, recheck->n_fixed, recheck->n_reopened);
    if (recheck->n_failed + recheck->n_without_target)
        printf("; %u could not be", recheck->n_failed + recheck->n_without_target);
    putchar('\n');
}

int bb_recheck_findings(struct bb_replaying *replaying, struct bb_store *store,
                        const struct bb_finding *list, size_t n)
{
    struct recheck recheck = {.replaying = replaying, .store = store};
    struct bb_err err = {0};
    struct bb_finding *sorted = calloc(n + 1, sizeof *sorted);
    if (!sorted)
        return bb_print_failure(replaying->cli, BB_NO_MEMORY, &err);
    if (n)
        memcpy(sorted, list, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_target);
    bb_triage_find_commit(recheck.commit);
    int code = build_targets(replaying, sorted, n);
    if (code == BB_EXIT_OK) {
        enum bb_status status = check_all(&recheck, sorted, n, &err);
        end_target(&recheck);
        print_sum(&recheck);
        code = status != BB_OK      ? bb_print_failure(replaying->cli, status, &err)
               : recheck.n_failed   ? BB_EXIT_FAILED
               : recheck.n_crashing ? BB_EXIT_FINDING
                                    : BB_EXIT_OK;
    }
    free(sorted);
    return code;
}
