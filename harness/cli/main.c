/*
 * brickbat: finds the verb, runs it, and turns its end into an exit code.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/args.h"
#include "cli/help.h"
#include "cli/output.h"

#define BRICKBAT_VERSION "0.1.0"

/* Counts Ctrl-C: a signal handler can reach nothing else. */
static volatile sig_atomic_t interrupts;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupts = interrupts + 1;
}

static void watch_for_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static bool use_colour(int fd)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (no_colour && no_colour[0])
        return false;
    return isatty(fd) && terminal && strcmp(terminal, "dumb") != 0;
}

static bool can_redraw(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* A name without '/' was found in PATH and works again; any other is shown from the root on. */
static bool begin(struct bb_cli *cli, const char *called_as)
{
    cli->stop = &interrupts;
    cli->colour_out = use_colour(STDOUT_FILENO);
    cli->colour_err = use_colour(STDERR_FILENO);
    cli->live = can_redraw();
    cli->program = called_as;
    ssize_t n = readlink("/proc/self/exe", cli->self, sizeof cli->self - 1);
    if (n <= 0 || !getcwd(cli->start_dir, sizeof cli->start_dir)) {
        bb_print_error(cli, "cannot find out where I am: %s", strerror(errno));
        return false;
    }
    cli->self[n] = '\0';
    return true;
}

static bool asks_for_help(int argc, const char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static int run_verb(struct bb_cli *cli, int argc, const char **argv)
{
    cli->verb = bb_verb_find(argv[0]);
    if (!cli->verb)
        return bb_report_unknown_verb(cli, argv[0]);
    if (asks_for_help(argc, argv)) {
        bb_help_verb(cli, cli->verb);
        return BB_EXIT_OK;
    }
    struct bb_args *args = bb_args_new(cli, argc, argv);
    if (!args) {
        bb_print_error(cli, "out of memory");
        return BB_EXIT_FAILED;
    }
    int code = cli->verb->run(cli, args);
    bb_args_free(args);
    return code;
}

/* Takes --root DIR in front of the verb, and what needs no verb. */
static int run(struct bb_cli *cli, int argc, const char **argv)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--version") == 0) {
            printf("brickbat " BRICKBAT_VERSION "\n");
            return BB_EXIT_OK;
        }
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            bb_help_all(cli);
            return BB_EXIT_OK;
        }
        if (bb_text_starts_with(argv[i], "--root="))
            cli->root_option = argv[i] + strlen("--root=");
        else if (strcmp(argv[i], "--root") == 0 && i + 1 < argc)
            cli->root_option = argv[++i];
        else
            break;
    }
    if (i < argc && argv[i][0] != '-')
        return run_verb(cli, argc - i, argv + i);
    if (i < argc)
        bb_print_error(cli, "no option '%s' in front of a command; '%s help' lists the commands",
                       argv[i], cli->program);
    else
        bb_print_error(cli, "no command given; '%s help' lists them", cli->program);
    return BB_EXIT_USAGE;
}

int main(int argc, const char **argv)
{
    struct bb_cli cli = {0};
    watch_for_interrupts();
    if (!begin(&cli, argc > 0 ? argv[0] : "brickbat"))
        return BB_EXIT_FAILED;
    int code = run(&cli, argc, argv);
    return bb_flush_results(&cli) ? code : BB_EXIT_FAILED;
}
