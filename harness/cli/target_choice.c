#include "cli/target_choice.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The target that this one is a variant of, named <target>_<variant>; NULL if there is none. */
static const struct bb_target_info *find_twin(const struct bb_targets *targets,
                                              const struct bb_target_info *target)
{
    size_t name = strlen(target->name), suffix = strlen(target->variant) + 1;
    if (name <= suffix || strcmp(target->name + name - suffix + 1, target->variant) != 0)
        return NULL;
    for (size_t i = 0; i < targets->n; i++)
        if (strlen(targets->list[i].name) == name - suffix &&
            strncmp(targets->list[i].name, target->name, name - suffix) == 0)
            return &targets->list[i];
    return NULL;
}

static bool is_wanted(const struct bb_target_info *target, const char *const *words, size_t n_words)
{
    for (size_t i = 0; i < n_words; i++)
        if (!strstr(target->name, words[i]) && !strstr(target->protocol, words[i]) &&
            !strstr(target->parser, words[i]) && !strstr(target->grammar, words[i]))
            return false;
    return true;
}

void bb_targets_keep(struct bb_targets *targets, const char *const *words, size_t n_words)
{
    size_t n = 0;
    for (size_t i = 0; i < targets->n; i++)
        if (is_wanted(&targets->list[i], words, n_words))
            targets->list[n++] = targets->list[i];
    targets->n = n;
}

size_t bb_targets_fold_variants(struct bb_targets *targets)
{
    size_t n = 0, n_before = targets->n;
    bool *twin = calloc(n_before + 1, sizeof *twin);
    if (!twin)
        return 0; /* a longer list is a list, too */
    for (size_t i = 0; i < n_before; i++)
        twin[i] = find_twin(targets, &targets->list[i]) != NULL;
    for (size_t i = 0; i < n_before; i++)
        if (!twin[i])
            targets->list[n++] = targets->list[i];
    targets->n = n;
    free(twin);
    return n_before - n;
}

/* By protocol, then by name. */
static int compare(const void *a, const void *b)
{
    const struct bb_target_info *x = a, *y = b;
    int order = strcmp(x->protocol, y->protocol);
    return order ? order : strcmp(x->name, y->name);
}

void bb_targets_sort(struct bb_targets *targets)
{
    qsort(targets->list, targets->n, sizeof *targets->list, compare);
}
