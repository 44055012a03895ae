#include "cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "cli/output.h"

enum { MAX_ARENA_BYTES = 16 * 1024 * 1024, MAX_OPTIONS = 64, ROOT = 1 };

static const struct poptOption common[] = {
    BB_VALUE("root", 0, ROOT, "the project's folder", "DIR"),
    POPT_TABLEEND,
};

struct bb_args {
    struct bb_cli *cli;
    poptContext context;
    struct poptOption options[3]; /* the verb's table, the common one, the end */
    struct bb_arena arena;
    const char *value;
    const char **words; /* argv up to "--", owned */
    const char *const *engine_flags;
    size_t n_engine_flags;
};

static int find_dashes(int argc, const char **argv)
{
    int n = 0;
    while (n < argc && strcmp(argv[n], "--") != 0)
        n++;
    return n;
}

static struct poptOption include(const struct poptOption *table)
{
    return (struct poptOption){NULL, 0,   POPT_ARG_INCLUDE_TABLE, (void *)(uintptr_t)table, 0,
                               NULL, NULL};
}

struct bb_args *bb_args_new(struct bb_cli *cli, int argc, const char **argv)
{
    struct bb_args *args = calloc(1, sizeof *args);
    int n = find_dashes(argc, argv);
    if (!args)
        return NULL;
    args->cli = cli;
    args->arena = BB_ARENA_INIT(MAX_ARENA_BYTES);
    args->options[0] = include(cli->verb->options);
    args->options[1] = include(common);
    args->words = calloc((size_t)n + 1, sizeof *args->words);
    if (!args->words) {
        free(args);
        return NULL;
    }
    memcpy(args->words, argv, (size_t)n * sizeof *argv);
    args->engine_flags = argv + (n < argc ? n + 1 : n);
    args->n_engine_flags = (size_t)(argc - n - (n < argc));
    args->context = poptGetContext(NULL, n, args->words, args->options, 0);
    return args;
}

void bb_args_free(struct bb_args *args)
{
    if (!args)
        return;
    poptFreeContext(args->context);
    bb_arena_free(&args->arena);
    free(args->words);
    free(args);
}

static size_t collect_names(const struct poptOption *table, const char **names, size_t n)
{
    for (; table->longName || table->shortName; table++) {
        if (table->longName && n < MAX_OPTIONS)
            names[n++] = table->longName;
    }
    return n;
}

static void report_unknown(const struct bb_args *args, const char *option)
{
    const char *names[MAX_OPTIONS];
    size_t n = collect_names(args->cli->verb->options, names, 0);
    n = collect_names(common, names, n);
    char name[64] = "";
    const char *bare = option + strspn(option, "-");
    memcpy(name, bare, strnlen(bare, sizeof name - 1));
    name[strcspn(name, "=")] = '\0';
    const char *nearest = bb_text_nearest(name, names, n);
    if (nearest)
        bb_print_error(args->cli, "no option '%s'; did you mean '--%s'?", option, nearest);
    else
        bb_print_error(args->cli, "no option '%s'; '%s help %s' lists them", option,
                       args->cli->program, args->cli->verb->name);
}

static int report_wrong(const struct bb_args *args, int why)
{
    const char *option = poptBadOption(args->context, POPT_BADOPTION_NOALIAS);
    if (why == POPT_ERROR_BADOPT)
        report_unknown(args, option);
    else if (why == POPT_ERROR_NOARG)
        bb_print_error(args->cli, "option '%s' needs a value", option);
    else
        bb_print_error(args->cli, "option '%s': %s", option, poptStrerror(why));
    return -1;
}

/* Copies popt's string, which is ours to free, to where it lives as long as args. */
static bool keep_value(struct bb_args *args)
{
    char *value = poptGetOptArg(args->context);
    args->value = NULL;
    if (!value)
        return true;
    args->value = bb_arena_copy(&args->arena, bb_bytes_of(value, strlen(value) + 1));
    free(value);
    return args->value;
}

int bb_args_next(struct bb_args *args)
{
    for (;;) {
        int option = poptGetNextOpt(args->context);
        if (option == -1)
            return 0;
        if (option < -1)
            return report_wrong(args, option);
        if (!keep_value(args)) {
            bb_print_error(args->cli, "the command line is too long");
            return -1;
        }
        if (option != ROOT)
            return option;
        args->cli->root_option = args->value;
    }
}

const char *bb_args_value(const struct bb_args *args)
{
    return args->value ? args->value : "";
}

static bool report_value(const struct bb_args *args, enum bb_status status,
                         const struct bb_err *err)
{
    if (status == BB_OK)
        return true;
    bb_print_error(args->cli, "%s: %s", poptBadOption(args->context, 0), err->what);
    return false;
}

bool bb_args_number(const struct bb_args *args, uint64_t min, uint64_t max, uint64_t *ret_number)
{
    struct bb_err err = {0};
    enum bb_status status = bb_number_parse(bb_args_value(args), min, max, ret_number, &err);
    return report_value(args, status, &err);
}

bool bb_args_seconds(const struct bb_args *args, int64_t *ret_seconds)
{
    struct bb_err err = {0};
    return report_value(args, bb_duration_parse(bb_args_value(args), ret_seconds, &err), &err);
}

const char *const *bb_args_rest(struct bb_args *args, size_t *ret_n)
{
    static const char *const none[] = {NULL};
    const char *const *rest = poptGetArgs(args->context);
    size_t n = 0;
    while (rest && rest[n])
        n++;
    *ret_n = n;
    return rest ? rest : none;
}

bool bb_args_expect(struct bb_args *args, size_t min, size_t max)
{
    size_t n;
    const char *const *rest = bb_args_rest(args, &n);
    const struct bb_verb *verb = args->cli->verb;
    if (n < min)
        bb_print_error(args->cli, "something is missing; usage: %s %s %s", args->cli->program,
                       verb->name, verb->arguments);
    else if (n > max)
        bb_print_error(args->cli, "unexpected '%s'; usage: %s %s%s%s", rest[max],
                       args->cli->program, verb->name, verb->arguments[0] ? " " : "",
                       verb->arguments);
    return n >= min && n <= max;
}

const char *const *bb_args_engine_flags(const struct bb_args *args, size_t *ret_n)
{
    *ret_n = args->n_engine_flags;
    return args->engine_flags;
}
