/* brickbat list: what can be fuzzed, and when it last was. */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "campaign/last_run.h"
#include "cli/args.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/root.h"

enum { OPTION_JSON = 'j', OPTION_NAMES = 'n' };

const struct poptOption bb_list_options[] = {
    {"json", 0, POPT_ARG_NONE, NULL, OPTION_JSON, "as JSON", NULL},
    {"names", 0, POPT_ARG_NONE, NULL, OPTION_NAMES, "only the names, one on a line", NULL},
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

static json_t *target_to_json(const struct bb_target_info *target)
{
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", target->name, "protocol",
                  target->protocol, "grammar", target->grammar, "parser", target->parser, "version",
                  target->version, "variant", target->variant, "licence", target->licence);
    json_object_set_new(json, "patches", strings_to_json(target->patches, target->n_patches));
    json_object_set_new(json, "seeds", json_integer((json_int_t)count_seeds(target)));
    json_object_set_new(json, "seed_folders", strings_to_json(target->seeds, target->n_seeds));
    json_object_set_new(json, "max_len", json_integer((json_int_t)target->max_len));
    json_object_set_new(json, "last_run", bb_last_run_read(target->name));
    return json;
}

static void print_json(const struct bb_targets *targets)
{
    json_t *list = json_array();
    for (size_t i = 0; i < targets->n; i++)
        json_array_append_new(list, target_to_json(&targets->list[i]));
    bb_json_print(json_pack("{s:o}", "targets", list));
}

/* "yesterday's" run in a few words: when, how much, what came of it. */
static void print_last_run(const char *target)
{
    json_t *run = bb_last_run_read(target);
    const char *ended = json_string_value(json_object_get(run, "ended"));
    char execs[BB_COUNT_TEXT_SIZE];
    if (ended)
        printf("%.16s, %s execs, cov %lld, %lld findings", ended,
               bb_count_format((uint64_t)json_integer_value(json_object_get(run, "execs")), execs),
               (long long)json_integer_value(json_object_get(run, "cov")),
               (long long)json_integer_value(json_object_get(run, "findings")));
    else
        printf("never");
    json_decref(run);
}

static int widest(const struct bb_targets *targets, size_t offset)
{
    int width = 0;
    for (size_t i = 0; i < targets->n; i++) {
        const char *const *text = (const void *)((const char *)&targets->list[i] + offset);
        int n = (int)strlen(*text);
        width = n > width ? n : width;
    }
    return width;
}

static void print_table(const struct bb_cli *cli, const struct bb_targets *targets)
{
    int name = widest(targets, offsetof(struct bb_target_info, name));
    int protocol = widest(targets, offsetof(struct bb_target_info, protocol));
    int parser = widest(targets, offsetof(struct bb_target_info, parser));
    int version = widest(targets, offsetof(struct bb_target_info, version));
    printf("%s%-*s  %-*s  %-*s  %-*s  %-8s  seeds  last run (UTC)%s\n",
           bb_colour(cli->colour_out, BB_DIM), name, "target", protocol > 8 ? protocol : 8,
           "protocol", parser > 6 ? parser : 6, "parser", version > 7 ? version : 7, "version",
           "variant", bb_colour(cli->colour_out, BB_PLAIN));
    for (size_t i = 0; i < targets->n; i++) {
        const struct bb_target_info *target = &targets->list[i];
        printf("%s%-*s%s  %-*s  %-*s  %-*s  %-8s  %5zu  ", bb_colour(cli->colour_out, BB_BOLD),
               name, target->name, bb_colour(cli->colour_out, BB_PLAIN),
               protocol > 8 ? protocol : 8, target->protocol, parser > 6 ? parser : 6,
               target->parser, version > 7 ? version : 7, target->version, target->variant,
               count_seeds(target));
        print_last_run(target->name);
        putchar('\n');
    }
}

static void print_names(const struct bb_targets *targets)
{
    for (size_t i = 0; i < targets->n; i++)
        puts(targets->list[i].name);
}

int bb_cmd_list(struct bb_cli *cli, struct bb_args *args)
{
    bool json = false, names = false;
    int option;
    while ((option = bb_args_next(args)) > 0) {
        json |= option == OPTION_JSON;
        names |= option == OPTION_NAMES;
    }
    if (option != 0 || !bb_args_expect(args, 0, 0))
        return BB_EXIT_USAGE;
    struct bb_targets targets = {0};
    struct bb_err err = {0};
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status == BB_OK)
        status = bb_registry_load_any(&targets, &err);
    if (status != BB_OK)
        return bb_print_failure(cli, status, &err);
    if (json)
        print_json(&targets);
    else if (names)
        print_names(&targets);
    else
        print_table(cli, &targets);
    bb_targets_free(&targets);
    return BB_EXIT_OK;
}
