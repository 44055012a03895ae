/*
 * What fuzzing engines and drivers report by themselves:
 *
 *     ==31802== ERROR: libFuzzer: timeout after 25 seconds
 *     ========= Per-input timeout exceeded: 26 > 25 (sec); exiting       (Centipede)
 *     ===BUG DETECTED: Arbitrary file open===                            (SystemSan)
 *     ERROR: brickbat: oracle round-trip violated: 3 bytes differ        (our driver)
 *     ERROR: brickbat: remote denial of service: abort
 *
 * and every way in which a tool says that memory is out.
 */
#include "triage/rules.h"
#include "triage/scan.h"

/* An engine's own words never displace a report, but for limits: they end the run. */
bool bb_rule_libfuzzer(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const struct {
        const char *words;
        const char *type;
        bool displaces;
    } reports[] = {
        {"timeout", "Timeout", true},
        {"deadly signal", "Fatal-signal", false},
        {"fuzz target exited", "Unexpected-exit", false},
        {"fuzz target overwrites its const input", "Overwrites-const-input", false},
    };
    if (!bb_scan_ends(bb_scan_trim(bb_scan_to(line, at)), "ERROR:"))
        return false;
    struct bb_bytes words = bb_scan_trim(bb_scan_from(line, at + strlen("libFuzzer:")));
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (!bb_bytes_has_prefix(words, reports[i].words))
            continue;
        if (reports[i].displaces || !bb_parser_has_report(parser)) {
            bb_parser_begin(parser, bb_bytes_str(reports[i].type), "libFuzzer");
            parser->detail = words;
        }
        break;
    }
    return false;
}

bool bb_rule_centipede(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    struct bb_bytes words = bb_scan_from(line, at + strlen("========= "));
    bool batch = bb_bytes_has_prefix(words, "Timeout of ") &&
                 bb_scan_has(words, " seconds exceeded; exiting");
    if (at != 0)
        return false;
    if (batch || bb_bytes_has_prefix(words, "Per-input timeout exceeded:"))
        bb_parser_begin(parser, bb_bytes_str("Timeout"), "Centipede");
    else if (bb_bytes_has_prefix(words, "Stack limit exceeded: "))
        bb_parser_begin(parser, bb_bytes_str("Stack-overflow"), "Centipede");
    else if (bb_bytes_has_prefix(words, "RSS limit exceeded:"))
        bb_parser_begin(parser, bb_bytes_str("Out-of-memory"), "Centipede");
    else
        return false;
    parser->detail = words;
    return false;
}

/* "oracle NAME violated: WORDS" */
static void begin_oracle(struct bb_parser *parser, struct bb_bytes words)
{
    bb_parser_begin(parser, bb_bytes_str("Oracle-violation"), "brickbat");
    bb_parser_set_line(parser, bb_scan_to(words, bb_scan_find(words, " violated")), false);
}

/* "failed assertion `EXPRESSION' in FUNCTION, FILE:LINE", "abort", "exit with status N" */
static void begin_denial(struct bb_parser *parser, struct bb_bytes words)
{
    size_t end = bb_scan_find_last(words, "' in ");
    bb_parser_begin(parser, bb_bytes_str("Remote-denial-of-service"), "brickbat");
    if (end != BB_SCAN_NONE && bb_scan_take(&words, "failed assertion `"))
        words = bb_scan_to(words, end - strlen("failed assertion `"));
    bb_parser_set_line(parser, words, false);
}

/* The lines of harness/engine. */
bool bb_rule_brickbat(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const char denial[] = "remote denial of service: ";
    struct bb_bytes words = bb_scan_from(line, at + strlen("ERROR: brickbat: "));
    if (bb_bytes_has_prefix(words, "timeout"))
        bb_parser_begin(parser, bb_bytes_str("Timeout"), "brickbat");
    else if (bb_bytes_has_prefix(words, "out-of-memory"))
        bb_parser_begin(parser, bb_bytes_str("Out-of-memory"), "brickbat");
    else if (bb_bytes_has_prefix(words, "oracle "))
        begin_oracle(parser, words);
    else if (bb_bytes_has_prefix(words, denial))
        begin_denial(parser, bb_scan_from(words, strlen(denial)));
    else
        return false;
    parser->detail = words;
    return true;
}

bool bb_rule_systemsan(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    static const struct {
        const char *words;
        const char *type;
    } bugs[] = {
        {"Shell corruption", "Command injection"},
        {"Shell injection", "Command injection"},
        {"Arbitrary file open", "Arbitrary file open"},
        {"Arbitrary domain name resolution", "Arbitrary DNS resolution"},
    };
    struct bb_bytes words = bb_scan_from(line, at + strlen("===BUG DETECTED: "));
    for (size_t i = 0; i < sizeof bugs / sizeof *bugs; i++) {
        if (!bb_bytes_has_prefix(words, bugs[i].words))
            continue;
        bb_parser_begin(parser, bb_bytes_str(bugs[i].type), "SystemSan");
        parser->detail = words;
    }
    return false;
}

/* Two parts: both, in this order. */
static const struct {
    const char *words;
    const char *more;
} memory_limits[] = {
    {"ERROR", "Sanitizer failed to allocate"},
    {"Sanitizer: allocation-size-too-big", NULL},
    {"Sanitizer: calloc-overflow", NULL},
    {"Sanitizer: calloc parameters overflow", NULL},
    {"Sanitizer: reallocarray-overflow", NULL},
    {"Sanitizer: reallocarray parameters overflow", NULL},
    {"Sanitizer: pvalloc-overflow", NULL},
    {"Sanitizer: pvalloc parameters overflow", NULL},
    {"Sanitizer: requested allocation size", "exceeds maximum supported size"},
    {"Sanitizer: out of memory", NULL},
    {"Sanitizer: out-of-memory", NULL},
    {"allocator is out of memory trying to allocate", NULL},
    {"rss limit exhausted", NULL},
    {"libFuzzer: out-of-memory (", NULL},
    {"Failure description: out-of-memory", NULL},
    {"Out of memory. Dying.", NULL},
    {"Out of memory. size=", NULL},
    {"Fatal process out of memory:", NULL},
    {"Fatal JavaScript out of memory:", NULL},
    {"Fatal JavaScript invalid size error", NULL},
    {"couldnt allocate", "Out of memory"},
    {"# Allocation failed", "out of memory"},
    {"A device memory allocation has failed.", NULL},
};

bool bb_rule_memory(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    (void)at;
    for (size_t i = 0; i < sizeof memory_limits / sizeof *memory_limits; i++) {
        size_t words = bb_scan_find(line, memory_limits[i].words);
        if (words == BB_SCAN_NONE)
            continue;
        if (memory_limits[i].more && !bb_scan_has(bb_scan_from(line, words), memory_limits[i].more))
            continue;
        bb_parser_begin(parser, bb_bytes_str("Out-of-memory"),
                        bb_scan_has(line, "libFuzzer") ? "libFuzzer" : bb_rules_tool_of(line));
        parser->detail = bb_scan_trim(line);
        break;
    }
    return false;
}

/* "Slowest unit: 12 s:", or the name of the file that it was written to */
bool bb_rule_slow_unit(struct bb_parser *parser, struct bb_bytes line, size_t at)
{
    if (!parser->slow_unit)
        parser->detail = bb_parser_has_report(parser) ? parser->detail : bb_scan_from(line, at);
    parser->slow_unit = true;
    return false;
}
