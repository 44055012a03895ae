/*
 * The table of verbs. Help, suggestions and completion are drawn from it.
 */
#include "cli/cli.h"

#define VERB(verb, args, words, more)                                              \
    {                                                                              \
        .name = #verb, .arguments = (args), .summary = (words), .details = (more), \
        .options = bb_##verb##_options, .run = bb_cmd_##verb,                      \
    }

const struct bb_verb bb_verbs[] = {
    VERB(list, "", "lists the targets: protocol, parser, version, seeds, last run", NULL),
    VERB(build, "[TARGET...]", "builds the variants that a later verb needs", NULL),
    VERB(run, "TARGET... [-- ENGINE FLAGS]",
         "fuzzes; new crashes are triaged and minimized while it runs", NULL),
    VERB(doctor, "", "checks compilers, engines, disk and kernel settings, and says the mend",
         NULL),
    VERB(help, "[VERB]", "explains a verb", NULL),
    VERB(completion, "", "prints a completion script: source <(brickbat completion)", NULL),
    {0},
};
