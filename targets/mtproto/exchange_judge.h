/*
 * Which of a server's messages a client may go on with, by Telegram's "Creating an Authorization
 * Key" and "Security Guidelines for Client Developers", told without tgl.
 */
#ifndef EXCHANGE_JUDGE_H
#define EXCHANGE_JUDGE_H

#include <tgl.h>

#include "base/bytes.h"

enum exchange_verdict {
    EXCHANGE_WRONG,   /* has to be refused */
    EXCHANGE_UNKNOWN, /* right, if its prime is one: not one of the known ones */
    EXCHANGE_RIGHT,   /* has to be taken */
};

/* Of a packet in the state in which this data centre is. Also tells the server what it has said. */
enum exchange_verdict exchange_judge(const struct tgl_dc *dc, struct bb_bytes packet);

/* The slow part of it, for a packet that was taken: is the last answer's prime a safe one? */
bool exchange_is_prime_safe(void);

#endif
