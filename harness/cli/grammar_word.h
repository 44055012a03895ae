/*
 * The word GRAMMAR on a command line: a grammar's name, or a target's, which stands for its
 * grammar.
 */
#ifndef BB_CLI_GRAMMAR_WORD_H
#define BB_CLI_GRAMMAR_WORD_H

#include <brickbat/grammar.h>

#include "cli/cli.h"

/* Enters the root if there is one: a grammar's name needs neither a project nor targets.
 * BB_NOT_FOUND, with the nearest name; BB_UNSUPPORTED for a target without a grammar. */
BB_MUST_USE enum bb_status bb_cli_find_grammar(struct bb_cli *cli, const char *word,
                                               const struct bb_grammar **ret_grammar,
                                               struct bb_err *err);

#endif
