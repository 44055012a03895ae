/*
 * Bugs of BlueZ's ATT that are known and that single PDUs meet: these are not delivered, and
 * counted as oracles known_<bug>. README.md says what each one is.
 */
#ifndef ATT_KNOWN_H
#define ATT_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* To the server. */
bool att_known_request(struct bb_bytes pdu);

/* To the client; is_of_properties: it has asked for extended properties of a characteristic. */
bool att_known_answer(struct bb_bytes pdu, bool is_of_properties);

#endif
