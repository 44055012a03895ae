#include "shim/leave.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <brickbat/target.h>

#include "shim/heap.h"
#include "shim/leave_calls.h"
#include "shim/snapshot.h"

enum { HANDLERS_MAX = 32, WORDS_SIZE = 512 };

/* In the engine (engine/denial.c); programs without one have none. */
#pragma weak bb_denial_of_service

static struct {
    bool is_running;
    jmp_buf begin;
    struct bb_leave leave;
    bb_leave_judge_fn judge;
    void *judge_context;
    void (*handler[HANDLERS_MAX])(void);
    size_t handlers;
} now;

const char *bb_leave_text(enum bb_leave_how how)
{
    static const char *const text[] = {
#define X(name, words) [name] = words,
        BB_LEAVE_LIST(X)
#undef X
    };
    return (size_t)how < sizeof text / sizeof *text ? text[how] : "unknown";
}

bool bb_shim_leave_is_running(void)
{
    return now.is_running;
}

void bb_shim_leave_on_leave(bb_leave_judge_fn judge, void *context)
{
    now.judge = judge;
    now.judge_context = context;
}

static struct bb_leave leave_of(enum bb_leave_how how, int status)
{
    return (struct bb_leave){.how = how,
                             .status = status,
                             .expression = "",
                             .function = "",
                             .file = ""};
}

struct bb_leave bb_shim_leave_run(void (*run)(void *context), void *context)
{
    if (now.is_running)
        abort();
    now.leave = leave_of(BB_LEAVE_RETURNED, 0);
    now.handlers = 0;
    now.is_running = true;
    if (setjmp(now.begin) == 0) {
        run(context);
    } else {
        bb_shim_heap_wipe();
        bb_shim_snapshot_restore();
    }
    now.is_running = false;
    return now.leave;
}

static _Noreturn void take_back(const struct bb_leave *leave)
{
    now.leave = *leave;
    longjmp(now.begin, 1);
}

static bool is_expected(const struct bb_leave *leave)
{
    if (now.judge)
        return now.judge(now.judge_context, leave);
    return leave->how == BB_LEAVE_EXIT;
}

static _Noreturn void report(const struct bb_leave *leave)
{
    char words[WORDS_SIZE];
    if (leave->how == BB_LEAVE_ASSERT)
        snprintf(words, sizeof words, "failed assertion `%s' in %s, %s:%u", leave->expression,
                 leave->function, leave->file, leave->line);
    else if (leave->how == BB_LEAVE_EXIT)
        snprintf(words, sizeof words, "exit with status %d", leave->status);
    else
        snprintf(words, sizeof words, "%s", bb_leave_text(leave->how));
    if (bb_denial_of_service)
        bb_denial_of_service(words);
    fprintf(stderr, "remote denial of service: %s\n", words);
    abort();
}

static _Noreturn void leave_by(const struct bb_leave *leave)
{
    if (!is_expected(leave))
        report(leave);
    take_back(leave);
}

_Noreturn void bb_shim_leave_stop(void)
{
    if (!now.is_running)
        abort();
    struct bb_leave leave = leave_of(BB_LEAVE_STOPPED, 0);
    take_back(&leave);
}

_Noreturn void bb_shim_exit_now(int status)
{
    if (!now.is_running)
        _exit(status);
    struct bb_leave leave = leave_of(BB_LEAVE_EXIT, status & 0xff); /* as its parent sees it */
    leave_by(&leave);
}

_Noreturn void bb_shim_exit_now_c99(int status)
{
    bb_shim_exit_now(status);
}

_Noreturn void bb_shim_exit_now_c11(int status)
{
    bb_shim_exit_now(status);
}

_Noreturn void bb_shim_exit(int status)
{
    if (!now.is_running)
        exit(status);
    while (now.handlers > 0)
        now.handler[--now.handlers]();
    bb_shim_exit_now(status);
}

_Noreturn void bb_shim_abort(void)
{
    if (!now.is_running)
        abort();
    struct bb_leave leave = leave_of(BB_LEAVE_ABORT, 0);
    leave_by(&leave);
}

/* Some C libraries give no function. */
_Noreturn void bb_shim_assert_fail(const char *expression, const char *file, unsigned line,
                                   const char *function)
{
    struct bb_leave leave = {.how = BB_LEAVE_ASSERT,
                             .expression = expression,
                             .function = function ? function : "",
                             .file = file,
                             .line = line};
    if (!now.is_running)
        report(&leave);
    leave_by(&leave);
}

int bb_shim_atexit(void (*handler)(void))
{
    if (!now.is_running)
        return atexit(handler);
    if (now.handlers == HANDLERS_MAX)
        return -1;
    now.handler[now.handlers++] = handler;
    return 0;
}
