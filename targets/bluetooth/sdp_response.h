/*
 * What must hold for each response of an SDP server, given the request and the largest SDU that the
 * client takes (Core Specification 5.4, Volume 3, Part B, 4.2 to 4.7).
 */
#ifndef SDP_RESPONSE_H
#define SDP_RESPONSE_H

#include "base/bytes.h"
#include "sdp_request.h"

enum {
    SDP_STATE_MAX_BYTES = 16, /* 4.3 */
    SDP_LEAST_MAX_BYTES = 7,  /* 4.6.1, 4.7.1: what a client has to ask for at least */
    SDP_ERROR_LAST = 6,
};

/* What a response says; the bytes are borrowed from it. */
struct sdp_response {
    uint8_t pdu;           /* of the response */
    unsigned error;        /* 0: none */
    struct bb_bytes list;  /* handles, or a piece of attribute lists */
    struct bb_bytes state; /* to continue with; empty at the end */
};

/* Checks one response, and takes it apart. Oracles: sdp_header, sdp_transaction, sdp_answer,
 * sdp_fits_mtu, sdp_request_read, sdp_error_code, sdp_handles, sdp_records_limit, sdp_bytes,
 * sdp_bytes_limit, sdp_state. */
struct sdp_response sdp_response_check(struct bb_bytes request, struct bb_bytes response,
                                       size_t mtu);

#endif
