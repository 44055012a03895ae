#include "campaign/stats.h"

#include <stdlib.h>

enum { MAX_COLUMNS = 32 };

static struct bb_bytes trimmed(struct bb_bytes text)
{
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '#')) {
        text.ptr++;
        text.len--;
    }
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* Text up to the separator, which is taken, too. False at the end. */
static bool take_until(struct bb_bytes *text, char separator, struct bb_bytes *ret_part)
{
    if (text->len == 0)
        return false;
    const uint8_t *end = memchr(text->ptr, separator, text->len);
    size_t n = end ? (size_t)(end - text->ptr) : text->len;
    *ret_part = trimmed(bb_bytes_of(text->ptr, n));
    size_t taken = end ? n + 1 : n;
    text->ptr += taken;
    text->len -= taken;
    return true;
}

/* The whole part of a decimal number such as "2704.40"; what is none reads as 0. */
static uint64_t whole_part(struct bb_bytes text)
{
    char digits[24] = "";
    size_t n = text.len < sizeof digits - 1 ? text.len : sizeof digits - 1;
    if (n)
        memcpy(digits, text.ptr, n);
    return strtoull(digits, NULL, 10);
}

/* True if the key was one of those that we know. Both files use the same words, nearly. */
static bool take_pair(struct bb_bytes key, struct bb_bytes value, struct bb_engine_stats *stats)
{
    struct {
        const char *name;
        uint64_t *number;
    } known[] = {
        {"execs_done", &stats->execs},   {"total_execs", &stats->execs},
        {"edges_found", &stats->cov},    {"corpus_count", &stats->corp},
        {"peak_rss_mb", &stats->rss_mb}, {"execs_per_sec", &stats->execs_per_s},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!bb_bytes_equal(key, bb_bytes_str(known[i].name)))
            continue;
        *known[i].number = whole_part(value);
        return true;
    }
    return false;
}

bool bb_afl_parse_stats(struct bb_bytes text, struct bb_engine_stats *stats)
{
    struct bb_engine_stats read = *stats;
    bool has_execs = false;
    struct bb_bytes line;
    while (bb_bytes_take_line(&text, &line)) {
        struct bb_bytes key;
        if (!take_until(&line, ':', &key))
            continue;
        take_pair(key, trimmed(line), &read);
        has_execs |= bb_bytes_equal(key, bb_bytes_str("execs_done"));
    }
    if (has_execs)
        *stats = read;
    return has_execs;
}

static size_t split_columns(struct bb_bytes line, struct bb_bytes columns[MAX_COLUMNS])
{
    size_t n = 0;
    while (n < MAX_COLUMNS && take_until(&line, ',', &columns[n]))
        n++;
    return n;
}

/* The last line that has its '\n'. False if it is the heading or there is none. */
static bool last_complete_line(struct bb_bytes text, struct bb_bytes *ret_line)
{
    while (text.len && text.ptr[text.len - 1] != '\n')
        text.len--;
    struct bb_bytes line = {NULL, 0};
    while (bb_bytes_take_line(&text, &line))
        ;
    *ret_line = line;
    return line.len && line.ptr[0] != '#';
}

bool bb_afl_parse_plot(struct bb_bytes text, struct bb_engine_stats *stats)
{
    struct bb_bytes names[MAX_COLUMNS], values[MAX_COLUMNS], heading, line;
    if (!bb_bytes_has_prefix(text, "#") || !last_complete_line(text, &line))
        return false;
    bb_bytes_take_line(&text, &heading);
    size_t n = split_columns(heading, names);
    if (split_columns(line, values) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        take_pair(names[i], values[i], stats);
    return true;
}
