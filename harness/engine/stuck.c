#include "engine/stuck.h"

#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unwind.h>

/* In a program with a sanitizer: one text for each inlined function, and an empty one. */
void __sanitizer_symbolize_pc(void *pc, const char *format, char *ret_text, size_t size)
    __attribute__((weak));

enum { MAX_FRAMES = 1024, FRAME_TEXT_SIZE = 8192, MAX_PLACES = 64 };

struct stack {
    void *pc[MAX_FRAMES]; /* innermost first; all as if they were return addresses */
    size_t n;
};

/* Where in its innermost function a run was met, and how often. */
struct place {
    void *pc;
    unsigned times;
};

static struct stack common;
static bool has_looked;
static struct place places[MAX_PLACES];
static size_t n_places;

void bb_stuck_reset(void)
{
    has_looked = false;
}

/* What was interrupted has not been returned to: there the handler's own frames end. */
static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *user)
{
    struct stack *stack = user;
    int is_interrupted = 0;
    uintptr_t pc = _Unwind_GetIPInfo(context, &is_interrupted);
    if (is_interrupted)
        stack->n = 0;
    if (stack->n == MAX_FRAMES)
        return _URC_END_OF_STACK;
    stack->pc[stack->n++] = (void *)(pc + (is_interrupted ? 1 : 0));
    return _URC_NO_REASON;
}

/* How many callers have the same call going on in both. */
static size_t count_same(const struct stack *a, const struct stack *b)
{
    size_t n = 0;
    while (n < a->n && n < b->n && a->pc[a->n - 1 - n] == b->pc[b->n - 1 - n])
        n++;
    return n;
}

/* A loop may hold instructions of several inlined functions, so that of its places the most
 * frequent one counts. */
static void *most_frequent_place(void *pc)
{
    size_t i = 0;
    size_t most = 0;
    while (i < n_places && places[i].pc != pc)
        i++;
    if (i == n_places && n_places < MAX_PLACES)
        places[n_places++] = (struct place){.pc = pc};
    if (i < n_places)
        places[i].times++;
    for (i = 1; i < n_places; i++)
        if (places[i].times > places[most].times)
            most = i;
    return places[most].pc;
}

/* The one that the innermost of them has called is the same function, at another place. */
static void keep_common(const struct stack *now)
{
    size_t keep = count_same(&common, now);
    if (keep < now->n && keep < common.n)
        keep++;
    if (keep < common.n)
        n_places = 0;
    memmove(common.pc, now->pc + (now->n - keep), keep * sizeof *now->pc);
    common.n = keep;
}

void bb_stuck_look(void)
{
    static struct stack now;
    now.n = 0;
    _Unwind_Backtrace(add_frame, &now);
    if (has_looked) {
        keep_common(&now);
    } else {
        common = now;
        n_places = 0;
        has_looked = true;
    }
    if (common.n)
        common.pc[0] = most_frequent_place(common.pc[0]);
}

static void print_plainly(void)
{
    backtrace_symbols_fd(common.pc, (int)common.n, STDERR_FILENO);
}

bool bb_stuck_print(void)
{
    static char text[FRAME_TEXT_SIZE];
    unsigned number = 0;
    if (!has_looked || common.n == 0)
        return false;
    if (!__sanitizer_symbolize_pc) {
        print_plainly();
        return true;
    }
    for (size_t i = 0; i < common.n; i++) {
        __sanitizer_symbolize_pc(common.pc[i], "%p %F %L", text, sizeof text);
        for (const char *frame = text; *frame; frame += strlen(frame) + 1)
            fprintf(stderr, "    #%u %s\n", number++, frame);
    }
    fprintf(stderr, "\n");
    return true;
}
