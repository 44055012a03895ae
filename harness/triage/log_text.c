#include "triage/log_text.h"

#include "triage/scan.h"

enum { ESCAPE = 0x1b, BELL = 0x07, MOST_PREFIXES = 4 };

/* --- escape sequences ----------------------------------------------------------------------- */

bool bb_log_text_has_escapes(struct bb_bytes log)
{
    return log.len && memchr(log.ptr, ESCAPE, log.len);
}

/* How many bytes the sequence at the beginning has; not beyond the end of its line. */
static size_t escape_length(struct bb_bytes text)
{
    bool is_csi = text.len > 1 && text.ptr[1] == '[';
    bool is_osc = text.len > 1 && text.ptr[1] == ']';
    size_t n = text.len > 1 && text.ptr[1] != '\n' ? 2 : 1;
    for (; (is_csi || is_osc) && n < text.len && text.ptr[n] != '\n'; n++) {
        if (is_csi && text.ptr[n] >= '@' && text.ptr[n] <= '~')
            return n + 1;
        if (is_osc && (text.ptr[n] == BELL || text.ptr[n] == '\\'))
            return n + 1;
    }
    return n;
}

bool bb_log_text_plain(struct bb_bytes log, struct bb_buf *out)
{
    while (log.len) {
        const uint8_t *escape = memchr(log.ptr, ESCAPE, log.len);
        size_t plain = escape ? (size_t)(escape - log.ptr) : log.len;
        bb_buf_append(out, bb_scan_to(log, plain));
        log = bb_scan_from(log, plain);
        log = bb_scan_from(log, log.len ? escape_length(log) : 0);
    }
    return !out->failed;
}

/* --- what stands before a line -------------------------------------------------------------- */

/* Each of these takes one such prefix and says whether it was there. */
typedef bool take(struct bb_bytes *line);

/* '0' stands for a digit, ' ' for any number of spaces, all else for itself. */
static bool take_shape(struct bb_bytes *line, const char *shape)
{
    struct bb_bytes rest = *line;
    for (; *shape; shape++) {
        if (*shape == ' ' ? !bb_scan_take_space(&rest)
                          : !rest.len || (*shape == '0' ? !bb_scan_is_digit(rest.ptr[0])
                                                        : rest.ptr[0] != (uint8_t)*shape))
            return false;
        if (*shape != ' ')
            rest = bb_scan_from(rest, 1);
    }
    *line = rest;
    return true;
}

static void take_while(struct bb_bytes *line, bool (*is)(uint8_t))
{
    while (line->len && is(line->ptr[0]))
        *line = bb_scan_from(*line, 1);
}

static bool is_fraction_or_zone(uint8_t c)
{
    return bb_scan_is_digit(c) || strchr(".,:+-Z", c);
}

static bool is_name(uint8_t c)
{
    return bb_scan_is_word(c) || strchr(".-/@", c);
}

/* One space, and what container runtimes put behind it. */
static bool end_of_time(struct bb_bytes rest, struct bb_bytes *line)
{
    if (!bb_scan_take(&rest, " ") && rest.len)
        return false;
    static const char *const streams[] = {"stderr F ", "stderr P ", "stdout F ", "stdout P "};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
        if (bb_scan_take(&rest, streams[i]))
            break;
    *line = rest;
    return true;
}

/* "2024-05-01T12:00:00.12Z ", "12:00:00 ", both in brackets, too */
static bool take_time(struct bb_bytes *line)
{
    struct bb_bytes rest = *line;
    bool in_brackets = bb_scan_take(&rest, "[");
    if (!take_shape(&rest, "0000-00-00T00:00:00") && !take_shape(&rest, "0000-00-00 00:00:00") &&
        !take_shape(&rest, "00:00:00"))
        return false;
    take_while(&rest, is_fraction_or_zone);
    return (!in_brackets || bb_scan_take(&rest, "]")) && end_of_time(rest, line);
}

