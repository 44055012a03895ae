/* brickbat help [VERB]: all of it comes from the table of verbs. */
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/help.h"
#include "cli/output.h"

const struct poptOption bb_help_options[] = {POPT_TABLEEND};

int bb_cmd_help(struct bb_cli *cli, struct bb_args *args)
{
    if (bb_args_next(args) != 0 || !bb_args_expect(args, 0, 1))
        return BB_EXIT_USAGE;
    size_t n;
    const char *const *words = bb_args_rest(args, &n);
    if (n == 0) {
        bb_help_all(cli);
        return BB_EXIT_OK;
    }
    const struct bb_verb *verb = bb_verb_find(words[0]);
    if (!verb)
        return bb_report_unknown_verb(cli, words[0]);
    bb_help_verb(cli, verb);
    return BB_EXIT_OK;
}
