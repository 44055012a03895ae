/*
 * The input of mqtt_mosquitto_broker: a script of what eight clients and the clock do, step by
 * step.
 *
 * Of the first byte, bits 7..5 are the client's slot, 0..7, and bits 4..0 the kind of step:
 *
 * - 1: the client closes its connection. Two bytes follow that are ignored.
 * - 2: the clock advances. Two bytes follow: by how many seconds, big-endian.
 * - 0 and all others: the client sends. Two bytes follow: how many bytes, big-endian, capped at
 *   what is left of the input; then these.
 *
 * A rest of one or two bytes is not a step.
 */
#ifndef BROKER_SCRIPT_H
#define BROKER_SCRIPT_H

#include "base/bytes.h"

enum { SCRIPT_SLOTS = 8 };

enum script_kind { SCRIPT_SEND, SCRIPT_CLOSE, SCRIPT_CLOCK };

struct script_step {
    enum script_kind kind;
    unsigned slot;
    unsigned seconds;      /* SCRIPT_CLOCK */
    struct bb_bytes bytes; /* SCRIPT_SEND; borrowed from the input */
};

/* Takes one step off the front. False at the end of the script. */
bool script_take(struct bb_bytes *script, struct script_step *ret_step);

#endif
