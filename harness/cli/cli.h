/*
 * What the commands of the program share: exit codes, the table of verbs, the user's place and
 * terminal. The only folder that prints and exits.
 */
#ifndef BB_CLI_CLI_H
#define BB_CLI_CLI_H

#include <limits.h>
#include <popt.h>
#include <signal.h>
#include <stdbool.h>

#include "base/status.h"

/* Never 77: test runners read that as "skipped". */
enum bb_exit_code {
    BB_EXIT_OK = 0,
    BB_EXIT_FINDING = 1, /* at least one finding, or a replay that crashed */
    BB_EXIT_USAGE = 2,
    BB_EXIT_FAILED = 3, /* the job could not be done */
    BB_EXIT_INTERRUPTED = 130,
};

struct bb_cli {
    const char *program;               /* as the user called it; printed commands begin with it */
    char self[PATH_MAX];               /* this program's file */
    char start_dir[PATH_MAX];          /* where the user is */
    char root[PATH_MAX];               /* the project; "" until bb_cli_enter_root */
    const char *root_option;           /* --root, or NULL */
    const struct bb_verb *verb;        /* the one that runs; NULL before */
    const volatile sig_atomic_t *stop; /* how often Ctrl-C was pressed */
    bool colour_out;
    bool colour_err;
    bool live; /* stderr is a terminal that can redraw lines */
};

struct bb_args;

struct bb_verb {
    const char *name;
    const char *arguments; /* "TARGET FILE|DIR..." */
    const char *summary;   /* one line, begins with a verb, no full stop */
    const char *details;   /* what the options do not say; NULL if nothing */
    const struct poptOption *options;
    int (*run)(struct bb_cli *cli, struct bb_args *args); /* returns the exit code */
};

/* All verbs in the order of the help; ends with a zero name. */
extern const struct bb_verb bb_verbs[];

/* NULL if there is none of that name. */
const struct bb_verb *bb_verb_find(const char *name);

/* The name that was most likely meant, or NULL. */
const char *bb_verb_nearest(const char *name);

/* Rows of a table of options: one that stands alone, and one that takes a value. `letter` is 0 if
 * there is no short form, `key` what bb_args_next returns. */
#define BB_FLAG(name, letter, key, words)                           \
    {                                                               \
        (name), (letter), POPT_ARG_NONE, NULL, (key), (words), NULL \
    }
#define BB_VALUE(name, letter, key, words, value)                        \
    {                                                                    \
        (name), (letter), POPT_ARG_STRING, NULL, (key), (words), (value) \
    }

/* Every verb's function, in cmd_<verb>.c with its table of options. */
#define BB_DECLARE_VERB(name)                             \
    extern const struct poptOption bb_##name##_options[]; \
    int bb_cmd_##name(struct bb_cli *cli, struct bb_args *args)
BB_DECLARE_VERB(list);
BB_DECLARE_VERB(build);
BB_DECLARE_VERB(run);
BB_DECLARE_VERB(replay);
BB_DECLARE_VERB(show);
BB_DECLARE_VERB(seeds);
BB_DECLARE_VERB(generate);
BB_DECLARE_VERB(triage);
BB_DECLARE_VERB(log);
BB_DECLARE_VERB(findings);
BB_DECLARE_VERB(finding);
BB_DECLARE_VERB(promote);
BB_DECLARE_VERB(tmin);
BB_DECLARE_VERB(doctor);
BB_DECLARE_VERB(help);
BB_DECLARE_VERB(completion);

#endif
