/*
 * The line with which ASan, HWASan, MSan, TSan, LSan's and UBSan's signal handlers begin a report:
 *
 *     ==7009==ERROR: AddressSanitizer: heap-use-after-free on address 0x60f0000000d1 at pc 0x...
 * ...
 *     ==7009==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000178 (pc 0x... ...)
 *     WARNING: ThreadSanitizer: data race (pid=26043)
 */
#include "triage/rules.h"
#include "triage/scan.h"

struct headline {
    struct bb_bytes line;
    struct bb_bytes tool; /* "AddressSanitizer" */
    struct bb_bytes body; /* behind it and its colon */
    bool is_error;        /* "ERROR: " stands before the tool */
    bool is_warning;
    bool has_colon;
};

/* Abort signals that only carry out what these types have announced. */
static const char *const announced_types[] = {"ASSERT",
                                              "CHECK failure",
                                              "DCHECK failure",
                                              "Security CHECK failure",
                                              "Security DCHECK failure",
                                              "Fatal error",
                                              "Stack-overflow",
                                              "Out-of-memory",
                                              "Timeout",
                                              "Unreachable code",
                                              "Arbitrary file open",
                                              "Command injection",
                                              "Oracle-violation",
                                              "Remote-denial-of-service"};

static const char *tool_name(struct bb_bytes tool)
{
    static const char *const names[] = {"HWAddressSanitizer", "AddressSanitizer",
                                        "MemorySanitizer",    "ThreadSanitizer",
                                        "LeakSanitizer",      "UndefinedBehaviorSanitizer"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bb_scan_is(tool, names[i]))
            return names[i];
    return "Sanitizer";
}

const char *bb_rules_tool_of(struct bb_bytes line)
{
    size_t end = bb_scan_find_last(line, "Sanitizer");
    if (end == BB_SCAN_NONE)
        return "";
    size_t start = end;
    while (start > 0 && bb_scan_is_alnum(line.ptr[start - 1]))
        start--;
    return tool_name(bb_scan_from(bb_scan_to(line, end + strlen("Sanitizer")), start));
}

static struct headline read_headline(struct bb_bytes line, size_t sanitizer)
{
    size_t end = sanitizer + strlen("Sanitizer");
    size_t start = sanitizer;
    while (start > 0 && bb_scan_is_alnum(line.ptr[start - 1]))
        start--;
    struct bb_bytes before = bb_scan_to(line, start);
    struct headline headline = {.line = line,
                                .tool = bb_scan_from(bb_scan_to(line, end), start),
                                .body = bb_scan_from(line, end),
                                .is_error = bb_scan_ends(before, "ERROR: "),
                                .is_warning = bb_scan_ends(before, "WARNING: ")};
    headline.has_colon = bb_bytes_has_prefix(headline.body, ":");
    while (bb_scan_take(&headline.body, ":") || bb_scan_take(&headline.body, " "))
        continue;
    return headline;
}

static void begin(struct bb_parser *parser, const struct headline *headline, struct bb_bytes type)
{
    static const char *const jumps_to_null[] = {"pc (nil) ", "pc 0x00000000 ",
                                                "pc 0x000000000000 "};
    static const char *const benign[] = {"ABRT", "BUS", "FPE", "ILL", "breakpoint"};
    bb_parser_begin(parser, type, tool_name(headline->tool));
    for (size_t i = 0; i < sizeof jumps_to_null / sizeof *jumps_to_null; i++)
        parser->pc_is_zero |= bb_scan_has(headline->line, jumps_to_null[i]);
    for (size_t i = 0; i < sizeof benign / sizeof *benign; i++)
        parser->benign_signal |= bb_bytes_has_prefix(headline->body, benign[i]);
    parser->detail = bb_scan_to(headline->body, bb_scan_find(headline->body, " (pc "));
}

