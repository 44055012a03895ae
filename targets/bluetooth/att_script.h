/*
 * The input of the ATT targets: steps, each of two bytes (upper four bits: the event; the other
 * twelve: its argument), a length of 16 bits and so many bytes, or as many as there are.
 */
#ifndef ATT_SCRIPT_H
#define ATT_SCRIPT_H

#include "base/bytes.h"

enum att_event {             /* as in the grammar, att.proto: Event; others are SEND */
                 ATT_SEND,   /* the peer sends the bytes */
                 ATT_PASS,   /* argument: seconds */
                 ATT_SECURE, /* argument: bits 0 to 2 level, 4 to 8 size of the key in bytes */
                 ATT_ACT,    /* the program does something: the target says what */
};

struct att_step {
    enum att_event event;
    unsigned argument;
    struct bb_bytes bytes; /* borrowed from the input */
};

/* Takes one step off the front. False at the end. */
bool att_script_take(struct bb_bytes *script, struct att_step *ret_step);

#endif