/* "May  1 12:00:00 host prog[123]: " */
static bool take_syslog(struct bb_bytes *line)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct bb_bytes rest = bb_scan_from(*line, 3);
    char month[4] = "";
    if (line->len < 3)
        return false;
    memcpy(month, line->ptr, 3);
    const char *at = strstr(months, month);
    if (!at || (at - months) % 3 != 0 ||
        (!take_shape(&rest, " 0 00:00:00 ") && !take_shape(&rest, " 00 00:00:00 ")))
        return false;
    take_while(&rest, is_name);
    if (!take_shape(&rest, " "))
        return false;
    take_while(&rest, is_name);
    if (bb_scan_take(&rest, "["))
        rest = bb_scan_from(rest, bb_scan_find(rest, "]") == BB_SCAN_NONE
                                      ? rest.len
                                      : bb_scan_find(rest, "]") + 1);
    if (!bb_scan_take(&rest, ":"))
        return false;
    bb_scan_take(&rest, " ");
    *line = rest;
    return true;
}

/* "parser-1  | " */
static bool take_compose(struct bb_bytes *line)
{
    struct bb_bytes rest = *line;
    take_while(&rest, is_name);
    if (rest.len == line->len || !bb_scan_take_space(&rest) || !bb_scan_take(&rest, "|"))
        return false;
    bb_scan_take(&rest, " ");
    *line = rest;
    return true;
}

static bool take_level(struct bb_bytes *line)
{
    if (!line->len || !strchr("VDIWEF", line->ptr[0]))
        return false;
    *line = bb_scan_from(*line, 1);
    return true;
}

/* "05-01 12:00:00.123  1234  1234 E tag: " and "E/tag( 1234): " */
static bool take_logcat(struct bb_bytes *line)
{
    struct bb_bytes rest = *line;
    uint64_t number;
    bool brief = false;
    if (take_shape(&rest, "00-00 00:00:00.000 ")) {
        if (!bb_scan_take_number(&rest, &number) || !bb_scan_take_space(&rest) ||
            !bb_scan_take_number(&rest, &number) || !bb_scan_take_space(&rest) ||
            !take_level(&rest) || !bb_scan_take_space(&rest))
            return false;
    } else if (!(brief = take_level(&rest) && bb_scan_take(&rest, "/"))) {
        return false;
    }
    take_while(&rest, is_name);
    bb_scan_take_space(&rest);
    if (brief) {
        if (!bb_scan_take(&rest, "("))
            return false;
        bb_scan_take_space(&rest);
        if (!bb_scan_take_number(&rest, &number) || !bb_scan_take(&rest, ")"))
            return false;
    }
    if (!bb_scan_take(&rest, ":"))
        return false;
    bb_scan_take(&rest, " ");
    *line = rest;
    return true;
}

/* "[  123.456789] " and "[pid  1234] " */
static bool take_bracketed_number(struct bb_bytes *line)
{
    struct bb_bytes rest = *line;
    uint64_t number;
    if (!bb_scan_take(&rest, "["))
        return false;
    bool is_pid = bb_scan_take(&rest, "pid ");
    bb_scan_take_space(&rest);
    if (!bb_scan_take_number(&rest, &number) ||
        (!is_pid && (!bb_scan_take(&rest, ".") || !bb_scan_take_number(&rest, &number))) ||
        !bb_scan_take(&rest, "]"))
        return false;
    bb_scan_take(&rest, " ");
    *line = rest;
    return true;
}

struct bb_bytes bb_log_text_unprefixed(struct bb_bytes line)
{
    static take *const takes[] = {take_time, take_syslog, take_compose, take_logcat,
                                  take_bracketed_number};
    for (size_t n = 0; n < MOST_PREFIXES; n++) {
        struct bb_bytes before = line;
        for (size_t i = 0; i < sizeof takes / sizeof *takes && line.len == before.len; i++)
            takes[i](&line);
        if (line.len == before.len)
            break;
    }
    return line;
}
