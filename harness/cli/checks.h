/*
 * What this machine has and lacks: programs and their versions, kernel settings, room.
 */
#ifndef BB_CLI_CHECKS_H
#define BB_CLI_CHECKS_H

#include <stddef.h>

enum bb_verdict {
    BB_CHECK_OK,
    BB_CHECK_WARNING, /* works, but less well */
    BB_CHECK_MISSING, /* something that is needed is not there */
};

struct bb_check {
    enum bb_verdict verdict;
    const char *name;
    char found[160]; /* in words */
    char mend[160];  /* what to do; "" if nothing */
};

enum { BB_MAX_CHECKS = 32 };

/* Fills the list in the order in which things are needed; returns how many. */
size_t bb_checks_run(struct bb_check ret_checks[static BB_MAX_CHECKS]);

#endif
