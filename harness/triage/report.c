#include "triage/report.h"

#include "triage/log_text.h"
#include "triage/report_finish.h"
#include "triage/rules.h"
#include "triage/scan.h"

/* Of longer lines only so much is read. */
enum { LINE_BYTES_MAX = 16 * 1024 };

/* Centipede repeats the log of a crash with this before each line. */
static const char centipede_prefix[] = "CRASH LOG: ";

/* A sanitizer says this between the last output of the program, which may not have ended its line,
 * and the report. */
static const char signal_echo[] = "Sanitizer:DEADLYSIGNAL";

static struct bb_bytes clean_line(struct bb_bytes line)
{
    line = bb_log_text_unprefixed(bb_scan_to(line, LINE_BYTES_MAX));
    bb_scan_take(&line, centipede_prefix);
    if (!bb_scan_ends(line, signal_echo))
        return line;
    line.len -= strlen(signal_echo);
    static const char *const tools[] = {"HWAddress", "Address",           "Leak",
                                        "Memory",    "UndefinedBehavior", "Thread"};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (bb_scan_ends(line, tools[i]))
            return bb_scan_to(line, line.len - strlen(tools[i]));
    return line;
}

/* Functions that browsers and Rust call when they find no memory. */
static bool gives_up_for_memory(struct bb_bytes function)
{
    static const char *const names[] = {"::OnNoMemory",
                                        "FatalProcessOutOfMemory",
                                        "blinkGCOutOfMemory",
                                        "TerminateBecauseOutOfMemory",
                                        "FX_OutOfMemoryTerminate",
                                        "rust_oom",
                                        "__rust_alloc_error_handler"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bb_scan_has(function, names[i]))
            return true;
    return false;
}

static bool read_frame(struct bb_parser *parser, struct bb_bytes line)
{
    struct bb_frame_text frame;
    if (!bb_frame_parse(line, &frame))
        return false;
    if (gives_up_for_memory(frame.function))
        bb_parser_begin(parser, bb_bytes_str("Out-of-memory"), "");
    if (bb_parser_has_report(parser))
        bb_parser_add_frame(parser, &frame);
    return true;
}

static void read_line(const struct bb_needles *needles, struct bb_parser *parser,
                      struct bb_bytes line)
{
    size_t start = bb_scan_find_not(line, " \t");
    if (start != BB_SCAN_NONE && line.ptr[start] == '#' && read_frame(parser, line))
        return;
    parser->between_stacks = true;
    bb_rules_apply(needles, parser, line);
}

static void read_log(struct bb_parser *parser, struct bb_bytes log)
{
    struct bb_needles needles;
    struct bb_bytes line;
    bb_rules_init(&needles);
    parser->log_has_signal_scariness =
        bb_scan_has(log, " (signal)") && bb_scan_has(log, "SCARINESS: ");
    parser->ends_with_newline = log.len && log.ptr[log.len - 1] == '\n';
    while (!parser->dead && bb_bytes_take_line(&log, &line))
        read_line(&needles, parser, clean_line(line));
}

static bool make_stacks(struct bb_arena *arena, struct bb_parser *parser)
{
    for (size_t i = 0; i < BB_SECTION_OTHER; i++) {
        struct bb_stack_text *stack = &parser->stacks[i];
        stack->max = i == BB_SECTION_CRASH ? BB_PARSER_FRAMES_MAX : BB_PARSER_FRAMES_ASIDE_MAX;
        stack->frames = bb_arena_alloc(arena, stack->max * sizeof *stack->frames);
        if (!stack->frames)
            return false;
    }
    return true;
}

static enum bb_status parse_plain(struct bb_arena *arena, struct bb_bytes log,
                                  const struct bb_report_options *options,
                                  struct bb_report *ret_report, struct bb_err *err)
{
    static const struct bb_report_options defaults = {0};
    struct bb_report report = bb_report_empty();
    struct bb_parser *parser = bb_arena_zalloc(arena, sizeof *parser);
    if (!parser || !make_stacks(arena, parser))
        return BB_FAIL(err, BB_LIMIT, "no memory left for a sanitizer report");
    parser->options = options ? options : &defaults;
    read_log(parser, log);
    if (!bb_report_finish(arena, parser, &report))
        return BB_FAIL(err, BB_LIMIT, "no memory left for a sanitizer report");
    *ret_report = report;
    return BB_OK;
}

/* Only logs with colours are copied. */
enum bb_status bb_report_parse(struct bb_arena *arena, struct bb_bytes log,
                               const struct bb_report_options *options,
                               struct bb_report *ret_report, struct bb_err *err)
{
    if (!bb_log_text_has_escapes(log))
        return parse_plain(arena, log, options, ret_report, err);
    struct bb_buf plain = BB_BUF_INIT(log.len);
    enum bb_status status =
        bb_log_text_plain(log, &plain)
            ? parse_plain(arena, bb_buf_bytes(&plain), options, ret_report, err)
            : BB_FAIL(err, BB_NO_MEMORY, "no memory for a log of %zu bytes", log.len);
    bb_buf_free(&plain);
    return status;
}

struct bb_report bb_report_empty(void)
{
    return (struct bb_report){.crash_type = "",
                              .crash_address = "",
                              .severity_reason = "",
                              .access = "",
                              .summary = "",
                              .detail = "",
                              .tool = "",
                              .location = "",
                              .crash_state = {"", "", ""}};
}

static const char *const severity_texts[] = {
#define X(name, text) [name] = text,
    BB_SEVERITY_LIST(X)
#undef X
};

enum { SEVERITIES = sizeof severity_texts / sizeof *severity_texts };

const char *bb_severity_text(enum bb_severity severity)
{
    return (size_t)severity < SEVERITIES ? severity_texts[severity] : "none";
}

enum bb_status bb_severity_parse(const char *text, enum bb_severity *ret_severity,
                                 struct bb_err *err)
{
    for (size_t i = 0; i < SEVERITIES; i++) {
        if (strcmp(text, severity_texts[i]) == 0) {
            *ret_severity = (enum bb_severity)i;
            return BB_OK;
        }
    }
    return BB_FAIL(err, BB_MALFORMED, "'%s' is no severity", text);
}
