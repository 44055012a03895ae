/*
 * A parser that ends its process, taken back: SHIMS leave in brickbat_add_library changes its calls
 * (the names are in leave.syms): exit, _exit, _Exit, quick_exit, abort, what assert() calls, err,
 * errx, verr, verrx, error and atexit. They then jump back to where the run began, and tell how the
 * parser left.
 *
 *     static bool judge(void *context, const struct bb_leave *leave);    (optional)
 *
 *     bb_shim_leave_on_leave(judge, NULL);             once
 *     bb_shim_heap_begin(LIMIT);                       each run
 *     struct bb_leave leave = bb_shim_leave_run(serve, &session);
 *     if (leave.how == BB_LEAVE_RETURNED) ...
 *
 * What is an end and what is a fault
 * - An exit is how many a session ends, and expected unless the judge says otherwise. An abort or a
 *   failed assertion is not expected, for a message of a stranger's has stopped the service.
 * - What is not expected ends the process there and then, with the parser's stack and the words
 *       ERROR: brickbat: remote denial of service: failed assertion `p != 0' in f, tree.c:12
 *   (bb_denial_of_service, brickbat/target.h): a crash of its own kind, which triage does not take
 *   for damage to memory.
 * - What is expected jumps back. The functions that were active never return: whatever they hold is
 *   lost to them. So the parser's heap (shim/heap.h) is wiped and its variables are put back
 *   (shim/snapshot.h), by those libraries that have these shims; and the descriptors are the
 *   target's to close (bb_shim_socket_reset). A run that returns is left as it is.
 *
 * What the C library itself finds (stack smashing, a corrupt heap) is no end of this kind and stays
 * fatal. Outside of a run, the calls do what they always do. No runs within runs; single thread.
 */
#ifndef BB_SHIM_LEAVE_H
#define BB_SHIM_LEAVE_H

#include <stdbool.h>

#define BB_LEAVE_LIST(X)                                    \
    X(BB_LEAVE_RETURNED, "returned") /* it did not leave */ \
    X(BB_LEAVE_EXIT, "exit")                                \
    X(BB_LEAVE_ABORT, "abort")                              \
    X(BB_LEAVE_ASSERT, "failed assertion")                  \
    X(BB_LEAVE_STOPPED, "stopped") /* by bb_shim_leave_stop: never judged */

enum bb_leave_how {
#define X(name, text) name,
    BB_LEAVE_LIST(X)
#undef X
};

/* Texts are the parser's constants, "" where there is none. */
struct bb_leave {
    enum bb_leave_how how;
    int status;             /* of an exit */
    const char *expression; /* of an assertion, and where it stands */
    const char *function;   /* as the compiler says: clang gives the prototype */
    const char *file;
    unsigned line;
};

/* "exit", ...; never NULL. */
const char *bb_leave_text(enum bb_leave_how how);

/* Calls run(context) and says how it ended. */
struct bb_leave bb_shim_leave_run(void (*run)(void *context), void *context);

/* Called before the parser is taken back, while its state can be looked at. True: that is an
 * expected end, or a known fault. It may not leave itself. NULL: only exits are expected. */
typedef bool (*bb_leave_judge_fn)(void *context, const struct bb_leave *leave);
void bb_shim_leave_on_leave(bb_leave_judge_fn judge, void *context);

/* Ends the run from within, by the target's own decision: from a hook, when there is nothing more
 * to come. Aborts the process outside of a run. */
_Noreturn void bb_shim_leave_stop(void);

bool bb_shim_leave_is_running(void);

#endif
