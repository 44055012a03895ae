/* brickbat completion: for bash, `source <(brickbat completion)`. */
#include "cli/args.h"
#include "cli/help.h"

const struct poptOption bb_completion_options[] = {POPT_TABLEEND};

int bb_cmd_completion(struct bb_cli *cli, struct bb_args *args)
{
    (void)cli;
    if (bb_args_next(args) != 0 || !bb_args_expect(args, 0, 0))
        return BB_EXIT_USAGE;
    bb_help_completion();
    return BB_EXIT_OK;
}
