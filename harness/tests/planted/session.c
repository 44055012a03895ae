/*
 * A parser with planted bugs: the command line of a device. Lines end with '\n'.
 *
 *     login NAME      a name of up to 15 letters
 *     logout
 *     mail TEXT       a user's address, up to 31 letters
 *     get             the user's own name
 *     who  last       who was here last
 *     banner TEXT     a text to greet with
 *     reset           no text
 *     motd TEXT       a text for all
 *     quiet           no such text
 *     log TEXT        into the log
 *     hex TEXT        the first bytes in hexadecimal
 *     all A;B;C       several of these
 *     @A              one of these, as an alias is
 */
#include <brickbat/target.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

const struct bb_target bb_target = {
    .name = "planted_session",
    .protocol = "planted",
    .grammar_name = "",
    .parser = "session",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 1024,
};

enum { LINE_SIZE = 256, NAME_SIZE = 16, MAIL_SIZE = 32, HEX_BYTES = 8 };

struct user {
    char name[NAME_SIZE];
    char mail[MAIL_SIZE];
    bool is_admin;
    unsigned commands;
};

struct session {
    struct user *user; /* NULL: nobody */
    struct user *last; /* who was here before; NULL: nobody */
    bool is_last_gone; /* for the canary: that user is freed */
    char *banner;
    bool is_banner_gone; /* the same */
    char *motd;
    bool is_quiet;
    char log[LINE_SIZE];
    size_t shown;
};

static bool run_command(struct session *session, const char *line);

/* Bug: `last` is not forgotten. */
static void drop_user(struct session *session)
{
    session->is_last_gone |= session->user && session->user == session->last;
    free(session->user);
    session->user = NULL;
}

static void log_in(struct session *session, const char *name)
{
    drop_user(session);
    session->user = calloc(1, sizeof *session->user);
    if (!session->user)
        return;
    snprintf(session->user->name, sizeof session->user->name, "%s", name);
    session->last = session->user;
    session->is_last_gone = false;
}

/* Bug: the letters of a mail are not counted. */
static void set_mail(struct user *user, const char *text)
{
    PLANTED("session-intra-object-write", strlen(text) >= sizeof user->mail);
    for (size_t i = 0; *text; text++, i++)
        user->mail[i] = *text;
}

static void on_mail(struct session *session, const char *text)
{
    if (session->user && strchr(text, '@'))
        set_mail(session->user, text);
}

/* Bug: there need not be a user. */
static bool is_admin(const struct session *session)
{
    PLANTED("session-null", !session->user);
    return session->user->is_admin;
}

static void on_get(struct session *session)
{
    if (is_admin(session))
        session->shown += 100;
    session->shown += strlen(session->user->name);
}

/* Where drop_user's bug shows. */
static size_t show_user(const struct session *session, const struct user *user)
{
    PLANTED("session-use-after-free", session->is_last_gone);
    return user->name[0] ? user->commands + 1 : 0;
}

static void on_who(struct session *session)
{
    if (session->last)
        session->shown += show_user(session, session->last);
}

static void on_last(struct session *session)
{
    if (session->last && show_user(session, session->last) > 1)
        session->shown++;
}

/* Bug: the pointer stays. */
static void drop_banner(struct session *session)
{
    PLANTED("session-double-free", session->banner && session->is_banner_gone);
    free(session->banner);
    session->is_banner_gone = true;
}

static void on_banner(struct session *session, const char *text)
{
    drop_banner(session);
    session->banner = strdup(text);
    session->is_banner_gone = false;
}

static void on_motd(struct session *session, const char *text)
{
    if (!session->is_quiet)
        free(session->motd);
    session->motd = strdup(text);
    session->is_quiet = false;
}

/* Bug: it may be quiet already. */
static void on_quiet(struct session *session)
{
    PLANTED("session-double-free-motd", session->motd && session->is_quiet);
    free(session->motd);
    session->is_quiet = true;
}

static void write_log(struct session *session, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(session->log, sizeof session->log, format, values);
    va_end(values);
}

/* Bug: the text is a format. */
static void on_log(struct session *session, const char *text)
{
    PLANTED("session-format", strstr(text, "%s"));
    write_log(session, text, (size_t)strlen(text));
}

/* Bug: a short text ends before the bytes do. */
static unsigned add_bytes(const char *text, size_t n)
{
    unsigned sum = 0;
    for (; n > 0; n--)
        sum += (uint8_t)*text++;
    return sum;
}

static void on_hex(struct session *session, const char *text)
{
    char bytes[HEX_BYTES];
    size_t n = strlen(text);
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, text, n < sizeof bytes ? n : sizeof bytes);
    PLANTED("session-stack-read", n > sizeof bytes);
    session->shown += add_bytes(bytes, n);
}

/* Several commands, with ';' between them. */
static void run_all(struct session *session, const char *text)
{
    char line[LINE_SIZE];
    while (*text) {
        size_t n = strcspn(text, ";");
        snprintf(line, sizeof line, "%.*s", (int)n, text);
        if (!run_command(session, line))
            return;
        text += n + (text[n] == ';');
    }
}

static void run_alias(struct session *session, const char *text)
{
    char line[LINE_SIZE];
    snprintf(line, sizeof line, "%s", text);
    run_command(session, line);
}

/* What follows the word, or NULL if the line begins with another. */
static const char *behind(const char *line, const char *word)
{
    size_t n = strlen(word);
    return strncmp(line, word, n) == 0 ? line + n : NULL;
}

static bool run_command(struct session *session, const char *line)
{
    const char *text;
    if ((text = behind(line, "login ")))
        log_in(session, text);
    else if (behind(line, "logout"))
        drop_user(session);
    else if ((text = behind(line, "mail ")))
        on_mail(session, text);
    else if (behind(line, "get"))
        on_get(session);
    else if (behind(line, "who"))
        on_who(session);
    else if (behind(line, "last"))
        on_last(session);
    else if ((text = behind(line, "banner ")))
        on_banner(session, text);
    else if (behind(line, "reset"))
        drop_banner(session);
    else if ((text = behind(line, "motd ")))
        on_motd(session, text);
    else if (behind(line, "quiet"))
        on_quiet(session);
    else if ((text = behind(line, "log ")))
        on_log(session, text);
    else if ((text = behind(line, "hex ")))
        on_hex(session, text);
    else if ((text = behind(line, "all ")))
        run_all(session, text);
    else if ((text = behind(line, "@")))
        run_alias(session, text);
    else
        return false;
    return true;
}

static void end_session(struct session *session)
{
    drop_banner(session);
    free(session->user);
    if (!session->is_quiet)
        free(session->motd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session session = {0};
    char line[LINE_SIZE];
    while (size > 0) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t n = end ? (size_t)(end - data) : size;
        snprintf(line, sizeof line, "%.*s", (int)n, (const char *)data);
        if (!run_command(&session, line))
            break;
        n += end != NULL;
        data += n;
        size -= n;
    }
    end_session(&session);
    return 0;
}
