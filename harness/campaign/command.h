/*
 * A command line and its environment, put together word by word.
 */
#ifndef BB_CAMPAIGN_COMMAND_H
#define BB_CAMPAIGN_COMMAND_H

#include <stdbool.h>

#include "base/arena.h"

enum { BB_COMMAND_MAX_WORDS = 256, BB_COMMAND_MAX_VARIABLES = 32 };

/* Start with BB_COMMAND_INIT. A word that finds no room marks the command as failed. */
struct bb_command {
    const char *argv[BB_COMMAND_MAX_WORDS + 1]; /* NULL at the end */
    size_t n;
    const char *env[BB_COMMAND_MAX_VARIABLES + 1]; /* as in bb_subprocess_spec */
    size_t n_env;
    bool failed;
    struct bb_arena arena; /* owns the words */
};

#define BB_COMMAND_INIT ((struct bb_command){.arena = BB_ARENA_INIT(1024 * 1024)})

void bb_command_free(struct bb_command *command);

void bb_command_add(struct bb_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "NAME=value", or "NAME" to remove it. */
void bb_command_set(struct bb_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
