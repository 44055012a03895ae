/*
 * Where the client's bytes are cut into what arrives at a time: behind one in 64 of all three
 * bytes, so that a change elsewhere in an input moves no cut.
 */
#ifndef BB_HTTP_PIECES_H
#define BB_HTTP_PIECES_H

#include "base/bytes.h"

/* Takes the next piece off the front, at least three bytes but for the last. False at the end. */
bool piece_take(struct bb_bytes *rest, struct bb_bytes *ret_piece);

#endif
