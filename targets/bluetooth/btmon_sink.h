/*
 * Where the monitor's text goes: each line is formatted, for what that reads, and no more is kept
 * than its length and a hash.
 */
#ifndef BTMON_SINK_H
#define BTMON_SINK_H

#include <stddef.h>
#include <stdint.h>

struct btmon_text {
    uint64_t hash;
    size_t len;
};

/* Forgets what was printed. */
void btmon_sink_reset(void);

/* What was printed since. */
struct btmon_text btmon_sink_text(void);

/* What print(context) prints but for its first line, which counts packets. What was printed before
 * is kept, and this is not added to it. It is stopped when there are more than max bytes: it must
 * not hold anything then. */
struct btmon_text btmon_sink_aside(void (*print)(const void *context), const void *context,
                                   size_t max);

#endif
