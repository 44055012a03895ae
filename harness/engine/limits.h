/*
 * Time and memory limits of one input in the replay driver. A timer looks every few milliseconds;
 * what it finds is printed with the stack that is common to the last looks (engine/stuck.h), and
 * ends the process (engine/stop.h).
 */
#ifndef BB_ENGINE_LIMITS_H
#define BB_ENGINE_LIMITS_H

/* 0 is no limit. */
struct bb_limits {
    unsigned timeout_ms; /* wall-clock time of one input */
    unsigned rss_mb;     /* resident memory of the process */
};

/* Starts watching; the time begins to count. */
void bb_limits_start(const struct bb_limits *limits);

/* Stops watching. The highest memory so far is checked once more, so that a peak between two looks
 * is not missed. */
void bb_limits_stop(void);

#endif
