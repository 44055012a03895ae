/*
 * What kinds of PDUs there are (Core Specification 5.4, Volume 3, Part F, 3.3).
 */
#ifndef ATT_OPCODE_H
#define ATT_OPCODE_H

#include <stdbool.h>
#include <stdint.h>

enum { ATT_MTU_MIN = 23 };

/* True for what has to be answered: neither command nor response. */
bool att_wants_answer(uint8_t opcode);

#endif