/* "heap-buffer-overflow" or "bad-malloc_usable_size" as ClusterFuzz writes it. */
static void begin_with_words(struct bb_parser *parser, const struct headline *headline,
                             struct bb_bytes words)
{
    uint8_t type[BB_PARSER_TYPE_SIZE];
    words = bb_scan_to(bb_scan_trim(words), sizeof type);
    for (size_t i = 0; i < words.len; i++) {
        uint8_t c = words.ptr[i];
        bool upper = c >= 'A' && c <= 'Z';
        type[i] = c == '_' ? '-' : upper ? (uint8_t)(c | 0x20) : c;
    }
    if (words.len && type[0] >= 'a' && type[0] <= 'z')
        type[0] &= (uint8_t)~0x20;
    struct bb_bytes name = bb_bytes_of(type, words.len);
    if (bb_scan_is(name, "Int-divide-by-zero"))
        name = bb_bytes_str("Divide-by-zero");
    if (bb_scan_is(name, "Unknown-crash"))
        name = bb_bytes_str("UNKNOWN");
    begin(parser, headline, name);
}

/* "X on address 0x12", "X on unknown address 0x12", "X on 0x12": the last of these in the text. */
static bool split_at_address(struct bb_bytes text, struct bb_bytes *ret_words,
                             struct bb_bytes *ret_address)
{
    static const char on[] = " on ";
    bool found = false;
    for (size_t at = 0, next; (next = bb_scan_find(bb_scan_from(text, at), on)) != BB_SCAN_NONE;) {
        at += next;
        struct bb_bytes rest = bb_scan_from(text, at + strlen(on));
        struct bb_bytes address;
        if (!bb_scan_take(&rest, "unknown address "))
            bb_scan_take(&rest, "address ");
        if (bb_scan_take_hex(&rest, &address)) {
            *ret_words = bb_scan_to(text, at);
            *ret_address = address;
            found = true;
        }
        at++;
    }
    return found;
}

static bool is_announced(const struct bb_parser *parser)
{
    for (size_t i = 0; i < sizeof announced_types / sizeof *announced_types; i++)
        if (bb_parser_is(parser, announced_types[i]))
            return true;
    return bb_scan_is(parser->tool, "glibc");
}

/* Lines that look like a headline and are none. */
static bool is_no_news(struct bb_parser *parser, const struct headline *headline)
{
    if (headline->is_warning && bb_scan_is(headline->tool, "AddressSanitizer"))
        return true;
    if (bb_bytes_has_prefix(headline->body, "DEADLYSIGNAL"))
        return true;
    bool raised = bb_bytes_has_prefix(headline->body, "ABRT ") ||
                  bb_bytes_has_prefix(headline->body, "ILL ") ||
                  bb_bytes_has_prefix(headline->body, "TRAP ") ||
                  bb_bytes_has_prefix(headline->body, "breakpoint ");
    return raised && is_announced(parser);
}

static bool read_check_failed(struct bb_parser *parser, const struct headline *headline)
{
    struct bb_bytes rest = headline->body;
    if (!bb_scan_take(&rest, "CHECK failed:"))
        return false;
    begin(parser, headline, bb_bytes_str("Sanitizer CHECK failure"));
    rest = bb_scan_trim(rest);
    size_t place = bb_scan_find_any(rest, " ");
    bb_parser_set_line(parser, bb_scan_trim(bb_scan_from(rest, place)), false);
    parser->dead = true;
    return true;
}

/* Some programs end an assertion by writing to an address that cannot be mistaken. */
static bool is_assertion_address(struct bb_bytes address)
{
    static const uint64_t known[] = {0xbbadbeef, 0xfbadbeef, 0x1f75b7dd, 0x977537dd, 0x9f7537dd};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bb_scan_hex_value(address) == known[i])
            return true;
    return false;
}

static bool read_segv(struct bb_parser *parser, const struct headline *headline)
{
    if (!bb_scan_has(headline->body, "SEGV on unknown address") &&
        !bb_scan_has(headline->body, "access-violation on unknown address"))
        return false;
    struct bb_bytes words;
    struct bb_bytes address = {0};
    split_at_address(headline->body, &words, &address);
    if (bb_scan_has(bb_bytes_str(parser->type), "ASSERT") &&
        (parser->log_has_signal_scariness || is_assertion_address(address)))
        return true;
    begin(parser, headline, bb_bytes_str("UNKNOWN"));
    parser->address = address;
    parser->address_unknown = address.len == 0;
    return true;
}

static bool read_invalid_free(struct bb_parser *parser, const struct headline *headline)
{
    static const char words[] = "attempting free on address which was not malloc()-ed: ";
    struct bb_bytes rest = headline->body;
    struct bb_bytes address = {0};
    if (!bb_scan_take(&rest, words))
        return false;
    begin(parser, headline, bb_bytes_str("Invalid-free"));
    if (bb_scan_take_hex(&rest, &address))
        parser->address = address;
    return true;
}

