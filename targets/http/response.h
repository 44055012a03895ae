/*
 * A response of HTTP/1.1 as a strict client reads it (RFC 9112). Everything is borrowed from the
 * bytes that were read.
 */
#ifndef BB_HTTP_RESPONSE_H
#define BB_HTTP_RESPONSE_H

#include <stdbool.h>

#include "base/bytes.h"

struct response {
    unsigned status;
    bool has_length; /* Content-Length */
    uint64_t length;
    bool is_chunked;
    bool has_number; /* the site's own, ANSWERS_HEADER */
    uint64_t number;
    struct bb_bytes raw; /* the body as it was sent, chunks and all */
};

/* Takes the status line and the fields, with the blank line. False if they are not in due form. */
bool response_take_head(struct bb_bytes *rest, struct response *ret_response);

/* Takes the body: by its length, in chunks, or all that is left; none if it
 * cannot have one, because of its status or its request. False
 * if it is cut short or not in due form. */
bool response_take_body(struct bb_bytes *rest, bool has_no_body, struct response *response);

/* Takes the end of a body in chunks, which has no business behind a response without a body. False
 * if it is not there. */
bool response_take_last_chunk(struct bb_bytes *rest, const struct response *response);

bool response_body_equals(const struct response *response, struct bb_bytes body);

#endif
