/*
 * Words for people. Results go to stdout by plain printf; everything here goes to stderr.
 */
#ifndef BB_CLI_OUTPUT_H
#define BB_CLI_OUTPUT_H

#include <stdio.h>

#include "cli/cli.h"

enum bb_colour { BB_PLAIN, BB_BOLD, BB_DIM, BB_RED, BB_GREEN, BB_YELLOW };

/* The escape sequence, or "" if `on` is false. */
const char *bb_colour(bool on, enum bb_colour colour);

/* "brickbat run: WORDS" on a line of its own. Say the thing, the reason and the way out. */
void bb_print_error(const struct bb_cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for what does not stop the job. */
void bb_print_note(const struct bb_cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints the error and returns the exit code that its status stands for. */
int bb_print_failure(const struct bb_cli *cli, enum bb_status status, const struct bb_err *err);

/* True if results reached stdout; prints why not (a full disk). Call once, before the end. */
bool bb_flush_results(const struct bb_cli *cli);

#endif
