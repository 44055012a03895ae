/*
 * Bodies in chunks (RFC 9112, 7.1), as requests and responses have them.
 */
#ifndef BB_HTTP_CHUNK_H
#define BB_HTTP_CHUNK_H

#include "base/bytes.h"

/* Takes one chunk's line and data, lines ended as HTTP's are or by a bare line feed. The last chunk
 * is empty. False if there is none in due form. */
bool chunk_take(struct bb_bytes *cursor, struct bb_bytes *ret_data);

#endif
