/* brickbat finding ID: one finding, its stack, its decoded input, its commands; what the user says
 * of it. */
#include <stdio.h>
#include <time.h>

#include <brickbat/grammar.h>

#include "base/clock.h"
#include "base/file.h"
#include "campaign/corpus.h"
#include "cli/args.h"
#include "cli/export.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/regroup.h"
#include "cli/relatives.h"
#include "cli/root.h"
#include "cli/split_input.h"
#include "cli/store.h"
#include "cli/triage_file.h"

enum {
    OPTION_JSON = 'J',
    OPTION_IGNORE = 'i',
    OPTION_REOPEN = 'o',
    OPTION_MERGE = 'm',
    OPTION_SPLIT = 's',
    OPTION_JOIN = 'j',
    OPTION_EXPORT = 'e',
};
enum { MAX_TEXT_BYTES = 16 * 1024 * 1024, SHOWN_BYTES = 4096 };

const struct poptOption bb_finding_options[] = {
    BB_VALUE("ignore", 0, OPTION_IGNORE, "do not report it again, for this reason", "REASON"),
    BB_FLAG("reopen", 0, OPTION_REOPEN, "it is open again"),
    BB_VALUE("merge", 0, OPTION_MERGE, "from now on, count crashes of this other finding here",
             "ID"),
    BB_FLAG("split", 0, OPTION_SPLIT,
            "take it out of what it was merged into, or out of its group; take INPUT out of it"),
    BB_FLAG("join", 0, OPTION_JOIN, "let it into a group again"),
    BB_VALUE("export", 0, OPTION_EXPORT,
             "write a reproducer in C, an annotated dump and a report for upstream", "DIR"),
    BB_REPLAYING_ROWS,
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

static void print_history(const struct bb_finding *finding)
{
    char first[BB_TIME_TEXT_SIZE], last[BB_TIME_TEXT_SIZE];
    printf("  parser    %s %s, %s\n", finding->parser, finding->version, finding->variant);
    printf("  seen      %s to %s, %llu inputs, by %s\n",
           bb_time_format((time_t)finding->first_seen, first),
           bb_time_format((time_t)finding->last_seen, last), (unsigned long long)finding->hits,
           finding->engines);
    if (finding->report.severity_reason[0])
        printf("  severity  %s: %s\n", bb_severity_text(finding->report.severity),
               finding->report.severity_reason);
    if (finding->bad_commit[0] || finding->good_commit[0])
        printf("  commits   crashed at %s, survived at %s\n",
               finding->bad_commit[0] ? finding->bad_commit : "?",
               finding->good_commit[0] ? finding->good_commit : "?");
    bb_finding_print_history(finding);
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

static void print_finding(const struct bb_cli *cli, const struct bb_relatives *relatives,
                          const struct bb_finding *finding)
{
    char path[PATH_MAX], log[PATH_MAX];
    bb_finding_print(cli, finding, bb_finding_state_text(finding->state));
    bb_finding_print_further(cli, finding);
    print_history(finding);
    bb_relatives_print(cli, relatives, finding);
    bb_cli_finding_log(finding, log);
    printf("  report    %s\n", bb_cli_show_path(cli, log, path));
    bb_finding_print_stacks(cli, finding);
    print_input(cli, finding);
}

struct wish {
    struct bb_replaying replaying; /* with split_input */
    const char *ignore;            /* the reason, or NULL */
    const char *export_to;
    const char *merge;       /* the other's id, or NULL */
    bool split;              /* the finding, or */
    const char *split_input; /* a file */
    bool join;
    bool reopen;
    bool json;
};

static bool read_command_line(struct bb_cli *cli, struct bb_args *args, struct wish *wish)
{
    int option;
    while ((option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_IGNORE: wish->ignore = bb_args_value(args); break;
        case OPTION_EXPORT: wish->export_to = bb_args_value(args); break;
        case OPTION_REOPEN: wish->reopen = true; break;
        case OPTION_MERGE: wish->merge = bb_args_value(args); break;
        case OPTION_SPLIT: wish->split = true; break;
        case OPTION_JOIN: wish->join = true; break;
        case OPTION_JSON: wish->json = true; break;
        default:
            if (!bb_replaying_take(&wish->replaying, args, option))
                return false;
        }
    }
    size_t n;
    if (option != 0 || !bb_args_expect(args, 1, wish->split ? 2 : 1))
        return false;
    wish->split_input = bb_args_rest(args, &n)[1];
    if (!!wish->ignore + wish->reopen + !!wish->merge + wish->split + wish->join > 1) {
        bb_print_error(cli, "one of --ignore, --reopen, --merge, --split, --join at a time");
        return false;
    }
    if (wish->ignore && !wish->ignore[0]) {
        bb_print_error(cli, "--ignore: say why, in a few words");
        return false;
    }
    return true;
}

static enum bb_status set_state(struct bb_cli *cli, struct bb_store *store,
                                const struct bb_finding *finding, const struct wish *wish,
                                struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    bb_triage_find_commit(commit);
    const struct bb_state_change change = {
        .when = time(NULL),
        .to = wish->ignore ? BB_FINDING_IGNORED : BB_FINDING_OPEN,
        .why = wish->ignore ? wish->ignore : "by the user",
        .commit = commit,
    };
    enum bb_status status = bb_store_set_state(store, finding->id, &change, err);
    if (status == BB_OK)
        bb_print_note(cli, "%s is %s, it was %s", finding->id, bb_finding_state_text(change.to),
                      bb_finding_state_text(finding->state));
    return status;
}

static enum bb_status show(struct bb_cli *cli, struct bb_store *store,
                           const struct bb_finding *finding, bool json, struct bb_err *err)
{
    struct bb_relatives relatives;
    enum bb_status status = bb_relatives_load(store, &relatives, err);
    if (status != BB_OK)
        return status;
    if (json)
        bb_json_print(bb_relatives_json(&relatives, finding));
    else
        print_finding(cli, &relatives, finding);
    bb_relatives_end(&relatives);
    return BB_OK;
}

static enum bb_status grant(struct bb_cli *cli, struct bb_store *store,
                            const struct bb_finding *finding, const struct wish *wish,
                            struct bb_err *err)
{
    if (wish->export_to)
        return bb_export_finding(cli, finding, find_grammar(finding->target), wish->export_to, err);
    if (wish->merge)
        return bb_regroup_merge(cli, store, finding, wish->merge, err);
    if (wish->split)
        return bb_regroup_split(cli, store, finding, err);
    if (wish->join)
        return bb_regroup_join(cli, store, finding, err);
    if (wish->ignore || wish->reopen)
        return set_state(cli, store, finding, wish, err);
    return show(cli, store, finding, wish->json, err);
}

int bb_cmd_finding(struct bb_cli *cli, struct bb_args *args)
{
    struct wish wish = {.replaying = BB_REPLAYING_INIT(cli)};
    size_t n;
    if (!read_command_line(cli, args, &wish))
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
    if (status == BB_OK && !wish.split_input)
        status = grant(cli, store, &finding, &wish, &err);
    int code = status != BB_OK    ? bb_print_failure(cli, status, &err)
               : wish.split_input ? bb_split_input(&wish.replaying, store, &finding, words[1])
                                  : BB_EXIT_OK;
    bb_replaying_end(&wish.replaying);
    bb_store_close(store);
    bb_arena_free(&arena);
    return code;
}
