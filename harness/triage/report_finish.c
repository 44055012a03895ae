#include "triage/report_finish.h"

#include <signal.h>
#include <stdio.h>

#include "base/hash.h"
#include "triage/arena_text.h"
#include "triage/recursion.h"
#include "triage/scan.h"
#include "triage/verdict.h"

/* Sizes of accesses above this are not told apart: they come from the input. */
enum { ACCESS_SIZE_SHOWN_MAX = 16 };

/* Words of a summary that are not simply the type in lower case. */
static const struct {
    const char *words;
    const char *type;
} summary_types[] = {
    {"SEGV", "UNKNOWN"},
    {"undefined-behavior", "UNKNOWN"},
    {"ABRT", "Abrt"},
    {"BUS", "Bus"},
    {"FPE", "Floating-point-exception"},
    {"ILL", "Ill"},
    {"TRAP", "Trap"},
    {"bad-free", "Invalid-free"},
    {"double-free", "Heap-double-free"},
    {"allocation-size-too-big", "Out-of-memory"},
    {"calloc-overflow", "Out-of-memory"},
    {"reallocarray-overflow", "Out-of-memory"},
    {"pvalloc-overflow", "Out-of-memory"},
    {"out-of-memory", "Out-of-memory"},
    {"rss-limit-exceeded", "Out-of-memory"},
    {"data race", "Data race"},
    {"deadly signal", "Fatal-signal"},
    {"fuzz target exited", "Unexpected-exit"},
};

/* "AddressSanitizer: heap-buffer-overflow lib/a.c:12:3 in parse" into the tool, the type as a crash
 * type, and the function. False if it is no such summary. */
static bool read_summary(struct bb_bytes summary, struct bb_bytes *ret_tool,
                         char ret_type[BB_PARSER_TYPE_SIZE], struct bb_bytes *ret_function)
{
    size_t colon = bb_scan_find(summary, ": ");
    size_t in = bb_scan_find_last(summary, " in ");
    struct bb_bytes words = bb_scan_from(summary, colon);
    if (!bb_scan_take(&words, ": "))
        return false;
    *ret_tool = bb_scan_to(summary, colon);
    *ret_function = bb_scan_from(summary, in);
    bb_scan_take(ret_function, " in ");
    for (size_t i = 0; i < sizeof summary_types / sizeof *summary_types; i++) {
        if (!bb_bytes_has_prefix(words, summary_types[i].words))
            continue;
        strcpy(ret_type, summary_types[i].type);
        return true;
    }
    if (bb_scan_has(words, " leaked in ")) {
        *ret_function = (struct bb_bytes){0};
        strcpy(ret_type, "Direct-leak");
        return true;
    }
    words = bb_scan_to(words, bb_scan_find(words, " "));
    snprintf(ret_type, BB_PARSER_TYPE_SIZE, "%.*s", (int)words.len, (const char *)words.ptr);
    if (ret_type[0] >= 'a' && ret_type[0] <= 'z')
        ret_type[0] -= 'a' - 'A';
    return ret_type[0] != '\0';
}

/* For a log whose beginning is missing. */
static void take_type_from_summary(struct bb_parser *parser)
{
    char type[BB_PARSER_TYPE_SIZE];
    char name[BB_FRAME_NAME_SIZE];
    struct bb_bytes tool;
    struct bb_frame_text frame = {0};
    if (!read_summary(parser->summary, &tool, type, &frame.function))
        return;
    if (parser->headline_missing) {
        bb_parser_set_type(parser, bb_bytes_str(type));
        return;
    }
    bb_parser_begin(parser, bb_bytes_str(type), "");
    parser->tool = tool;
    parser->complete = true;
    frame.text = frame.function;
    if (!bb_frame_is_noise(&frame, bb_frame_name(&frame, name)))
        bb_parser_set_line(parser, bb_bytes_str(name), false);
}

static const char *type_of_signal(int signal)
{
    switch (signal) {
    case SIGABRT: return "Abrt";
    case SIGBUS: return "Bus";
    case SIGFPE: return "Floating-point-exception";
    case SIGILL: return "Ill";
    case SIGSEGV: return "UNKNOWN";
    case SIGTRAP: return "Trap";
    default: return "";
    }
}

