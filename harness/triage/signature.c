#include "triage/signature.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "triage/recursion.h"
#include "triage/scan.h"
#include "triage/state_line.h"

enum {
    FUNCTIONS = 3,       /* of an ordinary crash */
    FUNCTIONS_FEWER = 2, /* behind an expression, or of a limit */
    CALLS_MAX = 512,     /* looked at of a stack */
};

/* The frames of a stack that mean something, innermost first, down to the target's entry point. */
struct calls {
    const struct bb_frame *frame[CALLS_MAX];
    uint64_t hash[CALLS_MAX]; /* of its name */
    size_t n;
};

/* The function, or the place in the module if there are no symbols. */
static void name_call(const struct bb_frame *frame, char ret_name[static BB_STATE_LINE_SIZE])
{
    if (*frame->function) {
        bb_state_line_clean(bb_bytes_str(frame->name), true, ret_name);
        return;
    }
    struct bb_bytes module = bb_scan_basename(bb_bytes_str(frame->module));
    snprintf(ret_name, BB_STATE_LINE_SIZE, "%.*s+0x%" PRIx64, (int)module.len,
             (const char *)module.ptr, frame->offset);
}

static void collect_calls(const struct bb_stack *stack, struct calls *calls)
{
    char name[BB_STATE_LINE_SIZE];
    for (size_t i = 0; i < stack->n && calls->n < CALLS_MAX; i++) {
        const struct bb_frame *frame = &stack->frames[i];
        if (frame->noise)
            continue;
        name_call(frame, name);
        calls->frame[calls->n] = frame;
        calls->hash[calls->n++] = bb_hash_bytes(BB_HASH_START, bb_bytes_str(name));
        if (strncmp(frame->function, "LLVMFuzzerTestOneInput", 22) == 0)
            break;
    }
}

static void add(struct bb_signature *signature, const char *separator, const char *text)
{
    size_t n = strlen(signature->text);
    snprintf(signature->text + n, sizeof signature->text - n, "%s%s", separator, text);
}

static void add_call(struct bb_signature *signature, const struct bb_frame *frame)
{
    char name[BB_STATE_LINE_SIZE];
    name_call(frame, name);
    add(signature, "|", name);
}

static bool is_known(const struct calls *calls, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (calls->hash[before] == calls->hash[i])
            return true;
    return false;
}

/* Each name once, so that one level of recursion more or less makes no difference. */
static void add_innermost(struct bb_signature *signature, const struct calls *calls, size_t max)
{
    for (size_t i = 0, added = 0; i < calls->n && added < max; i++) {
        if (is_known(calls, i))
            continue;
        add_call(signature, calls->frame[i]);
        added++;
    }
}

static void add_outermost(struct bb_signature *signature, const struct calls *calls, size_t max)
{
    size_t start = calls->n > max ? calls->n - max : 0;
    for (size_t i = start; i < calls->n; i++)
        add_call(signature, calls->frame[i]);
}

static int compare_calls(const struct bb_frame *a, const struct bb_frame *b)
{
    char names[2][BB_STATE_LINE_SIZE];
    name_call(a, names[0]);
    name_call(b, names[1]);
    return strcmp(names[0], names[1]);
}

/* The cycle, turned so that the name that sorts first begins it. */
static void add_cycle(struct bb_signature *signature, const struct calls *calls)
{
    size_t start = 0;
    size_t length = bb_recursion_find(calls->hash, calls->n, &start);
    size_t first = 0;
    if (length == 0) {
        add_innermost(signature, calls, FUNCTIONS);
        return;
    }
    for (size_t i = 1; i < length; i++)
        if (compare_calls(calls->frame[start + i], calls->frame[start + first]) < 0)
            first = i;
    for (size_t i = 0; i < length; i++)
        add_call(signature, calls->frame[start + (first + i) % length]);
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

static void add_place(struct bb_signature *signature, const struct bb_report *report,
                      const char *type)
{
    struct calls calls;
    calls.n = 0;
    collect_calls(&report->frames, &calls);
    if (strcmp(type, "Stack-overflow") == 0) {
        add_cycle(signature, &calls);
    } else if (is_stuck(report, type)) {
        add_innermost(signature, &calls, FUNCTIONS_FEWER);
    } else if (is_limit(type)) {
        add_outermost(signature, &calls, FUNCTIONS_FEWER);
    } else if (has_expression(type)) {
        add(signature, "|", report->crash_state[0]);
        add_innermost(signature, &calls, FUNCTIONS_FEWER);
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
