/*
 * Where a run is stuck: what many looks at its stack have in common. One look shows the place at
 * which the clock happened to strike; the innermost function in which the run is at every look is
 * the one that does not end, or that takes all the memory.
 */
#ifndef BB_ENGINE_STUCK_H
#define BB_ENGINE_STUCK_H

#include <stdbool.h>

/* Forgets all looks. */
void bb_stuck_reset(void);

/* From a signal handler: looks at what was interrupted. */
void bb_stuck_look(void);

/* Prints what all looks have in common, as sanitizers print a stack. False, and nothing printed,
 * if there were none. Called from a signal handler, too. */
bool bb_stuck_print(void);

#endif
