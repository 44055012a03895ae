/*
 * Parsers with planted bugs: ground truth for triage. README.md beside this file lists the bugs.
 *
 * A bug that is about to fire writes its name to the file that $BRICKBAT_CANARY names: what crashed
 * is known then, whatever the report looks like.
 */
#ifndef BB_TESTS_PLANTED_H
#define BB_TESTS_PLANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is left of a message. */
struct planted_in {
    const uint8_t *at;
    size_t left;
};

/* Puts the name in the place of what the file holds. Does nothing without the variable. */
void planted_canary(const char *bug);

/* Stands right before a bug, with the condition on which it fires. */
#define PLANTED(bug, condition)  \
    do {                         \
        if (condition)           \
            planted_canary(bug); \
    } while (0)

/* Integers, big-endian. False, and nothing taken, when too little is left. */
bool planted_take_u8(struct planted_in *in, uint8_t *ret_value);
bool planted_take_u16(struct planted_in *in, uint16_t *ret_value);

/* The next n bytes as an input of their own. */
bool planted_take_part(struct planted_in *in, size_t n, struct planted_in *ret_part);

#endif
