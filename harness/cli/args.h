/*
 * The words behind a verb: options by its table (popt), then what is left, then what belongs to the
 * engine. Every wrong word is reported here, in one line, with the nearest right one.
 */
#ifndef BB_CLI_ARGS_H
#define BB_CLI_ARGS_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

struct bb_args;

/* Takes argv from the verb on; words after "--" are kept aside. NULL without memory.
 * End with bb_args_free. */
struct bb_args *bb_args_new(struct bb_cli *cli, int argc, const char **argv);
void bb_args_free(struct bb_args *args);

/* The next option's `val` from the verb's table; 0 when there are no more; -1 after a wrong one has
 * been reported. Options that all verbs have (--root) are dealt with inside. */
int bb_args_next(struct bb_args *args);

/* The value of the option that bb_args_next has just returned. Lives as long as args. */
const char *bb_args_value(const struct bb_args *args);

/* The same as a number or duration; false after a wrong one has been reported. */
bool bb_args_number(const struct bb_args *args, uint64_t min, uint64_t max, uint64_t *ret_number);
bool bb_args_seconds(const struct bb_args *args, int64_t *ret_seconds);

/* What is left after the last option: NULL-terminated, borrowed. Call once bb_args_next has
 * returned 0. */
const char *const *bb_args_rest(struct bb_args *args, size_t *ret_n);

/* True if there are from min to max words left; else false after it has been reported. */
bool bb_args_expect(struct bb_args *args, size_t min, size_t max);

/* The words after "--": NULL-terminated, borrowed. */
const char *const *bb_args_engine_flags(const struct bb_args *args, size_t *ret_n);

#endif