static bool read_double_free(struct bb_parser *parser, const struct headline *headline)
{
    struct bb_bytes words;
    struct bb_bytes address;
    if (!bb_scan_has(headline->body, "double-free on ") ||
        !split_at_address(headline->body, &words, &address))
        return false;
    begin(parser, headline, bb_bytes_str("Heap-double-free"));
    parser->address = address;
    return true;
}

/* "memcpy-param-overlap: memory ranges [0x1,0x5) and [0x3, 0x7) overlap" */
static bool read_overlap(struct bb_parser *parser, const struct headline *headline)
{
    size_t name = bb_scan_find(headline->body, "-param-overlap");
    if (name == BB_SCAN_NONE)
        return false;
    begin_with_words(parser, headline, bb_scan_to(headline->body, name + strlen("-param-overlap")));
    size_t open = bb_scan_find_any(headline->body, "[");
    size_t close = bb_scan_find_last_any(headline->body, ")");
    if (open != BB_SCAN_NONE && close != BB_SCAN_NONE && close > open)
        parser->address = bb_scan_from(bb_scan_to(headline->body, close + 1), open);
    return true;
}

static bool read_fpe(struct bb_parser *parser, const struct headline *headline)
{
    if (!bb_bytes_has_prefix(headline->body, "FPE "))
        return false;
    begin(parser, headline, bb_bytes_str("Floating-point-exception"));
    return true;
}

static bool read_error_on_address(struct bb_parser *parser, const struct headline *headline)
{
    struct bb_bytes words;
    struct bb_bytes address;
    if (!headline->is_error || !split_at_address(headline->body, &words, &address))
        return false;
    if (bb_scan_is(words, "illegal-instruction"))
        words = bb_bytes_str("ILL");
    begin_with_words(parser, headline, words);
    parser->address = address;
    return true;
}

static bool read_race_or_uninitialized(struct bb_parser *parser, const struct headline *headline)
{
    if (!bb_scan_is(headline->tool, "MemorySanitizer") &&
        !bb_scan_is(headline->tool, "ThreadSanitizer"))
        return false;
    if (!headline->has_colon || bb_scan_has(headline->line, " suppressions") ||
        bb_scan_has(headline->line, " warnings") || bb_bytes_has_prefix(headline->body, "ABRT") ||
        bb_bytes_has_prefix(headline->body, "ILL"))
        return false;
    begin_with_words(parser, headline,
                     bb_scan_to(headline->body, bb_scan_find_any(headline->body, "(:")));
    return true;
}

/* Anything else that AddressSanitizer calls an error: "negative-size-param: (size=-1)". */
static bool read_other_error(struct bb_parser *parser, const struct headline *headline)
{
    if (!headline->is_error || !bb_scan_ends(headline->tool, "AddressSanitizer"))
        return false;
    if (bb_parser_has_report(parser)) {
        bb_parser_enter(parser, BB_SECTION_OTHER); /* its stack is not ours */
        parser->state_closed |= parser->n_state > 0;
        return false;
    }
    struct bb_bytes words = bb_scan_to(headline->body, bb_scan_find_any(headline->body, "(:;"));
    begin_with_words(parser, headline,
                     bb_scan_to(words, bb_scan_find(words, " on unknown address")));
    /* HWASan: "allocation-tail-overwritten; heap object [0x00444b02b180,0x00444b02b182) of size 2"
     */
    size_t object = bb_scan_find(headline->body, "heap object [");
    struct bb_bytes rest = bb_scan_from(headline->body, object);
    struct bb_bytes address;
    if (bb_scan_take(&rest, "heap object [") && bb_scan_take_hex(&rest, &address))
        parser->address = address;
    return true;
}

bool bb_rule_headline(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static bool (*const readers[])(struct bb_parser *, const struct headline *) =
        {is_no_news,        read_check_failed,     read_segv,
         read_invalid_free, read_double_free,      read_overlap,
         read_fpe,          read_error_on_address, read_race_or_uninitialized,
         read_other_error};
    (void)at;
    struct headline headline = read_headline(line, bb_scan_find_last(line, "Sanitizer"));
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (readers[i](parser, &headline))
            break;
    return false;
}
