/* Inputs for session.c. */
#include <stdio.h>
#include <string.h>

#include "tests/planted/generate.h"

enum { WRAPPINGS = 3, TEXT_SIZE = 128 };

static const char *word(struct bb_rng *rng, unsigned least, unsigned most,
                        char ret_word[static TEXT_SIZE])
{
    unsigned n = planted_between(rng, least, most);
    for (unsigned i = 0; i < n; i++)
        ret_word[i] = (char)planted_between(rng, 'a', 'z');
    ret_word[n] = '\0';
    return ret_word;
}

/* A command as a line, among others, or by an alias: its way chooses which. */
static void command(struct bb_rng *rng, unsigned way, const char *text, struct bb_buf *out)
{
    char more[TEXT_SIZE];
    switch (way % WRAPPINGS) {
    case 0: bb_buf_printf(out, "%s\n", text); break;
    case 1:
        bb_buf_printf(out, "all log %s;%s", word(rng, 0, 9, more), text);
        bb_buf_printf(out, bb_rng_one_in(rng, 2) ? ";log %s\n" : "\n", word(rng, 0, 9, more));
        break;
    default: bb_buf_printf(out, "@%s\n", text);
    }
}

static void command_with(struct bb_rng *rng, unsigned way, const char *verb, const char *text,
                         struct bb_buf *out)
{
    char line[2 * TEXT_SIZE];
    snprintf(line, sizeof line, "%s %s", verb, text);
    command(rng, way, line, out);
}

static void log_in(struct bb_rng *rng, struct bb_buf *out)
{
    char name[TEXT_SIZE];
    command_with(rng, planted_between(rng, 0, 2), "login", word(rng, 1, 15, name), out);
}

/* Some commands that are right. */
static void start(struct bb_rng *rng, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    for (unsigned n = planted_between(rng, 0, 4); n > 0; n--) {
        word(rng, 1, 8, text);
        switch (planted_between(rng, 0, 3)) {
        case 0: command_with(rng, n, "log", text, out); break;
        case 1: command_with(rng, n, "hex", text, out); break;
        case 2: command_with(rng, n, "banner", text, out); break;
        default:
            log_in(rng, out);
            command(rng, n, "get", out);
            command(rng, n, "who", out);
        }
    }
}

static void end(struct bb_rng *rng, struct bb_buf *out)
{
    if (bb_rng_one_in(rng, 2))
        planted_noise(rng, 0, 40, out);
}

static void use_after_free(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, out);
    log_in(rng, out);
    command(rng, planted_between(rng, 0, 2), "logout", out);
    command(rng, way, way < WRAPPINGS ? "who" : "last", out);
    end(rng, out);
}

/* Twice reset; a banner behind a reset; the end behind a reset. */
static void double_free(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    start(rng, out);
    command_with(rng, planted_between(rng, 0, 2), "banner", word(rng, 0, 30, text), out);
    command(rng, planted_between(rng, 0, 2), "reset", out);
    if (way < WRAPPINGS)
        command(rng, way, "reset", out);
    else if (way < 2 * WRAPPINGS)
        command_with(rng, way, "banner", word(rng, 0, 30, text), out);
}

static void double_free_motd(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    start(rng, out);
    command_with(rng, planted_between(rng, 0, 2), "motd", word(rng, 0, 30, text), out);
    command(rng, planted_between(rng, 0, 2), "quiet", out);
    command(rng, way, "quiet", out);
    end(rng, out);
}

static void null(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, out);
    command(rng, planted_between(rng, 0, 2), "logout", out);
    command(rng, way, "get", out);
    end(rng, out);
}

static void format(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    char more[TEXT_SIZE];
    word(rng, 0, 20, text);
    strcat(text, "%s");
    strcat(text, word(rng, 0, 20, more));
    start(rng, out);
    command_with(rng, way, "log", text, out);
    end(rng, out);
}

static void intra_object(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    word(rng, 33, 100, text);
    text[planted_between(rng, 1, 31)] = '@';
    start(rng, out);
    log_in(rng, out);
    command_with(rng, way, "mail", text, out);
    end(rng, out);
}

static void stack_read(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    char text[TEXT_SIZE];
    start(rng, out);
    command_with(rng, way, "hex", word(rng, 9, 100, text), out);
    end(rng, out);
}

const struct planted_bug planted_session_bugs[] = {
    {"session-use-after-free", 2 * WRAPPINGS, use_after_free},
    {"session-double-free", 2 * WRAPPINGS + 1, double_free},
    {"session-double-free-motd", WRAPPINGS, double_free_motd},
    {"session-null", WRAPPINGS, null},
    {"session-format", WRAPPINGS, format},
    {"session-intra-object-write", WRAPPINGS, intra_object},
    {"session-stack-read", WRAPPINGS, stack_read},
    {0},
};
