/*
 * The calls of a stack as signatures see them. Internal to triage/.
 */
#ifndef BB_TRIAGE_CALLS_H
#define BB_TRIAGE_CALLS_H

#include "triage/report.h"
#include "triage/state_line.h"

enum { BB_CALLS_MAX = 512 }; /* looked at of a stack */

/* The frames that mean something, innermost first, down to the target's entry point. */
struct bb_calls {
    const struct bb_frame *frame[BB_CALLS_MAX];
    uint64_t hash[BB_CALLS_MAX]; /* of its name */
    size_t n;
};

void bb_calls_collect(const struct bb_stack *stack, struct bb_calls *ret_calls);

/* The function, or the place in the module if there are no symbols. */
void bb_calls_name(const struct bb_frame *frame, char ret_name[static BB_STATE_LINE_SIZE]);

/* True if a call further in has the same name. */
bool bb_calls_is_known(const struct bb_calls *calls, size_t i);

#endif
