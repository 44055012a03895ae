/*
 * A second opinion on where the body of a request ends and what is in it.
 */
#ifndef BB_HTTP_BODY_H
#define BB_HTTP_BODY_H

#include "base/bytes.h"

struct MHD_Connection;

/* Oracles on a request that is complete: `upload` is what the server handed out as its body, `raw`
 * what it took off the input behind the header. */
void body_check(struct MHD_Connection *connection, struct bb_bytes upload, struct bb_bytes raw);

/* Takes one chunk's line and data (RFC 9112, 7.1), lines ended as HTTP's are or by a bare line
 * feed. The last chunk is empty. False if there is none in due form. */
bool body_take_chunk(struct bb_bytes *cursor, struct bb_bytes *ret_data);

#endif
