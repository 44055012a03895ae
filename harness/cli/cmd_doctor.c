/* brickbat doctor: what this machine lacks, and the mend. */
#include <stdio.h>

#include "cli/args.h"
#include "cli/checks.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"

enum { OPTION_JSON = 'j' };

const struct poptOption bb_doctor_options[] = {
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

static const char *const words[] = {
    [BB_CHECK_OK] = "ok",
    [BB_CHECK_WARNING] = "warning",
    [BB_CHECK_MISSING] = "MISSING",
};

static void print_json(const struct bb_check *checks, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o}", "name", checks[i].name,
                                              "verdict", words[checks[i].verdict], "found",
                                              bb_json_text(checks[i].found), "mend",
                                              bb_json_text(checks[i].mend)));
    bb_json_print(json_pack("{s:o}", "checks", list));
}

static void print_checks(const struct bb_cli *cli, const struct bb_check *checks, size_t n)
{
    static const enum bb_colour colours[] = {BB_GREEN, BB_YELLOW, BB_RED};
    for (size_t i = 0; i < n; i++) {
        const struct bb_check *check = &checks[i];
        printf("%s%-8s%s %-18s %s\n", bb_colour(cli->colour_out, colours[check->verdict]),
               words[check->verdict], bb_colour(cli->colour_out, BB_PLAIN), check->name,
               check->found);
        if (check->mend[0])
            printf("%-27s %s\n", "", check->mend);
    }
}

int bb_cmd_doctor(struct bb_cli *cli, struct bb_args *args)
{
    bool json = false;
    int option;
    while ((option = bb_args_next(args)) > 0)
        json = true;
    if (option != 0 || !bb_args_expect(args, 0, 0))
        return BB_EXIT_USAGE;
    struct bb_check checks[BB_MAX_CHECKS];
    struct bb_err err = {0};
    /* Without a project, the machine can still be looked at. */
    if (bb_cli_enter_root(cli, &err) != BB_OK)
        bb_print_note(cli, "%s", err.what);
    size_t n = bb_checks_run(checks);
    if (json)
        print_json(checks, n);
    else
        print_checks(cli, checks, n);
    for (size_t i = 0; i < n; i++) {
        if (checks[i].verdict == BB_CHECK_MISSING)
            return BB_EXIT_FAILED;
    }
    return BB_EXIT_OK;
}
