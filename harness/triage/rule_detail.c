/*
 * Lines that add to a report: what was accessed, how much leaked, and to which stack the frames
 * belong that come next.
 */
#include "triage/rules.h"
#include "triage/scan.h"

static bool is_leak(const struct bb_parser *parser)
{
    return bb_parser_is(parser, "Direct-leak") || bb_parser_is(parser, "Indirect-leak");
}

static void begin_leak(struct bb_parser *parser, const char *type, struct bb_bytes line)
{
    uint64_t bytes_before = parser->leak_bytes;
    bb_parser_begin(parser, bb_bytes_str(type), "LeakSanitizer");
    parser->leak_bytes = bytes_before;
    parser->detail = line;
}

/* "Direct leak of 96 byte(s) in 2 object(s) allocated from:" The first direct leak is the one that
 * is shown, or else the first indirect one. */
bool bb_rule_leak(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    bool direct = at == strlen("Direct") && bb_bytes_has_prefix(line, "Direct");
    bool indirect = at == strlen("Indirect") && bb_bytes_has_prefix(line, "Indirect");
    if (!direct && !indirect)
        return false;
    bool first_of_kind =
        !bb_parser_has_report(parser) || (direct && bb_parser_is(parser, "Indirect-leak"));
    if (first_of_kind)
        begin_leak(parser, direct ? "Direct-leak" : "Indirect-leak", line);
    else
        bb_parser_enter(parser, BB_SECTION_OTHER);
    parser->state_closed |= !first_of_kind && direct && parser->n_state;
    uint64_t bytes = 0;
    struct bb_bytes number = bb_scan_from(line, at + strlen(" leak of "));
    if (is_leak(parser) && bb_scan_take_number(&number, &bytes) &&
        __builtin_add_overflow(parser->leak_bytes, bytes, &parser->leak_bytes))
        parser->leak_bytes = UINT64_MAX;
    return true;
}

/* ASan's second line without its first: the log's beginning is missing. */
static void begin_without_headline(struct bb_parser *parser, struct bb_bytes line,
                                   struct bb_bytes access)
{
    bool known = bb_scan_is(access, "READ") || bb_scan_is(access, "WRITE");
    if (bb_parser_has_report(parser) || !known || !bb_scan_has(line, " thread T"))
        return;
    bb_parser_begin(parser, bb_bytes_str("UNKNOWN"), "AddressSanitizer");
    parser->headline_missing = true;
}

/* "READ of size 8 at 0x12 thread T0", "Atomic write of size 4 at 0x12 by thread T1" */
bool bb_rule_access(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes access = bb_scan_trim(bb_scan_to(line, at));
    struct bb_bytes rest = bb_scan_from(line, at + strlen(" of size "));
    struct bb_bytes word = access;
    bb_scan_take(&word, "Atomic ");
    begin_without_headline(parser, line, access);
    bool fresh = bb_parser_has_report(parser) && !bb_parser_is(parser, "Timeout") &&
                 !parser->access[0] && !parser->stacks[BB_SECTION_CRASH].n;
    if (!fresh || word.len == 0 || bb_scan_find_any(word, " \t") != BB_SCAN_NONE)
        return false;
    uint64_t size = 0;
    bb_scan_take_number(&rest, &size);
    struct bb_bytes address = {0};
    if (!bb_scan_take(&rest, " at ") || !bb_scan_take_hex(&rest, &address))
        return false;
    bb_parser_set_access(parser, access,
                         bb_parser_is(parser, "UNKNOWN") && !parser->headline_missing
                             ? BB_ACCESS_LEFT_OUT
                             : BB_ACCESS_OWN_LINE);
    parser->size = size;
    parser->address = address;
    return false;
}

/* "0x1 is located 8 bytes to the right of global variable 'table' defined in ...", newer: "after".
 * There can be a line for each neighbour: the nearest counts, of those that the access is behind if
 * there are any, since an index that is wrong is mostly too large. */
bool bb_rule_global(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char located[] = " is located ";
    size_t start = bb_scan_find(line, located);
    struct bb_bytes words = bb_scan_from(line, start + strlen(located));
    struct bb_bytes relation = bb_scan_to(words, bb_scan_find(words, "global variable '"));
    uint64_t rank = 0;
    if (!bb_parser_is(parser, "Global-buffer-overflow") || start > at ||
        !bb_scan_take_number(&relation, &rank))
        return false;
    if (!bb_scan_has(relation, "right") && !bb_scan_has(relation, "after"))
        rank += UINT32_MAX;
    if (parser->variable_found && rank >= parser->variable_rank)
        return false;
    parser->variable_found = true;
    parser->variable_rank = rank;
    parser->detail = words;
    return false;
}

/* "The signal is caused by a READ memory access." */
bool bb_rule_signal_access(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char words[] = "The signal is caused by a ";
    struct bb_bytes access = bb_scan_from(line, at + strlen(words));
    access = bb_scan_to(access, bb_scan_find(access, " memory access"));
    if (bb_parser_is(parser, "UNKNOWN") && !parser->access[0] && !bb_scan_is(access, "UNKNOWN") &&
        bb_scan_find_any(access, " .") == BB_SCAN_NONE)
        bb_parser_set_access(parser, access, BB_ACCESS_IN_WORDS);
    return false;
}

static const struct {
    const char *words;
    enum bb_section section;
    bool closes_state; /* frames behind it are never part of the crash state */
} markers[] = {
    {"freed by thread", BB_SECTION_FREED, false},
    {"previously allocated by", BB_SECTION_ALLOCATED, true},
    {"previously allocated here", BB_SECTION_ALLOCATED, false},
    {"allocated by thread", BB_SECTION_ALLOCATED, true},
    {"allocated by main thread", BB_SECTION_ALLOCATED, false},
    {"allocated here:", BB_SECTION_ALLOCATED, false},
    {"Uninitialized value was created", BB_SECTION_ORIGIN, false},
    {"Uninitialized value was stored to memory at", BB_SECTION_OTHER, true},
    {"created by main thread at", BB_SECTION_OTHER, true},
    {"created by thread", BB_SECTION_OTHER, false},
    {" created by T", BB_SECTION_OTHER, false},
    {" created at:", BB_SECTION_OTHER, false},
    {"located in stack of thread", BB_SECTION_ALLOCATED, true}, /* whose variable it is */
    {"Previous ", BB_SECTION_OTHER, false},
    {"As if synchronized via sleep", BB_SECTION_OTHER, false},
};

bool bb_rule_section(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)at;
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        if (!bb_scan_has(line, markers[i].words))
            continue;
        enum bb_section section = markers[i].section;
        /* TSan shows the free of a use-after-free as the other access. */
        if (strcmp(markers[i].words, "Previous ") == 0 &&
            bb_parser_is(parser, "Heap-use-after-free"))
            section = BB_SECTION_FREED;
        /* Where the thread was made is all that there is to say of one that nobody joins. */
        if (bb_parser_is(parser, "Thread leak") && bb_scan_has(line, " created by "))
            section = BB_SECTION_CRASH;
        bb_parser_enter(parser, section);
        parser->state_closed |= markers[i].closes_state && parser->n_state > 0;
        break;
    }
    return false;
}

bool bb_rule_summary(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    parser->summary = bb_scan_trim(bb_scan_from(line, at + strlen("SUMMARY:")));
    parser->complete = bb_parser_has_report(parser);
    return true;
}

/* "==1==ABORTING", "[end of stack trace]" */
bool bb_rule_end(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)line;
    (void)at;
    parser->complete = bb_parser_has_report(parser);
    return false;
}
