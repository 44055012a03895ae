#include "triage/signature.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "triage/calls.h"
#include "triage/named.h"
#include "triage/recursion.h"
#include "triage/scan.h"

enum {
    FUNCTIONS = 3,       /* of an ordinary crash */
    FUNCTIONS_FEWER = 2, /* behind an expression, or of a limit */
    MEMBERS = 16,        /* of a recursion */
};

static void add(struct bb_signature *signature, const char *separator, const char *text)
{
    size_t n = strlen(signature->text);
    snprintf(signature->text + n, sizeof signature->text - n, "%s%s", separator, text);
}

static void add_call(struct bb_signature *signature, const struct bb_frame *frame)
{
    char name[BB_STATE_LINE_SIZE];
    bb_calls_name(frame, name);
    add(signature, "|", name);
}

/* As add_call, of a name that stands in the report's words. */
static void add_name(struct bb_signature *signature, struct bb_bytes name)
{
    char text[BB_STATE_LINE_SIZE];
    bb_state_line_clean(name, true, text);
    add(signature, "|", text);
}

/* Each name once, so that one level of recursion more or less makes no difference. */
static void add_innermost(struct bb_signature *signature, const struct bb_calls *calls, size_t max)
{
    for (size_t i = 0, added = 0; i < calls->n && added < max; i++) {
        if (bb_calls_is_known(calls, i))
            continue;
        add_call(signature, calls->frame[i]);
        added++;
    }
}

static void add_outermost(struct bb_signature *signature, const struct bb_calls *calls, size_t max)
{
    size_t start = calls->n > max ? calls->n - max : 0;
    for (size_t i = start; i < calls->n; i++)
        add_call(signature, calls->frame[i]);
}

static int compare_calls(const void *a, const void *b)
{
    char names[2][BB_STATE_LINE_SIZE];
    bb_calls_name(*(const struct bb_frame *const *)a, names[0]);
    bb_calls_name(*(const struct bb_frame *const *)b, names[1]);
    return strcmp(names[0], names[1]);
}

/* Of a cycle, turned so that the name that sorts first begins it. */
static void add_cycle(struct bb_signature *signature, const struct bb_calls *calls, size_t start,
                      size_t length)
{
    size_t first = 0;
    for (size_t i = 1; i < length; i++)
        if (compare_calls(&calls->frame[start + i], &calls->frame[start + first]) < 0)
            first = i;
    for (size_t i = 0; i < length; i++)
        add_call(signature, calls->frame[start + (first + i) % length]);
}

/* A grammar's functions go round as the input has it: lists in lists, then maps in lists. Their
 * order is chance, and so is which of them stand in a row somewhere. */
static void add_recursion(struct bb_signature *signature, const struct bb_calls *calls)
{
    size_t members[MEMBERS];
    const struct bb_frame *frames[MEMBERS];
    size_t start = 0;
    size_t n = bb_recursion_members(calls->hash, calls->n, members, MEMBERS);
    size_t length = bb_recursion_find(calls->hash, calls->n, &start);
    if (n == 0) {
        add_innermost(signature, calls, FUNCTIONS);
        return;
    }
    if (length == n) {
        add_cycle(signature, calls, start, length);
        return;
    }
    for (size_t i = 0; i < n; i++)
        frames[i] = calls->frame[members[i]];
    qsort(frames, n, sizeof *frames, compare_calls);
    for (size_t i = 0; i < n; i++)
        add_call(signature, frames[i]);
}

/* "lib/a.c:12:3" as "a.c:12". False if it is no such place. */
static bool add_location(struct bb_signature *signature, const char *location)
{
    struct bb_bytes name = bb_scan_basename(bb_bytes_str(location));
    struct bb_bytes line = bb_scan_from(name, bb_scan_find(name, ":"));
    uint64_t number = 0;
    if (!bb_scan_take(&line, ":") || !bb_scan_take_number(&line, &number))
        return false;
    char text[BB_STATE_LINE_SIZE];
    snprintf(text, sizeof text, "%.*s:%" PRIu64, (int)bb_scan_find(name, ":"),
             (const char *)name.ptr, number);
    add(signature, "|", text);
    return true;
}

static bool is_one_of(const char *type, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(type, list[i]) == 0)
            return true;
    return false;
}

/* Types whose crash state begins with an expression or a name. */
static bool has_expression(const char *type)
{
    static const char *const list[] = {"ASSERT",
                                       "CHECK failure",
                                       "DCHECK failure",
                                       "Security CHECK failure",
                                       "Security DCHECK failure",
                                       "Sanitizer CHECK failure",
                                       "Fatal error",
                                       "Oracle-violation",
                                       "Remote-denial-of-service",
                                       "Bad-cast"};
    return is_one_of(type, list, sizeof list / sizeof *list);
}

/* Types whose stack shows where a limit was noticed: chance. */
static bool is_limit(const char *type)
{
    return strcmp(type, "Timeout") == 0 || strcmp(type, "Slow-unit") == 0;
}

