/*
 * A line of a crash state, freed of what differs from run to run.
 *
 * "0x602000000070" becomes ADDRESS, a number of four digits or more NUMBER, an offset at the end is
 * cut off, bytes that do not print are dropped. The rules are ClusterFuzz's.
 */
#ifndef BB_TRIAGE_STATE_LINE_H
#define BB_TRIAGE_STATE_LINE_H

#include "base/bytes.h"

enum {
    BB_STATE_LINE_SIZE = 512,
    BB_STATE_LINE_SHOWN = 80, /* the length to which lines are cut, unless they are kept whole */
};

/* Never fails: what does not fit is cut. `whole` keeps up to BB_STATE_LINE_SIZE - 1 bytes. */
void bb_state_line_clean(struct bb_bytes text, bool whole,
                         char ret_line[static BB_STATE_LINE_SIZE]);

#endif
