/*
 * Sanitizer reports: from the text that a crashing program left on stderr to facts.
 *
 * Reads what ASan, UBSan, LSan, MSan, TSan, HWASan, CFI, libFuzzer, Centipede, gdb, glibc's aborts
 * and assertions, and our own driver print, from gcc and clang, symbolized or not. A log may be cut
 * anywhere, hold several reports, and have other output between its lines: what is known is
 * reported, and nothing is an error but a lack of memory. Time is linear in the log; memory does
 * not depend on it, unless there are colours in it.
 *
 * The fields crash_type, crash_address, crash_state and security speak ClusterFuzz's vocabulary
 * (google/clusterfuzz, src/clusterfuzz/stacktraces), so that results can be compared. Where the
 * answers differ on purpose, README.md beside this file says why.
 */
#ifndef BB_TRIAGE_REPORT_H
#define BB_TRIAGE_REPORT_H

#include "base/arena.h"
#include "base/status.h"

enum {
    BB_REPORT_STATE_MAX = 3,          /* lines of a crash state */
    BB_REPORT_ARENA_BYTES = 8u << 20, /* an arena with this cap is always enough for one report */
};

#define BB_SEVERITY_LIST(X)                                     \
    X(BB_SEVERITY_NONE, "none") /* the log tells of no crash */ \
    X(BB_SEVERITY_LOW, "low")                                   \
    X(BB_SEVERITY_MEDIUM, "medium")                             \
    X(BB_SEVERITY_HIGH, "high")

enum bb_severity {
#define X(name, text) name,
    BB_SEVERITY_LIST(X)
#undef X
};

/* One line of a stack. Strings are never NULL; "" and 0 mean that the log does not say. */
struct bb_frame {
    const char *function; /* as printed, with its arguments if there are any */
    const char *name;     /* cleaned: what a crash state would show */
    const char *file;
    const char *module;
    uint64_t offset; /* into the module */
    uint32_t line;
    uint32_t column;
    bool noise; /* sanitizer, libc, fuzzing engine: says nothing about the bug */
};

struct bb_stack {
    struct bb_frame *frames; /* innermost first */
    size_t n;
};

/* All strings are valid UTF-8, owned by the arena, and never NULL. */
struct bb_report {
    const char *crash_type;    /* "Heap-buffer-overflow\nREAD 1"; "" if the log tells of no crash */
    const char *crash_address; /* "0x60f0000000d1", or ""; also a pair of ranges for an overlap */
    const char *crash_state[BB_REPORT_STATE_MAX];
    size_t n_state;
    bool security; /* can be expected to be more than a denial of service */
    enum bb_severity severity;
    const char *severity_reason;  /* in words */
    const char *access;           /* "READ", "WRITE", ... or "" */
    uint64_t size;                /* of the access, in bytes; 0: not said */
    struct bb_stack frames;       /* where it crashed; of a leak: where it was allocated */
    struct bb_stack allocated_at; /* of a variable on the stack: the function that has it */
    struct bb_stack freed_at;
    struct bb_stack origin; /* of an uninitialised value */
    const char *summary;    /* the text behind the last "SUMMARY: " */
    const char *detail;     /* what the tool says about the cause, in its words */
    const char *tool;       /* "AddressSanitizer", "libFuzzer", "glibc", ... or "" */
    const char *location;   /* "file.c:12:3" of a UBSan message, or "" */
    uint64_t leak_bytes;    /* all leaks of the report together */
    bool complete;          /* the report's end was seen: it has not been cut */
};

/* Everything may be left zero. */
struct bb_report_options {
    const char *target; /* names the state of time-outs and memory limits; may be NULL */
    int signal;         /* that ended the process, for a log that does not say; 0: unknown */
    bool timed_out;     /* the process was stopped by us, for a log that does not say */
};

/* Fills ret_report from a log. BB_NO_MEMORY or BB_LIMIT when the arena is full, nothing else. */
BB_MUST_USE enum bb_status bb_report_parse(struct bb_arena *arena, struct bb_bytes log,
                                           const struct bb_report_options *options,
                                           struct bb_report *ret_report, struct bb_err *err);

/* A report of which nothing is known: all strings "". */
struct bb_report bb_report_empty(void);

/* "low", "high", ...; never NULL. */
const char *bb_severity_text(enum bb_severity severity);
/* BB_MALFORMED for other words. */
BB_MUST_USE enum bb_status bb_severity_parse(const char *text, enum bb_severity *ret_severity,
                                             struct bb_err *err);

#endif
