/*
 * Recursion: which functions go round in a stack that is too deep. Internal to triage/.
 */
#ifndef BB_TRIAGE_RECURSION_H
#define BB_TRIAGE_RECURSION_H

#include <stddef.h>
#include <stdint.h>

/* Finds names[start .. start + length) that stands there three times in a row at least, with more
 * behind it; the first such place, and the shortest cycle there. Cycles of up to ten functions are
 * found. `names` are hashes, innermost first. Returns the length, 0 if there is no cycle. */
size_t bb_recursion_find(const uint64_t *names, size_t n, size_t *ret_start);

/* The first place of each name that goes round: it stands there three times at least, and a quarter
 * as often as the most frequent one. Fills up to `max` of ret_first, in their order; returns how
 * many. Other than a cycle, they may follow each other in any order. */
size_t bb_recursion_members(const uint64_t *names, size_t n, size_t *ret_first, size_t max);

#endif
