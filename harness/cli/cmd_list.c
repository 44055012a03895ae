/* brickbat list: what can be fuzzed, and when it last was. */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/root.h"
#include "cli/store.h"
#include "cli/target_choice.h"

enum { OPTION_JSON = 'j', OPTION_NAMES = 'n', OPTION_ALL = 'a' };

const struct poptOption bb_list_options[] = {
    BB_FLAG("json", 0, OPTION_JSON, "as JSON"),
    BB_FLAG("names", 0, OPTION_NAMES, "only the names, one on a line"),
    BB_FLAG("all", 0, OPTION_ALL, "each variant on a line of its own"),
    POPT_TABLEEND,
};

static size_t count_seeds(const struct bb_target_info *target)
{
    size_t n = 0;
    for (size_t i = 0; i < target->n_seeds; i++) {
        DIR *folder = opendir(target->seeds[i]);
        const struct dirent *entry;
        while (folder && (entry = readdir(folder)))
            n += entry->d_type == DT_REG && entry->d_name[0] != '.';
        if (folder)
            closedir(folder);
    }
    return n;
}

static json_t *strings_to_json(const char *const *strings, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_string(strings[i]));
    return list;
}

/* What is needed of each target, and of the store if there is one. */
struct listing {
    const struct bb_cli *cli;
    struct bb_targets targets;
    struct bb_store *store;
    struct bb_arena arena;
};

static bool find_last_run(struct listing *listing, const char *target, struct bb_run *ret_run)
{
    bb_arena_reset(&listing->arena);
    return listing->store &&
           bb_store_last_run(listing->store, &listing->arena, target, ret_run, NULL) == BB_OK;
}

static json_t *last_run_to_json(struct listing *listing, const char *target)
{
    struct bb_run run;
    char started[BB_TIME_TEXT_SIZE], ended[BB_TIME_TEXT_SIZE];
    if (!find_last_run(listing, target, &run))
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "engine", run.engine, "started",
                     bb_time_format((time_t)run.started, started), "ended",
                     run.ended ? bb_time_format((time_t)run.ended, ended) : "", "executions",
                     (json_int_t)run.executions, "cov", (json_int_t)run.coverage, "corpus",
                     (json_int_t)run.corpus, "new", (json_int_t)run.findings_new, "known",
                     (json_int_t)run.findings_known);
}

static json_t *target_to_json(struct listing *listing, const struct bb_target_info *target)
{
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", target->name, "protocol",
                  target->protocol, "grammar", target->grammar, "parser", target->parser, "version",
                  target->version, "variant", target->variant, "licence", target->licence);
    json_object_set_new(json, "patches", strings_to_json(target->patches, target->n_patches));
    json_object_set_new(json, "seeds", json_integer((json_int_t)count_seeds(target)));
    json_object_set_new(json, "seed_folders", strings_to_json(target->seeds, target->n_seeds));
    json_object_set_new(json, "max_len", json_integer((json_int_t)target->max_len));
    json_object_set_new(json, "last_run", last_run_to_json(listing, target->name));
    return json;
}

static void print_json(struct listing *listing)
{
    json_t *list = json_array();
    for (size_t i = 0; i < listing->targets.n; i++)
        json_array_append_new(list, target_to_json(listing, &listing->targets.list[i]));
    bb_json_print(json_pack("{s:o}", "targets", list));
}

/* The last run in a few words: when, how much, what came of it. */
static void print_last_run(struct listing *listing, const char *target)
{
    struct bb_run run;
    char started[BB_TIME_TEXT_SIZE], execs[BB_COUNT_TEXT_SIZE];
    if (find_last_run(listing, target, &run))
        printf("%.16s, %s execs, cov %llu, %llu findings",
               bb_time_format((time_t)run.started, started), bb_count_format(run.executions, execs),
               (unsigned long long)run.coverage,
               (unsigned long long)(run.findings_new + run.findings_known));
    else
        printf("never");
}

