#include "cli/run_plan.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/program.h"
#include "base/text.h"
#include "cli/build.h"
#include "cli/output.h"

static int check_names(const struct bb_cli *cli, const struct bb_targets *targets,
                       const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct bb_target_info *target;
        struct bb_err err = {0};
        enum bb_status status = bb_targets_find(targets, names[i], &target, &err);
        if (status != BB_OK)
            return bb_print_failure(cli, status, &err);
    }
    return BB_EXIT_OK;
}

static int check_programs(const struct bb_cli *cli, const struct bb_targets *targets,
                          const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct bb_target_info *target;
        if (bb_targets_find(targets, names[i], &target, NULL) == BB_OK &&
            access(target->binary, X_OK) == 0)
            continue;
        bb_print_error(cli, "'%s' is not built; '%s build %s' does it", target->binary,
                       cli->program, names[i]);
        return BB_EXIT_FAILED;
    }
    return BB_EXIT_OK;
}

/* Programs that came ready-made, with their registry but without the tree that built them, are
 * taken as they are. */
static bool is_ready_made(const char *preset)
{
    char registry[256], cache[256];
    snprintf(registry, sizeof registry, "build/%.64s/targets.json", preset);
    snprintf(cache, sizeof cache, "build/%.64s/CMakeCache.txt", preset);
    return access(registry, F_OK) == 0 && access(cache, F_OK) != 0;
}

int bb_prepare_preset(struct bb_cli *cli, const char *preset, const char *const *names, size_t n,
                      bool build, struct bb_targets *ret_targets)
{
    struct bb_err err = {0};
    int code = BB_EXIT_OK;
    build = build && !is_ready_made(preset);
    if (build) {
        code = bb_build_configure(cli, preset, names, n, ret_targets);
    } else {
        enum bb_status status = bb_targets_load(preset, ret_targets, &err);
        if (status != BB_OK)
            return bb_print_failure(cli, status, &err);
    }
    if (code == BB_EXIT_OK)
        code = check_names(cli, ret_targets, names, n);
    if (code == BB_EXIT_OK && build)
        code = bb_build_make(cli, preset, names, n);
    if (code == BB_EXIT_OK)
        code = check_programs(cli, ret_targets, names, n);
    return code;
}

/* The grammars' mutators are built by the preset that builds this program. */
static int build_mutator(struct bb_cli *cli, const struct bb_target_info *target)
{
    static const char folder[] = "build/host/";
    struct bb_targets none = {0};
    int code = BB_EXIT_OK;
    if (!bb_text_starts_with(target->mutator, folder))
        return BB_EXIT_OK;
    if (access("build/host/build.ninja", F_OK) != 0)
        code = bb_build_configure(cli, "host", NULL, 0, &none);
    bb_targets_free(&none);
    const char *file = target->mutator + strlen(folder);
    return code == BB_EXIT_OK ? bb_build_make(cli, "host", &file, 1) : code;
}

static int build_mutators(struct bb_cli *cli, const struct bb_run_plan *plan)
{
    int code = BB_EXIT_OK;
    for (size_t i = 0; i < plan->n_names && code == BB_EXIT_OK; i++) {
        const struct bb_target_info *target;
        if (bb_targets_find(&plan->afl_targets, plan->names[i], &target, NULL) == BB_OK)
            code = build_mutator(cli, target);
    }
    return code;
}

static void note_missing_mutators(const struct bb_cli *cli, const struct bb_run_plan *plan)
{
    for (size_t i = 0; i < plan->n_names; i++) {
        const struct bb_target_info *target;
        if (bb_targets_find(&plan->afl_targets, plan->names[i], &target, NULL) == BB_OK &&
            target->mutator[0] && access(target->mutator, R_OK) != 0)
            bb_print_note(cli, "AFL++ fuzzes %s without its grammar: there is no '%s'",
                          target->name, target->mutator);
    }
}

static int prepare_afl(struct bb_cli *cli, struct bb_run_plan *plan)
{
    if (!bb_program_find("afl-fuzz", NULL)) {
        bb_print_error(cli, "AFL++ is not installed (apt-get install afl++); "
                            "'--engine libfuzzer' does without");
        return BB_EXIT_FAILED;
    }
    int code =
        bb_prepare_preset(cli, "afl", plan->names, plan->n_names, plan->build, &plan->afl_targets);
    if (code == BB_EXIT_OK && plan->build)
        code = build_mutators(cli, plan);
    if (code == BB_EXIT_OK)
        note_missing_mutators(cli, plan);
    return code;
}

int bb_run_plan_prepare(struct bb_cli *cli, struct bb_run_plan *plan)
{
    int code = bb_prepare_preset(cli, "replay", plan->names, plan->n_names, plan->build,
                                 &plan->replay_targets);
    if (code == BB_EXIT_OK && plan->libfuzzer)
        code = bb_prepare_preset(cli, "libfuzzer", plan->names, plan->n_names, plan->build,
                                 &plan->libfuzzer_targets);
    if (code == BB_EXIT_OK && plan->afl)
        code = prepare_afl(cli, plan);
    return code;
}

void bb_run_plan_free(struct bb_run_plan *plan)
{
    bb_targets_free(&plan->libfuzzer_targets);
    bb_targets_free(&plan->afl_targets);
    bb_targets_free(&plan->replay_targets);
}
