/*
 * The CPU time of all descendants of this process.
 */
#ifndef BENCH_TREE_TIME_H
#define BENCH_TREE_TIME_H

#include <stdint.h>

/* User and system time in milliseconds: of those that ended and were waited for, exactly, of those
 * that still run (at most 256), by clock ticks. A process that dies between two calls is in neither
 * sum for a moment, so it can be less than before. */
int64_t bench_tree_ms(void);

#endif
