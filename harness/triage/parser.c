#include "triage/parser.h"

#include <ctype.h>
#include <stdio.h>

#include "triage/scan.h"

static void forget_report(struct bb_parser *parser)
{
    parser->access[0] = '\0';
    parser->access_style = BB_ACCESS_LEFT_OUT;
    parser->size = 0;
    parser->address = (struct bb_bytes){0};
    parser->detail = (struct bb_bytes){0};
    parser->location = (struct bb_bytes){0};
    parser->leak_bytes = 0;
    parser->pc_is_zero = false;
    parser->benign_signal = false;
    parser->address_unknown = false;
    parser->headline_missing = false;
    parser->complete = false;
    parser->cast_open = false;
    parser->variable_found = false;
    parser->fatal_open = false;
    parser->fatal_file = (struct bb_bytes){0};
    parser->n_state = 0;
    parser->state_closed = false;
    parser->section = BB_SECTION_CRASH;
    parser->between_stacks = false;
    for (size_t i = 0; i < BB_SECTION_COUNT; i++)
        parser->stacks[i].n = 0;
}

void bb_parser_set_type(struct bb_parser *parser, struct bb_bytes type)
{
    if (bb_parser_is(parser, "Timeout"))
        return;
    size_t n = type.len < sizeof parser->type ? type.len : sizeof parser->type - 1;
    for (size_t i = 0; i < n; i++)
        parser->type[i] = type.ptr[i] >= ' ' && type.ptr[i] <= '~' ? (char)type.ptr[i] : '?';
    parser->type[n] = '\0';
}

void bb_parser_begin(struct bb_parser *parser, struct bb_bytes type, const char *tool)
{
    if (type.len == 0)
        return;
    forget_report(parser);
    bb_parser_set_type(parser, type);
    parser->tool = bb_bytes_str(tool);
}

void bb_parser_set_access(struct bb_parser *parser, struct bb_bytes access,
                          enum bb_access_style style)
{
    size_t n = access.len < sizeof parser->access ? access.len : sizeof parser->access - 1;
    for (size_t i = 0; i < n; i++)
        parser->access[i] = (char)toupper(access.ptr[i]);
    parser->access[n] = '\0';
    parser->access_style = style;
}

void bb_parser_set_bare_address(struct bb_parser *parser, struct bb_bytes digits)
{
    int n = snprintf(parser->bare_address, sizeof parser->bare_address, "0x%.*s",
                     (int)(digits.len < 16 ? digits.len : 16), (const char *)digits.ptr);
    parser->address = bb_bytes_of(parser->bare_address, (size_t)n);
}

void bb_parser_set_line(struct bb_parser *parser, struct bb_bytes text, bool whole)
{
    bb_state_line_clean(text, whole, parser->state[0]);
    parser->n_state = parser->state[0][0] ? 1 : 0;
}

void bb_parser_extend_line(struct bb_parser *parser, const char *words, struct bb_bytes text)
{
    char added[BB_STATE_LINE_SIZE];
    bb_state_line_clean(text, true, added);
    size_t n = strlen(parser->state[0]);
    snprintf(parser->state[0] + n, sizeof parser->state[0] - n, "%s%s", words, added);
    parser->n_state = parser->n_state ? parser->n_state : 1;
}

static void add_to_state(struct bb_parser *parser, const struct bb_frame_text *frame)
{
    char name[BB_FRAME_NAME_SIZE];
    if (parser->state_closed || parser->n_state == BB_REPORT_STATE_MAX)
        return;
    bb_frame_name(frame, name);
    if (bb_frame_is_noise(frame, name))
        return;
    char *line = parser->state[parser->n_state];
    bb_state_line_clean(bb_bytes_str(name), false, line);
    parser->n_state += *line != '\0';
}

/* A stack that begins anew after other lines, without a word about what it is, is not the crash. */
static void notice_new_stack(struct bb_parser *parser, const struct bb_frame_text *frame)
{
    if (frame->id == 0 && parser->between_stacks && parser->stacks[parser->section].n)
        parser->section = BB_SECTION_OTHER;
    parser->between_stacks = false;
}

void bb_parser_add_frame(struct bb_parser *parser, const struct bb_frame_text *frame)
{
    notice_new_stack(parser, frame);
    struct bb_stack_text *stack = &parser->stacks[parser->section];
    if (stack->n < stack->max)
        stack->frames[stack->n++] = *frame;
    add_to_state(parser, frame);
}

void bb_parser_enter(struct bb_parser *parser, enum bb_section section)
{
    /* The first stack of a kind is the one that counts. */
    parser->section = parser->stacks[section].n ? BB_SECTION_OTHER : section;
    parser->between_stacks = false;
}
