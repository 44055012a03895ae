#include "campaign/stats.h"

/* Takes the decimal number at the front. False, and nothing taken, if there is none or it is more
 * than 64 bits. */
static bool take_number(struct bb_bytes *text, uint64_t *ret_number)
{
    uint64_t number = 0;
    size_t n = 0;
    for (; n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9'; n++) {
        uint64_t digit = text->ptr[n] - '0';
        if (number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    struct bb_bytes digits;
    if (n == 0 || !bb_bytes_take(text, n, &digits))
        return false;
    *ret_number = number;
    return true;
}

static bool find(struct bb_bytes text, const char *words, struct bb_bytes *ret_behind)
{
    size_t n = strlen(words);
    const uint8_t *at = text.len ? memmem(text.ptr, text.len, words, n) : NULL;
    if (!at)
        return false;
    size_t offset = (size_t)(at - text.ptr) + n;
    *ret_behind = bb_bytes_of(text.ptr + offset, text.len - offset);
    return true;
}

/* "... key 123 ..." into ret_number; untouched if it is not there. */
static void read_value(struct bb_bytes line, const char *key, uint64_t *ret_number)
{
    struct bb_bytes behind;
    if (!find(line, key, &behind))
        return;
    while (behind.len && behind.ptr[0] == ' ') {
        behind.ptr++;
        behind.len--;
    }
    take_number(&behind, ret_number);
}

/* "#1024	pulse  cov: 6 ft: 7 corp: 5/8b lim: 11 exec/s: 512 rss: 31Mb L: ..." */
static bool parse_progress(struct bb_bytes line, struct bb_engine_stats *stats)
{
    uint64_t execs;
    struct bb_bytes rest = bb_bytes_of(line.ptr + 1, line.len - 1);
    if (!take_number(&rest, &execs) || rest.len == 0 || rest.ptr[0] != '\t')
        return false;
    stats->execs = execs;
    read_value(rest, " cov: ", &stats->cov);
    read_value(rest, " ft: ", &stats->ft);
    read_value(rest, " corp: ", &stats->corp);
    read_value(rest, " exec/s: ", &stats->execs_per_s);
    read_value(rest, " rss: ", &stats->rss_mb);
    return true;
}

static bool is_complaint(struct bb_bytes line)
{
    static const char *const complaints[] = {
        "WARNING: unrecognized flag",       "ParseDictionaryFile: error",
        "no interesting inputs were found", "No such file or directory",
        "ERROR: The required directory",
    };
    struct bb_bytes behind;
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++) {
        if (find(line, complaints[i], &behind))
            return true;
    }
    return false;
}

enum bb_libfuzzer_line bb_libfuzzer_parse_line(struct bb_bytes line, struct bb_engine_stats *stats)
{
    struct bb_bytes behind;
    if (bb_bytes_has_prefix(line, "#") && parse_progress(line, stats))
        return find(line, "\tINITED", &behind) ? BB_LIBFUZZER_LOADED : BB_LIBFUZZER_STATUS;
    if (bb_bytes_has_prefix(line, "stat::")) {
        read_value(line, "number_of_executed_units:", &stats->execs);
        read_value(line, "average_exec_per_sec:", &stats->execs_per_s);
        read_value(line, "peak_rss_mb:", &stats->rss_mb);
        return BB_LIBFUZZER_STATUS;
    }
    if (bb_bytes_has_prefix(line, "Done ") && find(line, " runs in ", &behind))
        return BB_LIBFUZZER_DONE;
    if (find(line, "Test unit written to ", &behind))
        return BB_LIBFUZZER_ARTIFACT;
    return is_complaint(line) ? BB_LIBFUZZER_COMPLAINT : BB_LIBFUZZER_OTHER;
}
