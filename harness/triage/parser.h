/*
 * What the report parser knows while it goes through a log, line by line. Internal to triage/.
 *
 * Headline rules recognise the one line that says what happened; detail rules read the lines that
 * add to it; everything else is stack frames or somebody else's output. A log can hold several
 * reports: a later one takes the place of an earlier one, except that UBSan, LSan and the engines
 * never displace a report that is there, and an assertion is not displaced by its own abort signal.
 */
#ifndef BB_TRIAGE_PARSER_H
#define BB_TRIAGE_PARSER_H

#include "triage/frame.h"
#include "triage/report.h"
#include "triage/state_line.h"

enum {
    BB_PARSER_TYPE_SIZE = 128,
    BB_PARSER_ACCESS_SIZE = 24,
    BB_PARSER_FRAMES_MAX = 512, /* kept of the crash's own stack: twice what sanitizers print */
    BB_PARSER_FRAMES_ASIDE_MAX = 64, /* kept of each of the others */
};

/* Which stack the frames belong to that come next. */
enum bb_section {
    BB_SECTION_CRASH,
    BB_SECTION_ALLOCATED,
    BB_SECTION_FREED,
    BB_SECTION_ORIGIN,
    BB_SECTION_OTHER, /* mutexes, threads, further leaks: not kept */
    BB_SECTION_COUNT,
};

/* How the access to memory becomes part of the type. */
enum bb_access_style {
    BB_ACCESS_LEFT_OUT,
    BB_ACCESS_IN_WORDS, /* "UNKNOWN READ" */
    BB_ACCESS_OWN_LINE, /* "Heap-buffer-overflow\nREAD 4" */
};

struct bb_stack_text {
    struct bb_frame_text *frames; /* owned by the arena */
    size_t n;
    size_t max;
};

struct bb_parser {
    const struct bb_report_options *options;
    bool ends_with_newline;
    bool log_has_signal_scariness; /* somewhere in the log: "SCARINESS: 10 (signal)" */

    /* The report. Slices point into the log. */
    char type[BB_PARSER_TYPE_SIZE]; /* without access; "" as long as there is no report */
    char access[BB_PARSER_ACCESS_SIZE];
    enum bb_access_style access_style;
    uint64_t size;
    struct bb_bytes address;
    char bare_address[2 + 16 + 1]; /* of a tool that leaves out "0x" */
    struct bb_bytes tool;
    struct bb_bytes detail;
    struct bb_bytes summary;
    struct bb_bytes location;
    uint64_t leak_bytes;
    bool pc_is_zero;       /* it jumped to address 0 */
    bool benign_signal;    /* ABRT, BUS, FPE, ILL or a breakpoint */
    bool address_unknown;  /* a wild access: the processor did not tell its address */
    bool headline_missing; /* the report is known by its second line only */
    bool complete;
    bool dead;              /* the tool itself failed: what follows means nothing */
    bool slow_unit;         /* the engine reported a slow input */
    bool cast_open;         /* a bad cast whose real type has not been seen yet */
    bool variable_found;    /* the variable of a global overflow, in `detail`, */
    uint64_t variable_rank; /* and how far from the access it is */
    bool fatal_open;        /* a fatal error of which only the file has been seen */
    struct bb_bytes fatal_file;
    struct bb_bytes reason; /* what the program said before it aborted itself */

    /* The crash state as far as it has been collected. */
    char state[BB_REPORT_STATE_MAX][BB_STATE_LINE_SIZE];
    size_t n_state;
    bool state_closed;

    struct bb_stack_text stacks[BB_SECTION_COUNT];
    enum bb_section section;
    bool between_stacks; /* another line has been seen since the last frame */
};

/* A new report of this type: forgets address, access, state and stacks of the one before. */
void bb_parser_begin(struct bb_parser *parser, struct bb_bytes type, const char *tool);

/* Changes the type and nothing else. A time-out stays one. */
void bb_parser_set_type(struct bb_parser *parser, struct bb_bytes type);

/* The access in capitals. Replaces one that is there. */
void bb_parser_set_access(struct bb_parser *parser, struct bb_bytes access,
                          enum bb_access_style style);

/* The address from its digits alone; those beyond the sixteenth are dropped. */
void bb_parser_set_bare_address(struct bb_parser *parser, struct bb_bytes digits);

/* Makes `text` the first line of the crash state; frames go on behind it. */
void bb_parser_set_line(struct bb_parser *parser, struct bb_bytes text, bool whole);

/* Adds to the first line of the crash state. */
void bb_parser_extend_line(struct bb_parser *parser, const char *words, struct bb_bytes text);

/* Adds a frame to the current stack and, unless it is noise, to the crash state. */
void bb_parser_add_frame(struct bb_parser *parser, const struct bb_frame_text *frame);

/* Frames that come next belong to another stack. */
void bb_parser_enter(struct bb_parser *parser, enum bb_section section);

static inline bool bb_parser_is(const struct bb_parser *parser, const char *type)
{
    return strcmp(parser->type, type) == 0;
}

static inline bool bb_parser_has_report(const struct bb_parser *parser)
{
    return parser->type[0] != '\0';
}

#endif
