/* brickbat findings: what is in the store. */
#include <stdio.h>

#include "cli/args.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/store.h"

enum { MAX_ARENA_BYTES = 1 << 30 };
enum { OPTION_TARGET = 't', OPTION_SEVERITY = 's', OPTION_STATE = 'S', OPTION_JSON = 'J' };

const struct poptOption bb_findings_options[] = {
    BB_VALUE("target", 't', OPTION_TARGET, "only those of one target", "NAME"),
    BB_VALUE("severity", 0, OPTION_SEVERITY, "this one or worse", "low|medium|high|critical"),
    BB_VALUE("state", 0, OPTION_STATE, "only this state (may be repeated)",
             "open|fixed|reopened|ignored"),
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

struct query {
    struct bb_store_filter filter;
    bool json;
};

static bool take_severity(struct bb_cli *cli, const char *word, struct query *query)
{
    struct bb_err err = {0};
    if (bb_severity_parse(word, &query->filter.min_severity, &err) == BB_OK)
        return true;
    bb_print_error(cli, "--severity: %s", err.what);
    return false;
}

static bool take_state(struct bb_cli *cli, const char *word, struct query *query)
{
    struct bb_err err = {0};
    enum bb_finding_state state;
    if (bb_finding_state_parse(word, &state, &err) == BB_OK) {
        query->filter.states |= 1u << state;
        return true;
    }
    bb_print_error(cli, "--state: %s", err.what);
    return false;
}

static bool read_command_line(struct bb_cli *cli, struct bb_args *args, struct query *query)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_TARGET: query->filter.target = bb_args_value(args); break;
        case OPTION_SEVERITY: good = take_severity(cli, bb_args_value(args), query); break;
        case OPTION_STATE: good = take_state(cli, bb_args_value(args), query); break;
        case OPTION_JSON: query->json = true; break;
        }
    }
    return good && option == 0 && bb_args_expect(args, 0, 0);
}

static void print_json(const struct bb_finding *list, size_t n)
{
    json_t *json = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(json, bb_finding_to_json(&list[i]));
    bb_json_print(json_pack("{s:o}", "findings", json));
}

static void print_list(const struct bb_cli *cli, const struct bb_finding *list, size_t n)
{
    if (n == 0) {
        bb_print_note(cli, "no findings");
        return;
    }
    printf("%s%-40s  %-8s  %-8s  %5s  %6s  %-10s  crash%s\n", bb_colour(cli->colour_out, BB_DIM),
           "id", "severity", "state", "hits", "bytes", "last seen",
           bb_colour(cli->colour_out, BB_PLAIN));
    for (size_t i = 0; i < n; i++)
        bb_finding_print_row(cli, &list[i]);
}

int bb_cmd_findings(struct bb_cli *cli, struct bb_args *args)
{
    struct query query = {.filter = {.sort = BB_SORT_SEVERITY}};
    struct bb_store *store = NULL;
    struct bb_arena arena = BB_ARENA_INIT(MAX_ARENA_BYTES);
    struct bb_finding *list = NULL;
    struct bb_err err = {0};
    size_t n = 0;
    if (!read_command_line(cli, args, &query))
        return BB_EXIT_USAGE;
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status == BB_OK)
        status = bb_cli_open_store(cli, &store, &err);
    if (status == BB_OK)
        status = bb_store_list(store, &arena, &query.filter, &list, &n, &err);
    if (status == BB_OK && query.json)
        print_json(list, n);
    else if (status == BB_OK)
        print_list(cli, list, n);
    bb_store_close(store);
    bb_arena_free(&arena);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
