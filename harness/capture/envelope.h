/*
 * Whether a grammar is one of datagram sessions: messages that each stand behind a 16-bit length.
 */
#ifndef BB_CAPTURE_ENVELOPE_H
#define BB_CAPTURE_ENVELOPE_H

#include <brickbat/grammar.h>

#include "capture/cutter.h"

/* The form of the lengths, read off the grammar's tables; BB_ENVELOPE_NONE for all other grammars.
 */
enum bb_envelope bb_envelope_of(const struct bb_grammar *grammar);

#endif