/* For a log that holds no headline: what else is known. */
static void take_type_from_elsewhere(struct bb_parser *parser)
{
    if (parser->summary.len)
        take_type_from_summary(parser);
    if (!bb_parser_has_report(parser) && parser->options->timed_out)
        bb_parser_begin(parser, bb_bytes_str("Timeout"), "");
    if (!bb_parser_has_report(parser)) {
        const char *type = type_of_signal(parser->options->signal);
        bb_parser_begin(parser, bb_bytes_str(type), "");
        parser->benign_signal = *type != '\0';
    }
    if (!bb_parser_has_report(parser) && parser->slow_unit)
        bb_parser_begin(parser, bb_bytes_str("Slow-unit"), "libFuzzer");
}

static void recognise_null_pointer(struct bb_parser *parser)
{
    if (bb_parser_is(parser, "UNKNOWN") && parser->address.len &&
        bb_scan_hex_value(parser->address) < BB_NULL_PAGE_END)
        bb_parser_set_type(parser, bb_bytes_str("Null-dereference"));
}

/* The crash state of endless recursion is the cycle, not where in it the stack ended. */
static void take_state_from_cycle(struct bb_parser *parser)
{
    const struct bb_stack_text *stack = &parser->stacks[BB_SECTION_CRASH];
    uint64_t names[BB_PARSER_FRAMES_MAX];
    size_t frames[BB_PARSER_FRAMES_MAX];
    char name[BB_FRAME_NAME_SIZE];
    size_t n = 0;
    for (size_t i = 0; i < stack->n; i++) {
        if (bb_frame_is_noise(&stack->frames[i], bb_frame_name(&stack->frames[i], name)))
            continue;
        frames[n] = i;
        names[n++] = bb_hash_bytes(BB_HASH_START, bb_bytes_str(name));
    }
    size_t start = 0;
    size_t length = bb_recursion_find(names, n, &start);
    if (length == 0)
        return;
    parser->n_state = length < BB_REPORT_STATE_MAX ? length : BB_REPORT_STATE_MAX;
    for (size_t i = 0; i < parser->n_state; i++)
        bb_state_line_clean(bb_bytes_str(bb_frame_name(&stack->frames[frames[start + i]], name)),
                            false, parser->state[i]);
}

/* The stack of a limit says where the clock struck, not where the fault is: the target's name
 * stands for all of them, and for everything that has no stack. */
static void name_stateless(struct bb_parser *parser)
{
    const char *target = parser->options->target;
    bool limit = bb_parser_is(parser, "Timeout") || bb_parser_is(parser, "Out-of-memory") ||
                 bb_parser_is(parser, "Overwrites-const-input") ||
                 bb_parser_is(parser, "Slow-unit");
    if (!bb_parser_has_report(parser) || (parser->n_state && !(limit && target)))
        return;
    snprintf(parser->state[0], sizeof parser->state[0], "%s", target ? target : "NULL");
    parser->n_state = 1;
}

static const char *compose_type(struct bb_arena *arena, const struct bb_parser *parser)
{
    char type[2 * BB_PARSER_TYPE_SIZE];
    char size[32];
    if (parser->size > ACCESS_SIZE_SHOWN_MAX)
        strcpy(size, "{*}");
    else
        snprintf(size, sizeof size, "%u", (unsigned)parser->size);
    if (!parser->access[0] || parser->access_style == BB_ACCESS_LEFT_OUT)
        snprintf(type, sizeof type, "%s", parser->type);
    else if (parser->access_style == BB_ACCESS_IN_WORDS)
        snprintf(type, sizeof type, "%s %s", parser->type, parser->access);
    else
        snprintf(type, sizeof type, "%s\n%s %s", parser->type, parser->access, size);
    return bb_arena_text(arena, bb_bytes_str(type));
}

/* 64-bit addresses with all 16 digits lose the first four if they are zero. */
static const char *compose_address(struct bb_arena *arena, struct bb_bytes address)
{
    char text[sizeof "0x0123456789abcdef"];
    if (address.len != sizeof text - 1 || !bb_bytes_has_prefix(address, "0x0000"))
        return bb_arena_text(arena, address);
    snprintf(text, sizeof text, "0x%.12s", (const char *)address.ptr + 6);
    return bb_arena_text(arena, bb_bytes_str(text));
}

/* JSON and SQLite know no larger ones. */
static uint64_t to_signed_range(uint64_t number)
{
    return number > INT64_MAX ? INT64_MAX : number;
}

static bool copy_frame(struct bb_arena *arena, const struct bb_frame_text *text,
                       struct bb_frame *ret_frame)
{
    char name[BB_FRAME_NAME_SIZE];
    bb_frame_name(text, name);
    *ret_frame = (struct bb_frame){
        .function = bb_arena_text(arena, text->function),
        .name = bb_arena_text(arena, bb_bytes_str(name)),
        .file = bb_arena_text(arena, text->file),
        .module = bb_arena_text(arena, text->module),
        .offset = to_signed_range(text->offset),
        .line = text->line,
        .column = text->column,
        .noise = bb_frame_is_noise(text, name),
    };
    return ret_frame->function && ret_frame->name && ret_frame->file && ret_frame->module;
}

