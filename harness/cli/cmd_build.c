/* brickbat build [TARGET...] */
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/build.h"
#include "cli/output.h"
#include "cli/root.h"

enum { OPTION_PRESET = 'p', MAX_PRESETS = 8 };

const struct poptOption bb_build_options[] = {
    BB_VALUE("preset", 'p', OPTION_PRESET, "only this variant (default: libfuzzer, afl, replay)",
             "NAME"),
    POPT_TABLEEND,
};

static int build_preset(struct bb_cli *cli, const char *preset, const char *const *names, size_t n)
{
    struct bb_targets targets = {0};
    int code = bb_build_configure(cli, preset, names, n, &targets);
    if (code != BB_EXIT_OK)
        return code;
    for (size_t i = 0; i < n && code == BB_EXIT_OK; i++) {
        const struct bb_target_info *target;
        struct bb_err err = {0};
        enum bb_status status = bb_targets_find(&targets, names[i], &target, &err);
        if (status != BB_OK)
            code = bb_print_failure(cli, status, &err);
    }
    bb_targets_free(&targets);
    return code == BB_EXIT_OK ? bb_build_make(cli, preset, names, n) : code;
}

int bb_cmd_build(struct bb_cli *cli, struct bb_args *args)
{
    const char *presets[MAX_PRESETS + 1] = {"libfuzzer", "afl", "replay"};
    size_t n_chosen = 0, n_names;
    int option;
    while ((option = bb_args_next(args)) > 0 && n_chosen < MAX_PRESETS)
        presets[n_chosen++] = bb_args_value(args);
    if (option != 0)
        return BB_EXIT_USAGE;
    size_t n_presets = n_chosen ? n_chosen : 3;
    const char *const *names = bb_args_rest(args, &n_names);
    struct bb_err err = {0};
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status != BB_OK)
        return bb_print_failure(cli, status, &err);
    for (size_t i = 0; i < n_presets; i++) {
        int code = build_preset(cli, presets[i], names, n_names);
        if (code != BB_EXIT_OK)
            return code;
    }
    return BB_EXIT_OK;
}
