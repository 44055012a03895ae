/*
 * Which targets a list shows, and in which order. Entries are moved within the registry's own list
 * or left out of it; their strings stay where they are.
 */
#ifndef BB_CLI_TARGET_CHOICE_H
#define BB_CLI_TARGET_CHOICE_H

#include <stddef.h>

#include "campaign/targets.h"

/* Keeps those that have each word in their name, protocol, parser or grammar. */
void bb_targets_keep(struct bb_targets *targets, const char *const *words, size_t n_words);

/* Leaves out each variant, <target>_<variant>, whose <target> is in the list, and says how many
 * these were. Without memory it leaves out none. */
size_t bb_targets_fold_variants(struct bb_targets *targets);

/* By protocol, then by name. */
void bb_targets_sort(struct bb_targets *targets);

#endif
