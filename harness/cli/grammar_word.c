#include "cli/grammar_word.h"

#include "base/text.h"
#include "cli/registry.h"
#include "cli/root.h"

enum { MAX_NAMES = 512 };

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

static enum bb_status find(const char *word, const struct bb_targets *targets,
                           const struct bb_grammar **ret_grammar, struct bb_err *err)
{
    const struct bb_target_info *target;
    const struct bb_grammar *grammar = bb_grammar_find(word);
    if (!grammar) {
        if (bb_targets_find(targets, word, &target, NULL) != BB_OK)
            return fail_unknown(word, targets, err);
        if (!target->grammar[0])
            return BB_FAIL(err, BB_UNSUPPORTED, "the target '%s' has no grammar", word);
        grammar = bb_grammar_find(target->grammar);
    }
    if (!grammar)
        return BB_FAIL(err, BB_NOT_FOUND, "the grammar '%s' of '%s' is not in this program",
                       target->grammar, word);
    *ret_grammar = grammar;
    return BB_OK;
}

enum bb_status bb_cli_find_grammar(struct bb_cli *cli, const char *word,
                                   const struct bb_grammar **ret_grammar, struct bb_err *err)
{
    struct bb_targets targets = {0};
    if (bb_cli_enter_root(cli, err) == BB_OK && bb_registry_load_any(&targets, err) != BB_OK)
        targets = (struct bb_targets){0};
    enum bb_status status = find(word, &targets, ret_grammar, err);
    bb_targets_free(&targets);
    return status;
}
