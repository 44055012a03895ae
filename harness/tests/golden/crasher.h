/*
 * The bugs of golden/crasher.c and of the files beside it: tables of names and functions.
 */
#ifndef BB_GOLDEN_CRASHER_H
#define BB_GOLDEN_CRASHER_H

#include <stddef.h>

struct kind {
    const char *name;
    void (*commit)(void);
};

/* crasher_calls.c, crasher_threads.c, crasher_undefined.c; each ends with an empty name. */
extern const struct kind call_kinds[];
extern const struct kind thread_kinds[];
extern const struct kind undefined_kinds[];

#endif
