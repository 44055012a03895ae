#include "campaign/command.h"

#include <stdarg.h>
#include <stdio.h>

void bb_command_free(struct bb_command *command)
{
    bb_arena_free(&command->arena);
}

static const char *format_word(struct bb_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *word = n < 0 ? NULL : bb_arena_alloc(arena, (size_t)n + 1);
    if (word)
        vsnprintf(word, (size_t)n + 1, format, args);
    return word;
}

/* One more at the end of a list that ends with NULL. */
static bool append(const char **list, size_t *n, size_t max, const char *word)
{
    if (!word || *n == max)
        return false;
    list[(*n)++] = word;
    return true;
}

void bb_command_add(struct bb_command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *word = format_word(&command->arena, format, args);
    va_end(args);
    if (!append(command->argv, &command->n, BB_COMMAND_MAX_WORDS, word))
        command->failed = true;
}

void bb_command_set(struct bb_command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *word = format_word(&command->arena, format, args);
    va_end(args);
    if (!append(command->env, &command->n_env, BB_COMMAND_MAX_VARIABLES, word))
        command->failed = true;
}