/* The same of our driver, whose stack is what many looks have in common. */
static bool is_stuck(const struct bb_report *report, const char *type)
{
    return (strcmp(type, "Timeout") == 0 || strcmp(type, "Out-of-memory") == 0) &&
           strcmp(report->tool, "brickbat") == 0;
}

/* The type without access and size. */
static void base_type(const struct bb_report *report, char *ret_type, size_t size)
{
    snprintf(ret_type, size, "%.*s", (int)strcspn(report->crash_type, "\n"), report->crash_type);
    struct bb_bytes type = bb_bytes_str(ret_type);
    if (bb_scan_ends(type, " READ") || bb_scan_ends(type, " WRITE"))
        ret_type[bb_scan_find_last(type, " ")] = '\0';
    if (bb_scan_ends(type, "-leak"))
        snprintf(ret_type, size, "Leak");
}

/* Whoever called the function that made the buffer itself had no hand in its overflow. */
static void drop_callers_of_owner(const struct bb_report *report, struct bb_calls *calls)
{
    const struct bb_stack *made = &report->allocated_at;
    size_t owner = 0;
    while (owner < made->n && made->frames[owner].noise)
        owner++;
    for (size_t i = 0; owner < made->n && made->frames[owner].name[0] && i < calls->n; i++)
        if (strcmp(calls->frame[i]->name, made->frames[owner].name) == 0)
            calls->n = i + 1;
}

/* glibc names the function in which the assertion stands; a stack says the same or nothing. */
static void add_assertion(struct bb_signature *signature, const struct bb_report *report,
                          const struct bb_calls *calls)
{
    struct bb_bytes function = bb_named_function(bb_bytes_str(report->detail));
    add(signature, "|", report->crash_state[0]);
    if (function.len)
        add_name(signature, function);
    else
        add_innermost(signature, calls, FUNCTIONS_FEWER);
}

/* A variable has a name, which says more than who called. */
static void add_overflow(struct bb_signature *signature, const struct bb_report *report,
                         struct bb_calls *calls)
{
    struct bb_bytes variable = bb_named_variable(bb_bytes_str(report->detail));
    if (variable.len) {
        add_innermost(signature, calls, 1);
        add_name(signature, variable);
        return;
    }
    drop_callers_of_owner(report, calls);
    add_innermost(signature, calls, FUNCTIONS);
}

/* A block that is gone: who freed it is half of the story. */
static void add_free(struct bb_signature *signature, const struct bb_report *report,
                     const struct bb_calls *calls)
{
    struct bb_calls freed;
    bb_calls_collect(&report->freed_at, &freed);
    if (freed.n == 0) {
        add_innermost(signature, calls, FUNCTIONS);
        return;
    }
    add_innermost(signature, calls, FUNCTIONS_FEWER);
    add(signature, "|", "freed in");
    add_innermost(signature, &freed, 1);
}

static void add_place(struct bb_signature *signature, const struct bb_report *report,
                      const char *type)
{
    struct bb_calls calls;
    bb_calls_collect(&report->frames, &calls);
    if (strcmp(type, "Stack-overflow") == 0) {
        add_recursion(signature, &calls);
    } else if (is_stuck(report, type)) {
        add_innermost(signature, &calls, FUNCTIONS_FEWER);
    } else if (is_limit(type)) {
        add_outermost(signature, &calls, FUNCTIONS_FEWER);
    } else if (has_expression(type)) {
        add_assertion(signature, report, &calls);
    } else if (strstr(type, "-buffer-")) {
        add_overflow(signature, report, &calls);
    } else if (strcmp(type, "Heap-use-after-free") == 0 || strcmp(type, "Heap-double-free") == 0) {
        add_free(signature, report, &calls);
    } else {
        add_innermost(signature, &calls, FUNCTIONS);
    }
}

void bb_signature_make(const struct bb_report *report, struct bb_signature *ret_signature)
{
    char type[BB_STATE_LINE_SIZE];
    ret_signature->text[0] = '\0';
    base_type(report, type, sizeof type);
    add(ret_signature, "", type);
    if (*type && *report->access)
        add(ret_signature, "|", report->access);
    if (*type && !add_location(ret_signature, report->location))
        add_place(ret_signature, report, type);
    ret_signature->hash = bb_hash_bytes(BB_HASH_START, bb_bytes_str(ret_signature->text));
}

bool bb_signature_id(const struct bb_signature *signature, const char *target, unsigned digits,
                     char ret_id[static BB_FINDING_ID_SIZE])
{
    char hash[BB_SIGNATURE_DIGITS_MAX + 1];
    snprintf(hash, sizeof hash, "%016" PRIx64, signature->hash);
    if (digits > BB_SIGNATURE_DIGITS_MAX)
        digits = BB_SIGNATURE_DIGITS_MAX;
    int n = snprintf(ret_id, BB_FINDING_ID_SIZE, "%s-%.*s", target, (int)digits, hash);
    return n > 0 && n < BB_FINDING_ID_SIZE;
}