static int widest(const struct bb_targets *targets, size_t offset, int least)
{
    int width = least;
    for (size_t i = 0; i < targets->n; i++) {
        const char *const *text = (const void *)((const char *)&targets->list[i] + offset);
        int n = (int)strlen(*text);
        width = n > width ? n : width;
    }
    return width;
}

static void print_table(struct listing *listing)
{
    const struct bb_cli *cli = listing->cli;
    const struct bb_targets *targets = &listing->targets;
    int name = widest(targets, offsetof(struct bb_target_info, name), 6);
    int protocol = widest(targets, offsetof(struct bb_target_info, protocol), 8);
    int parser = widest(targets, offsetof(struct bb_target_info, parser), 6);
    int version = widest(targets, offsetof(struct bb_target_info, version), 7);
    printf("%s%-*s  %-*s  %-*s  %-*s  %-8s  seeds  last run (UTC)%s\n",
           bb_colour(cli->colour_out, BB_DIM), name, "target", protocol, "protocol", parser,
           "parser", version, "version", "variant", bb_colour(cli->colour_out, BB_PLAIN));
    for (size_t i = 0; i < targets->n; i++) {
        const struct bb_target_info *target = &targets->list[i];
        printf("%s%-*s%s  %-*s  %-*s  %-*s  %-8s  %5zu  ", bb_colour(cli->colour_out, BB_BOLD),
               name, target->name, bb_colour(cli->colour_out, BB_PLAIN), protocol, target->protocol,
               parser, target->parser, version, target->version, target->variant,
               count_seeds(target));
        print_last_run(listing, target->name);
        putchar('\n');
    }
}

static void print_targets(struct listing *listing, bool all)
{
    struct bb_targets *targets = &listing->targets;
    size_t n_folded = all ? 0 : bb_targets_fold_variants(targets);
    bb_targets_sort(targets);
    print_table(listing);
    if (n_folded)
        printf("%s%zu more: variants of these, <target>_pristine is the parser as released; "
               "--all lists them%s\n",
               bb_colour(listing->cli->colour_out, BB_DIM), n_folded,
               bb_colour(listing->cli->colour_out, BB_PLAIN));
}

static void print_names(const struct bb_targets *targets)
{
    for (size_t i = 0; i < targets->n; i++)
        puts(targets->list[i].name);
}

static void print_listing(struct listing *listing, const bool options[static 128])
{
    if (options[OPTION_JSON])
        print_json(listing);
    else if (options[OPTION_NAMES])
        print_names(&listing->targets);
    else
        print_targets(listing, options[OPTION_ALL]);
}

int bb_cmd_list(struct bb_cli *cli, struct bb_args *args)
{
    bool options[128] = {false};
    int option;
    size_t n_words;
    while ((option = bb_args_next(args)) > 0)
        options[option] = true;
    if (option != 0)
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n_words);
    struct listing listing = {.cli = cli, .arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES)};
    struct bb_err err = {0};
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status == BB_OK)
        status = bb_registry_load_any(&listing.targets, &err);
    if (status == BB_OK) {
        bb_targets_keep(&listing.targets, words, n_words);
        if (n_words && listing.targets.n == 0)
            status = BB_FAIL(&err, BB_NOT_FOUND,
                             "no target has '%s'%s in name, protocol, parser or grammar", words[0],
                             n_words > 1 ? " and all other words" : "");
    }
    if (status != BB_OK) {
        bb_targets_free(&listing.targets);
        return bb_print_failure(cli, status, &err);
    }
    /* A list is no reason to make a store. */
    if (!options[OPTION_NAMES] && access("reports/brickbat.db", F_OK) == 0 &&
        bb_cli_open_store(cli, &listing.store, &err) != BB_OK)
        bb_print_note(cli, "%s", err.what);
    print_listing(&listing, options);
    bb_store_close(listing.store);
    bb_arena_free(&listing.arena);
    bb_targets_free(&listing.targets);
    return BB_EXIT_OK;
}
