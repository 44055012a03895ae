/* brickbat show TARGET|GRAMMAR FILE...: an input decoded field by field. */
#include <stdio.h>
#include <string.h>

#include <brickbat/grammar.h>

#include "base/file.h"
#include "base/text.h"
#include "campaign/corpus.h"
#include "cli/args.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/registry.h"
#include "cli/root.h"

enum { MAX_TEXT_BYTES = 256 * 1024 * 1024, MAX_NAMES = 512 };

const struct poptOption bb_show_options[] = {POPT_TABLEEND};

static size_t collect_grammars(const char **names, size_t n)
{
    for (const struct bb_grammar *const *grammar = bb_grammars; *grammar && n < MAX_NAMES;
         grammar++)
        names[n++] = bb_grammar_name(*grammar);
    return n;
}

static enum bb_status fail_unknown(const char *word, const struct bb_targets *targets,
                                   struct bb_err *err)
{
    const char *names[MAX_NAMES];
    size_t n = collect_grammars(names, 0);
    for (size_t i = 0; i < targets->n && n < MAX_NAMES; i++)
        names[n++] = targets->list[i].name;
    const char *nearest = bb_text_nearest(word, names, n);
    if (nearest)
        return BB_FAIL(err, BB_NOT_FOUND, "no target or grammar '%.64s'; did you mean '%s'?", word,
                       nearest);
    return BB_FAIL(err, BB_NOT_FOUND, "no target or grammar '%.64s'", word);
}

/* A grammar of this name, or that of the target of this name. */
static enum bb_status find_grammar(const char *word, const struct bb_targets *targets,
                                   const struct bb_grammar **ret_grammar, struct bb_err *err)
{
    const struct bb_target_info *target;
    const struct bb_grammar *grammar = bb_grammar_find(word);
    if (!grammar) {
        if (bb_targets_find(targets, word, &target, NULL) != BB_OK)
            return fail_unknown(word, targets, err);
        if (!target->grammar[0])
            return BB_FAIL(err, BB_UNSUPPORTED, "the target '%s' has no grammar to show with",
                           word);
        grammar = bb_grammar_find(target->grammar);
    }
    if (!grammar)
        return BB_FAIL(err, BB_NOT_FOUND, "the grammar '%s' of '%s' is not in this program",
                       target->grammar, word);
    *ret_grammar = grammar;
    return BB_OK;
}

static enum bb_status show_file(const struct bb_cli *cli, const struct bb_grammar *grammar,
                                const char *path, bool with_name, struct bb_err *err)
{
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    char shown[PATH_MAX];
    enum bb_status status = bb_file_read(path, &input, err);
    if (status == BB_OK)
        status = bb_show(grammar, bb_buf_bytes(&input),
                         cli->colour_out ? BB_SHOW_COLOUR : BB_SHOW_PLAIN, &text);
    if (status == BB_OK && with_name)
        printf("%s: %zu bytes\n", bb_cli_show_path(cli, path, shown), input.len);
    if (status == BB_OK)
        fwrite(text.ptr, 1, text.len, stdout);
    else if (status == BB_LIMIT && input.len)
        BB_FAIL(err, BB_LIMIT, "'%s' is too large to show", path);
    bb_buf_free(&text);
    bb_buf_free(&input);
    return status;
}

static enum bb_status show_all(const struct bb_cli *cli, const char *const *words, size_t n,
                               const struct bb_targets *targets, struct bb_err *err)
{
    const struct bb_grammar *grammar = NULL;
    struct bb_paths files = {0};
    enum bb_status status = find_grammar(words[0], targets, &grammar, err);
    if (status == BB_OK && strcmp(words[1], "-") == 0)
        return show_file(cli, grammar, "-", false, err);
    if (status == BB_OK)
        status = bb_inputs_collect(cli, words + 1, n - 1, &files, err);
    for (size_t i = 0; i < files.n && status == BB_OK; i++)
        status = show_file(cli, grammar, files.list[i], files.n > 1, err);
    bb_paths_free(&files);
    return status;
}

int bb_cmd_show(struct bb_cli *cli, struct bb_args *args)
{
    struct bb_targets targets = {0};
    struct bb_err err = {0};
    size_t n;
    if (bb_args_next(args) != 0 || !bb_args_expect(args, 2, SIZE_MAX))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    /* A grammar's name needs neither a project nor targets. */
    if (bb_cli_enter_root(cli, &err) == BB_OK && bb_registry_load_any(&targets, &err) != BB_OK)
        targets = (struct bb_targets){0};
    enum bb_status status = show_all(cli, words, n, &targets, &err);
    bb_targets_free(&targets);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
