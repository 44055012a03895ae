/* brickbat findings: what is in the store, and whether it still crashes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/args.h"
#include "cli/finding_print.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/recheck.h"
#include "cli/relatives.h"
#include "cli/root.h"
#include "cli/store.h"

enum { MAX_ARENA_BYTES = 1 << 30, GROUP_INDENT = 2 };
enum {
    OPTION_TARGET = 't',
    OPTION_SEVERITY = 's',
    OPTION_STATE = 'S',
    OPTION_SECURITY = 'x',
    OPTION_SINCE = 'i',
    OPTION_SEARCH = 'f',
    OPTION_SORT = 'o',
    OPTION_LIMIT = 'n',
    OPTION_GROUP = 'g',
    OPTION_RECHECK = 'r',
    OPTION_JSON = 'J',
};

const struct poptOption bb_findings_options[] = {
    BB_VALUE("target", 't', OPTION_TARGET, "only those of one target", "NAME"),
    BB_VALUE("severity", 0, OPTION_SEVERITY, "this one or worse", "low|medium|high|critical"),
    BB_VALUE("state", 0, OPTION_STATE, "only this state (may be repeated)",
             "open|fixed|reopened|ignored|merged"),
    BB_FLAG("security", 0, OPTION_SECURITY, "only those that matter to security"),
    BB_VALUE("since", 0, OPTION_SINCE, "only those seen within this time", "24h"),
    BB_VALUE("search", 0, OPTION_SEARCH, "only those in which this text stands", "WORDS"),
    BB_VALUE("sort", 0, OPTION_SORT, "what comes first (default severity)",
             "severity|last-seen|first-seen|hits|id"),
    BB_VALUE("limit", 'n', OPTION_LIMIT, "so many at most", "N"),
    BB_FLAG("group", 0, OPTION_GROUP, "similar ones together, below the first of their group"),
    BB_FLAG("recheck", 0, OPTION_RECHECK,
            "replay them with the programs of today, and note which are fixed or reopened"),
    BB_REPLAYING_ROWS,
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    POPT_TABLEEND,
};

struct query {
    struct bb_store_filter filter;
    struct bb_replaying replaying;
    bool group;
    bool recheck;
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

static bool take_since(struct bb_args *args, struct query *query)
{
    int64_t seconds;
    if (!bb_args_seconds(args, &seconds))
        return false;
    query->filter.seen_since = (int64_t)time(NULL) - seconds;
    return true;
}

static bool take_sort(struct bb_cli *cli, const char *word, struct query *query)
{
    static const char *const words[] = {
        [BB_SORT_LAST_SEEN] = "last-seen",
        [BB_SORT_FIRST_SEEN] = "first-seen",
        [BB_SORT_SEVERITY] = "severity",
        [BB_SORT_HITS] = "hits",
        [BB_SORT_ID] = "id",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            query->filter.sort = (enum bb_store_sort)i;
            return true;
        }
    }
    bb_print_error(cli, "--sort: '%s' is none of severity, last-seen, first-seen, hits, id", word);
    return false;
}

static bool take_limit(struct bb_args *args, struct query *query)
{
    uint64_t limit;
    if (!bb_args_number(args, 1, UINT32_MAX, &limit))
        return false;
    query->filter.max = (size_t)limit;
    return true;
}

static bool take_option(struct bb_cli *cli, struct bb_args *args, int option, struct query *query)
{
    const char *value = bb_args_value(args);
    switch (option) {
    case OPTION_TARGET: query->filter.target = value; return true;
    case OPTION_SEVERITY: return take_severity(cli, value, query);
    case OPTION_STATE: return take_state(cli, value, query);
    case OPTION_SECURITY: query->filter.security_only = true; return true;
    case OPTION_SINCE: return take_since(args, query);
    case OPTION_SEARCH: query->filter.words = value; return true;
    case OPTION_SORT: return take_sort(cli, value, query);
    case OPTION_LIMIT: return take_limit(args, query);
    case OPTION_GROUP: query->group = true; return true;
    case OPTION_RECHECK: query->recheck = true; return true;
    case OPTION_JSON: query->json = true; return true;
    }
    return bb_replaying_take(&query->replaying, args, option);
}

static bool read_command_line(struct bb_cli *cli, struct bb_args *args, struct query *query)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0)
        good = take_option(cli, args, option, query);
    if (good && option == 0 && query->recheck && query->json) {
        bb_print_error(cli, "--recheck and --json do not go together; list with --json afterwards");
        return false;
    }
    if (good && option == 0 && query->recheck && query->group) {
        bb_print_error(cli, "--recheck and --group do not go together");
        return false;
    }
    return good && option == 0 && bb_args_expect(args, 0, 0);
}

static void print_json(const struct bb_relatives *relatives, const struct bb_finding *list,
                       size_t n)
{
    json_t *json = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(json, bb_relatives_json(relatives, &list[i]));
    bb_json_print(json_pack("{s:o}", "findings", json));
}

static void print_list(const struct bb_cli *cli, const struct bb_finding *list, size_t n)
{
    int id_width = bb_finding_print_head(cli, list, n);
    for (size_t i = 0; i < n; i++)
        bb_finding_print_row(cli, &list[i], id_width);
}

/* A group stands where the first of it would stand in the list; the others follow, indented. */
static bool print_groups(const struct bb_cli *cli, const struct bb_relatives *relatives,
                         const struct bb_finding *list, size_t n)
{
    const char **group = calloc(n + 1, sizeof *group); /* NULL: printed */
    if (!group)
        return false;
    for (size_t i = 0; i < n; i++)
        group[i] = bb_relatives_group(relatives, list[i].id);
    int id_width = bb_finding_print_head(cli, list, n) + GROUP_INDENT;
    for (size_t i = 0; i < n; i++) {
        const char *wanted = group[i];
        for (size_t j = i; wanted && j < n; j++) {
            if (!group[j] || strcmp(group[j], wanted) != 0)
                continue;
            printf("%*s", j == i ? 0 : GROUP_INDENT, "");
            bb_finding_print_row(cli, &list[j], j == i ? id_width : id_width - GROUP_INDENT);
            group[j] = NULL;
        }
    }
    free(group);
    return true;
}

