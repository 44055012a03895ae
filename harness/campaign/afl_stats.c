#include "campaign/stats.h"

#include <stdlib.h>

static struct bb_bytes trimmed(struct bb_bytes text)
{
    while (text.len && text.ptr[0] == ' ') {
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

/* Keys that we do not know are passed over. */
static void take_pair(struct bb_bytes key, struct bb_bytes value, struct bb_engine_stats *stats)
{
    struct {
        const char *name;
        uint64_t *number;
    } known[] = {
        {"execs_done", &stats->execs},          {"edges_found", &stats->cov},
        {"corpus_count", &stats->corp},         {"peak_rss_mb", &stats->rss_mb},
        {"execs_per_sec", &stats->execs_per_s},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (bb_bytes_equal(key, bb_bytes_str(known[i].name)))
            *known[i].number = whole_part(value);
    }
}

/* Lines of "<prefix>key:value"; false without execs_done. */
static bool parse_pairs(struct bb_bytes text, const char *prefix, struct bb_engine_stats *stats)
{
    struct bb_engine_stats read = *stats;
    bool has_execs = false;
    struct bb_bytes line, dropped, key;
    while (bb_bytes_take_line(&text, &line)) {
        if (!bb_bytes_has_prefix(line, prefix))
            continue;
        bb_bytes_take(&line, strlen(prefix), &dropped);
        if (!take_until(&line, ':', &key))
            continue;
        take_pair(key, trimmed(line), &read);
        has_execs |= bb_bytes_equal(key, bb_bytes_str("execs_done"));
    }
    if (has_execs)
        *stats = read;
    return has_execs;
}

bool bb_afl_parse_stats(struct bb_bytes text, struct bb_engine_stats *stats)
{
    return parse_pairs(text, "", stats);
}

bool bb_afl_parse_statsd(struct bb_bytes text, struct bb_engine_stats *stats)
{
    return parse_pairs(text, "fuzzing.", stats);
}
