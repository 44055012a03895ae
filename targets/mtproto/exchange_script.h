/*
 * An input of mtproto_exchange's (the grammar of that name), read step by step.
 */
#ifndef EXCHANGE_SCRIPT_H
#define EXCHANGE_SCRIPT_H

#include "base/bytes.h"

enum exchange_step_kind {
    EXCHANGE_PACKET,
    EXCHANGE_DH_ANSWER,
    EXCHANGE_SEALED,
    EXCHANGE_RECONNECT,
    EXCHANGE_CLOCK,
};

struct exchange_step {
    enum exchange_step_kind kind;
    bool keeps_nonces;
    bool keeps_hash;
    struct bb_bytes content;
    struct bb_bytes padding; /* of an answer */
    unsigned seconds;        /* of the clock */
};

/* The byte before the first step: false if there is none. */
bool exchange_script_start(struct bb_bytes *input, bool *ret_forward_secrecy);

/* Takes the next step off the input; a length is capped at what is left. False at the end. */
bool exchange_script_take(struct bb_bytes *input, struct exchange_step *ret_step);

#endif