static bool copy_stack(struct bb_arena *arena, const struct bb_stack_text *text,
                       struct bb_stack *ret_stack)
{
    struct bb_stack stack = {.n = text->n};
    if (text->n == 0) {
        *ret_stack = stack;
        return true;
    }
    stack.frames = bb_arena_alloc(arena, text->n * sizeof *stack.frames);
    if (!stack.frames)
        return false;
    for (size_t i = 0; i < text->n; i++)
        if (!copy_frame(arena, &text->frames[i], &stack.frames[i]))
            return false;
    *ret_stack = stack;
    return true;
}

/* UBSan without a stack still says where. */
static bool make_frame_of_location(struct bb_arena *arena, const struct bb_parser *parser,
                                   struct bb_stack *ret_stack)
{
    struct bb_frame_text text = {0};
    if (ret_stack->n || !bb_frame_read_location(parser->location, &text) || text.file.len == 0)
        return true;
    struct bb_stack_text stack = {.frames = &text, .n = 1};
    if (!copy_stack(arena, &stack, ret_stack))
        return false;
    ret_stack->frames[0].noise = false;
    return true;
}

static bool copy_stacks(struct bb_arena *arena, const struct bb_parser *parser,
                        struct bb_report *report)
{
    const struct bb_stack_text *stacks = parser->stacks;
    if (!copy_stack(arena, &stacks[BB_SECTION_CRASH], &report->frames) ||
        !make_frame_of_location(arena, parser, &report->frames) ||
        !copy_stack(arena, &stacks[BB_SECTION_ALLOCATED], &report->allocated_at) ||
        !copy_stack(arena, &stacks[BB_SECTION_FREED], &report->freed_at) ||
        !copy_stack(arena, &stacks[BB_SECTION_ORIGIN], &report->origin))
        return false;
    if (bb_parser_is(parser, "Direct-leak") || bb_parser_is(parser, "Indirect-leak"))
        report->allocated_at = report->frames;
    return true;
}

static bool copy_texts(struct bb_arena *arena, const struct bb_parser *parser,
                       struct bb_report *report)
{
    report->n_state = parser->n_state;
    for (size_t i = 0; i < parser->n_state; i++)
        if (!(report->crash_state[i] = bb_arena_text(arena, bb_bytes_str(parser->state[i]))))
            return false;
    report->crash_type = compose_type(arena, parser);
    report->crash_address = compose_address(arena, parser->address);
    report->access = bb_arena_text(arena, bb_bytes_str(parser->access));
    report->summary = bb_arena_text(arena, parser->summary);
    report->detail = bb_arena_text(arena, parser->detail);
    report->tool = bb_arena_text(arena, parser->tool);
    report->location = bb_arena_text(arena, parser->location);
    return report->crash_type && report->crash_address && report->access && report->summary &&
           report->detail && report->tool && report->location;
}

/* UBSan, glibc and our driver have no last words; they are complete if their last line is. */
static bool is_complete(const struct bb_parser *parser)
{
    static const char *const have_last_words[] = {"AddressSanitizer", "HWAddressSanitizer",
                                                  "LeakSanitizer",    "MemorySanitizer",
                                                  "ThreadSanitizer",  "libFuzzer"};
    if (parser->complete || !bb_parser_has_report(parser))
        return parser->complete;
    for (size_t i = 0; i < sizeof have_last_words / sizeof *have_last_words; i++)
        if (bb_scan_is(parser->tool, have_last_words[i]))
            return false;
    return parser->ends_with_newline;
}

bool bb_report_finish(struct bb_arena *arena, struct bb_parser *parser, struct bb_report *report)
{
    if (!bb_parser_has_report(parser) || parser->headline_missing)
        take_type_from_elsewhere(parser);
    recognise_null_pointer(parser);
    if (bb_parser_is(parser, "Abrt") && parser->reason.len)
        parser->detail = parser->reason;
    if (bb_parser_is(parser, "Stack-overflow"))
        take_state_from_cycle(parser);
    name_stateless(parser);
    if (!copy_texts(arena, parser, report) || !copy_stacks(arena, parser, report))
        return false;
    report->size = to_signed_range(parser->size);
    report->leak_bytes = to_signed_range(parser->leak_bytes);
    report->complete = is_complete(parser);
    bb_verdict(parser, report);
    return true;
}
