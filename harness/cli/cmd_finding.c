/* brickbat finding ID: one finding, its stack, its decoded input, its commands. */
#include <stdio.h>

#include <brickbat/grammar.h>

#include "base/clock.h"
#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/args.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/root.h"
#include "cli/store.h"

enum { OPTION_JSON = 'J', MAX_TEXT_BYTES = 16 * 1024 * 1024, SHOWN_BYTES = 4096 };

const struct poptOption bb_finding_options[] = {
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

static void print_history(const struct bb_finding *finding)
{
    char first[BB_TIME_TEXT_SIZE], last[BB_TIME_TEXT_SIZE];
    printf("  parser    %s %s, %s\n", finding->parser, finding->version, finding->variant);
    printf("  seen      %s to %s, %llu inputs, first by %s\n",
           bb_time_format((time_t)finding->first_seen, first),
           bb_time_format((time_t)finding->last_seen, last), (unsigned long long)finding->hits,
           finding->engine);
    if (finding->report.severity_reason[0])
        printf("  severity  %s: %s\n", bb_severity_text(finding->report.severity),
               finding->report.severity_reason);
    if (finding->state_reason[0])
        printf("  state     %s: %s\n", bb_finding_state_text(finding->state),
               finding->state_reason);
}

/* The grammar of the finding's target, as far as a registry is there to tell. */
static const struct bb_grammar *find_grammar(const char *target_name)
{
    struct bb_targets targets = {0};
    const struct bb_target_info *target;
    const struct bb_grammar *grammar = NULL;
    if (bb_registry_load_any(&targets, NULL) == BB_OK &&
        bb_targets_find(&targets, target_name, &target, NULL) == BB_OK && target->grammar[0])
        grammar = bb_grammar_find(target->grammar);
    bb_targets_free(&targets);
    return grammar;
}

static void print_input(const struct bb_cli *cli, const struct bb_finding *finding)
{
    const struct bb_grammar *grammar = find_grammar(finding->target);
    const char *path = bb_finding_best_input(finding);
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    enum bb_show_style style = cli->colour_out ? BB_SHOW_COLOUR : BB_SHOW_PLAIN;
    if (grammar && bb_file_read(path, &input, NULL) == BB_OK && input.len <= SHOWN_BYTES &&
        bb_show(grammar, bb_buf_bytes(&input), style, &text) == BB_OK)
        printf("\n  input, %zu bytes as %s\n%s", input.len, bb_grammar_name(grammar),
               bb_buf_str(&text));
    bb_buf_free(&text);
    bb_buf_free(&input);
}

static void print_finding(const struct bb_cli *cli, const struct bb_finding *finding)
{
    char path[PATH_MAX], log[PATH_MAX];
    bb_finding_print(cli, finding, bb_finding_state_text(finding->state));
    bb_finding_print_minimize(cli, finding);
    print_history(finding);
    snprintf(log, sizeof log, "reports/findings/%.120s/stderr.txt", finding->id);
    printf("  report    %s\n", bb_cli_show_path(cli, log, path));
    bb_finding_print_stacks(cli, finding);
    print_input(cli, finding);
}

int bb_cmd_finding(struct bb_cli *cli, struct bb_args *args)
{
    bool json = false;
    int option;
    size_t n;
    while ((option = bb_args_next(args)) > 0)
        json = true;
    if (option != 0 || !bb_args_expect(args, 1, 1))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    struct bb_store *store = NULL;
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding;
    struct bb_err err = {0};
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status == BB_OK)
        status = bb_cli_open_store(cli, &store, &err);
    if (status == BB_OK)
        status = bb_cli_find_finding(store, &arena, words[0], &finding, &err);
    if (status == BB_OK && json)
        bb_json_print(bb_finding_to_json(&finding));
    else if (status == BB_OK)
        print_finding(cli, &finding);
    bb_store_close(store);
    bb_arena_free(&arena);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