static enum bb_status tell(struct bb_cli *cli, const struct query *query, struct bb_store *store,
                           const struct bb_finding *list, size_t n, struct bb_err *err)
{
    struct bb_relatives relatives = {0};
    enum bb_status status = BB_OK;
    if (query->json || query->group)
        status = bb_relatives_load(store, &relatives, err);
    if (status != BB_OK)
        return status;
    if (query->json)
        print_json(&relatives, list, n);
    else if (n == 0)
        bb_print_note(cli, "no findings");
    else if (!query->group)
        print_list(cli, list, n);
    else if (!print_groups(cli, &relatives, list, n))
        status = BB_FAIL(err, BB_NO_MEMORY, "no memory to group %zu findings", n);
    bb_relatives_end(&relatives);
    return status;
}

static int answer(struct bb_cli *cli, struct query *query, struct bb_store *store,
                  const struct bb_finding *list, size_t n)
{
    struct bb_err err = {0};
    if (query->recheck)
        return bb_recheck_findings(&query->replaying, store, list, n);
    enum bb_status status = tell(cli, query, store, list, n, &err);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}

int bb_cmd_findings(struct bb_cli *cli, struct bb_args *args)
{
    struct query query = {.filter = {.sort = BB_SORT_SEVERITY},
                          .replaying = BB_REPLAYING_INIT(cli)};
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
    int code =
        status == BB_OK ? answer(cli, &query, store, list, n) : bb_print_failure(cli, status, &err);
    bb_replaying_end(&query.replaying);
    bb_store_close(store);
    bb_arena_free(&arena);
    return code;
}
