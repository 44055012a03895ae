/*
 * Requests to an SDP server (Core Specification 5.4, Volume 3, Part B, 4.5 to 4.7), read by the
 * specification and not by BlueZ.
 */
#ifndef SDP_REQUEST_H
#define SDP_REQUEST_H

#include "base/bytes.h"

enum { SDP_HEADER_BYTES = 5 };

enum sdp_pdu {
    SDP_PDU_ERROR = 1,
    SDP_PDU_SEARCH = 2, /* requests; the response's is one more */
    SDP_PDU_ATTRIBUTE = 4,
    SDP_PDU_SEARCH_ATTRIBUTE = 6,
};

/* What a request asks for; the bytes are borrowed from it. */
struct sdp_request {
    unsigned limit;        /* records or bytes at most, in one response */
    struct bb_bytes state; /* to continue with; empty in the first request */
};

/* False, and nothing written, if it is not laid out as a request is. */
bool sdp_request_read(struct bb_bytes bytes, struct sdp_request *ret_request);

#endif
