/*
 * The CHECK macros of glog, Abseil and Chromium, and fatal log lines:
 *
 *     F0403 23:21:04.101037 3057259 parser.cc:326] Check failed: n < size (9 vs. 4)
 *     [1222/164952:FATAL:ftp_util.cc(198)] Check failed: n < size (9 vs. 4)
 */
#include "triage/rules.h"
#include "triage/scan.h"

/* Off the end of an expression: "(9 vs. 4)", ": 'value'", "= \"value\"". Values differ from run to
 * run, what was checked does not. */
struct bb_bytes bb_rules_check_text(struct bb_bytes text)
{
    size_t values = bb_scan_find(text, " (");
    if (values != BB_SCAN_NONE && bb_scan_has(bb_scan_from(text, values), " vs. "))
        text = bb_scan_to(text, values);
    struct bb_bytes failed = bb_scan_from(text, bb_scan_find(text, "failed: "));
    if (failed.len && bb_scan_has(failed, " vs. "))
        text = bb_scan_to(text, (size_t)(failed.ptr - text.ptr) + strlen("failed"));
    if (bb_scan_ends(text, "'") || bb_scan_ends(text, "\"")) {
        char quote[] = {(char)text.ptr[text.len - 1], '\0'};
        size_t open = bb_scan_find(text, quote);
        struct bb_bytes before = bb_scan_trim(bb_scan_to(text, open));
        if (bb_scan_ends(before, ":") || bb_scan_ends(before, "="))
            text = bb_scan_trim(bb_scan_to(before, before.len - 1));
    }
    return bb_scan_strip(text, " .'\"[]");
}

/* "../base/ftp_util.cc(198)" or "ftp_util.cc:198" */
static struct bb_bytes file_name(struct bb_bytes place)
{
    place = bb_scan_strip(place, " .'\"[]");
    return bb_scan_basename(bb_scan_to(place, bb_scan_find_any(place, ":(")));
}

static void begin_check(struct bb_parser *parser, const char *type, struct bb_bytes text,
                        struct bb_bytes place)
{
    bb_scan_take(&text, "Check failed: ");
    bb_parser_begin(parser, bb_bytes_str(type), "");
    bb_parser_set_line(parser, bb_rules_check_text(bb_scan_trim(text)), false);
    bb_parser_extend_line(parser, " in ", file_name(place));
    parser->state[0][BB_STATE_LINE_SHOWN] = '\0';
    parser->detail = text;
}

/* "[1222/164952:FATAL:ftp_util.cc(198)] TEXT": the place is what stands behind the last colon that
 * a line number does not follow. */
static bool split_chromium(struct bb_bytes line, struct bb_bytes *ret_place,
                           struct bb_bytes *ret_text)
{
    line = bb_scan_trim(line);
    size_t close = bb_scan_find(line, "] ");
    if (!bb_bytes_has_prefix(line, "[") || close == BB_SCAN_NONE)
        return false;
    struct bb_bytes tag = bb_scan_to(line, close);
    size_t colon = bb_scan_find_last_any(tag, ":");
    if (colon != BB_SCAN_NONE && colon + 1 < tag.len && bb_scan_is_digit(tag.ptr[colon + 1]))
        colon = bb_scan_find_last_any(bb_scan_to(tag, colon), ":");
    if (colon == BB_SCAN_NONE)
        return false;
    *ret_place = bb_scan_from(tag, colon + 1);
    *ret_text = bb_scan_trim(bb_scan_from(line, close + 1));
    return true;
}

/* "F0403 23:21:04.101037 3057259 parser.cc:326] TEXT" */
static bool split_glog(struct bb_bytes line, struct bb_bytes *ret_place, struct bb_bytes *ret_text)
{
    struct bb_bytes rest = line;
    uint64_t number;
    if (!bb_scan_take(&rest, "F") || !bb_scan_take_number(&rest, &number) ||
        !bb_scan_take_space(&rest))
        return false;
    rest = bb_scan_from(rest, bb_scan_find_any(rest, " "));
    if (!bb_scan_take_space(&rest) || !bb_scan_take_number(&rest, &number) ||
        !bb_scan_take_space(&rest))
        return false;
    size_t close = bb_scan_find(rest, "] ");
    if (close == BB_SCAN_NONE)
        return false;
    *ret_place = bb_scan_to(rest, close);
    *ret_text = bb_scan_trim(bb_scan_from(rest, close + 1));
    return true;
}

static const struct {
    const char *words;
    const char *type;
    bool displaces; /* another report */
} checks[] = {
    {"Security CHECK failed:", "Security CHECK failure", true},
    {"Security DCHECK failed:", "Security DCHECK failure", true},
    {"DCHECK failed:", "DCHECK failure", false},
    {"Check failed:", "CHECK failure", false},
    {"NOTREACHED hit.", "CHECK failure", false},
};

/* "[parser.cc : 326] RAW: Check n < size failed: too long", Abseil's where it must not allocate */
bool bb_rule_raw_check(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes place = bb_scan_trim(bb_scan_to(line, at));
    struct bb_bytes text = bb_scan_from(line, at + strlen("RAW: Check "));
    size_t failed = bb_scan_find_last(text, " failed:");
    if (failed == BB_SCAN_NONE || !bb_scan_ends(place, "]") || bb_parser_has_report(parser))
        return false;
    size_t open = bb_scan_find_last_any(place, "[");
    place = bb_scan_to(bb_scan_from(place, open + 1), bb_scan_find_any(place, " "));
    begin_check(parser, "CHECK failure", bb_scan_to(text, failed), place);
    return false;
}

bool bb_rule_check(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes place;
    struct bb_bytes text;
    (void)at;
    bool fatal = split_glog(line, &place, &text);
    if (!fatal && !split_chromium(line, &place, &text))
        return false;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        size_t words = bb_scan_find(text, checks[i].words);
        if (words == BB_SCAN_NONE)
            continue;
        if (!bb_parser_has_report(parser) || checks[i].displaces)
            begin_check(parser, checks[i].type,
                        bb_scan_trim(bb_scan_from(text, words + strlen(checks[i].words))), place);
        return false;
    }
    return false;
}

/* "F0403 ... assertion failed at FILE in FUNCTION: TEXT" */
static bool read_logged_assertion(struct bb_parser *parser, struct bb_bytes text)
{
    size_t colon = bb_scan_find_last(text, ": ");
    if (!bb_scan_has(text, "assertion failed at ") || colon == BB_SCAN_NONE)
        return false;
    bb_parser_begin(parser, bb_bytes_str("ASSERT"), "");
    bb_parser_set_line(parser, bb_scan_from(text, colon + strlen(": ")), false);
    parser->detail = text;
    return true;
}

/* Any other line that glog calls fatal. */
bool bb_rule_fatal_log(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes place;
    struct bb_bytes text;
    if (at != 0 || !split_glog(line, &place, &text))
        return false;
    if (!read_logged_assertion(parser, text) && !bb_parser_has_report(parser))
        begin_check(parser, "Fatal error", text, place);
    return false;
}
