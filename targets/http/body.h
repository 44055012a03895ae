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

#endif
