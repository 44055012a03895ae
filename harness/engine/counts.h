/*
 * What the engine counts for the input under way: how often each edge is taken, and each state
 * reported (bb_state). For what runs an input once more than the engine has asked for.
 *
 * AFL++ can be told to look away (its selective coverage, instrumentation/README.llvm.md there).
 * libFuzzer's counters are remembered, and put back. Other builds count nothing that a second run
 * would change.
 */
#ifndef BB_ENGINE_COUNTS_H
#define BB_ENGINE_COUNTS_H

/* What runs between the two is not counted, unless libFuzzer's counters could not be remembered for
 * want of memory. */
void bb_counts_pause(void);
void bb_counts_resume(void);

#endif
