#include "cli/output.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

const char *bb_colour(bool on, enum bb_colour colour)
{
    static const char *const sequences[] = {
        [BB_PLAIN] = "\033[0m", [BB_BOLD] = "\033[1m",   [BB_DIM] = "\033[2m",
        [BB_RED] = "\033[31m",  [BB_GREEN] = "\033[32m", [BB_YELLOW] = "\033[33m",
    };
    return on ? sequences[colour] : "";
}

static void print_prefix(const struct bb_cli *cli, enum bb_colour colour)
{
    fflush(stdout);
    fputs(bb_colour(cli->colour_err, colour), stderr);
    if (cli->verb)
        fprintf(stderr, "brickbat %s:", cli->verb->name);
    else
        fputs("brickbat:", stderr);
    fprintf(stderr, "%s ", bb_colour(cli->colour_err, BB_PLAIN));
}

void bb_print_error(const struct bb_cli *cli, const char *format, ...)
{
    print_prefix(cli, BB_RED);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

void bb_print_note(const struct bb_cli *cli, const char *format, ...)
{
    print_prefix(cli, BB_DIM);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

int bb_print_failure(const struct bb_cli *cli, enum bb_status status, const struct bb_err *err)
{
    if (status == BB_INTERRUPTED)
        return BB_EXIT_INTERRUPTED;
    bb_print_error(cli, "%s", err->what[0] ? err->what : bb_status_text(status));
    return status == BB_USAGE ? BB_EXIT_USAGE : BB_EXIT_FAILED;
}

bool bb_flush_results(const struct bb_cli *cli)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    bb_print_error(cli, "cannot write the results: %s", strerror(errno));
    return false;
}
