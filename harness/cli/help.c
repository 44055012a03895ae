#include "cli/help.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <brickbat/grammar.h>

#include "base/text.h"
#include "cli/output.h"

enum { VERB_WIDTH = 11, OPTION_WIDTH = 24, MAX_VERBS = 64 };

const struct bb_verb *bb_verb_find(const char *name)
{
    for (const struct bb_verb *verb = bb_verbs; verb->name; verb++) {
        if (strcmp(verb->name, name) == 0)
            return verb;
    }
    return NULL;
}

const char *bb_verb_nearest(const char *name)
{
    const char *names[MAX_VERBS];
    size_t n = 0;
    for (const struct bb_verb *verb = bb_verbs; verb->name && n < MAX_VERBS; verb++)
        names[n++] = verb->name;
    return bb_text_nearest(name, names, n);
}

int bb_report_unknown_verb(const struct bb_cli *cli, const char *name)
{
    const char *nearest = bb_verb_nearest(name);
    if (nearest)
        bb_print_error(cli, "no command '%s'; did you mean '%s'?", name, nearest);
    else
        bb_print_error(cli, "no command '%s'; '%s help' lists them", name, cli->program);
    return BB_EXIT_USAGE;
}

void bb_help_all(const struct bb_cli *cli)
{
    const char *bold = bb_colour(cli->colour_out, BB_BOLD);
    const char *plain = bb_colour(cli->colour_out, BB_PLAIN);
    printf("brickbat fuzzes the C parsers inside connected devices and explains what breaks.\n\n");
    for (const struct bb_verb *verb = bb_verbs; verb->name; verb++)
        printf("  %s%-*s%s %s\n", bold, VERB_WIDTH, verb->name, plain, verb->summary);
    printf("\n'%s help VERB' tells about one of them. A first session:\n\n"
           "  %s list\n  %s run TARGET --time 60s\n  %s findings\n\n"
           "Exit codes: 0 no findings, 1 findings, 2 wrong usage, 3 could not do the job, "
           "130 interrupted.\n",
           cli->program, cli->program, cli->program, cli->program);
}

static void print_option(const struct bb_cli *cli, const struct poptOption *option)
{
    char left[64];
    int n = 0;
    if (option->shortName)
        n = snprintf(left, sizeof left, "-%c, ", option->shortName);
    n += snprintf(left + n, sizeof left - (size_t)n, "--%s", option->longName);
    if (option->argDescrip)
        n += snprintf(left + n, sizeof left - (size_t)n, " %s", option->argDescrip);
    printf("  %s%-*s%s %s\n", bb_colour(cli->colour_out, BB_BOLD), OPTION_WIDTH, left,
           bb_colour(cli->colour_out, BB_PLAIN), option->descrip);
}

void bb_help_verb(const struct bb_cli *cli, const struct bb_verb *verb)
{
    static const struct poptOption root = BB_VALUE("root", 0, 0, "the project's folder", "DIR");
    printf("usage: %s %s%s%s\n\n%c%s.\n\n", cli->program, verb->name, verb->arguments[0] ? " " : "",
           verb->arguments, toupper((unsigned char)verb->summary[0]), verb->summary + 1);
    for (const struct poptOption *option = verb->options; option->longName; option++)
        print_option(cli, option);
    print_option(cli, &root);
    if (verb->details)
        printf("\n%s", verb->details);
}

static void print_verb_options(const struct bb_verb *verb)
{
    printf("    %s) words='--help --root", verb->name);
    for (const struct poptOption *option = verb->options; option->longName; option++)
        printf(" --%s", option->longName);
    printf("' ;;\n");
}

static bool takes_grammar(const struct bb_verb *verb)
{
    return strstr(verb->arguments, "GRAMMAR");
}

static void print_grammars(void)
{
    printf("  case $verb in");
    for (const struct bb_verb *verb = bb_verbs, *first = NULL; verb->name; verb++) {
        if (!takes_grammar(verb))
            continue;
        printf("%s%s", first ? "|" : " ", verb->name);
        first = verb;
    }
    printf(") case $word in -*) ;; *) words+='");
    for (const struct bb_grammar *const *grammar = bb_grammars; *grammar; grammar++)
        printf(" %s", bb_grammar_name(*grammar));
    printf("' ;; esac ;;\n  esac\n");
}

/* Options come from the table, and so do grammars; the names of targets from the program itself
 * when they are needed. */
void bb_help_completion(void)
{
    printf("_brickbat() {\n"
           "  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} words=''\n"
           "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "    COMPREPLY=($(compgen -W '");
    for (const struct bb_verb *verb = bb_verbs; verb->name; verb++)
        printf("%s ", verb->name);
    printf("--help --version --root' -- \"$word\")); return\n"
           "  fi\n"
           "  case $verb in\n");
    for (const struct bb_verb *verb = bb_verbs; verb->name; verb++)
        print_verb_options(verb);
    printf("  esac\n"
           "  case $word in -*) ;; *) words=$(\"${COMP_WORDS[0]}\" list --names 2>/dev/null) ;; "
           "esac\n");
    print_grammars();
    printf("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
           "}\n"
           "complete -o default -F _brickbat brickbat\n");
}
