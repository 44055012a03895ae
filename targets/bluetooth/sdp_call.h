/*
 * What a program asks of a server through BlueZ's library.
 */
#ifndef SDP_CALL_H
#define SDP_CALL_H

#include <stdbool.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"

enum sdp_call { /* as in the grammar, sdp.proto: Call */
                SDP_CALL_SEARCH,
                SDP_CALL_ATTRIBUTES,
                SDP_CALL_ATTRIBUTE_RANGE,
                SDP_CALL_SEARCH_ATTRIBUTES,
                SDP_CALL_SEARCH_ATTRIBUTE_RANGE,
                SDP_CALL_BLOCKING, /* and above: returns when all responses are there */
                SDP_CALL_SEARCH_BLOCKING = SDP_CALL_BLOCKING,
                SDP_CALL_ATTRIBUTES_BLOCKING,
                SDP_CALL_SEARCH_ATTRIBUTES_BLOCKING,
                SDP_CALLS,
};

/* Makes a call that does not block; true if a request was sent. */
bool sdp_call_start(sdp_session_t *session, enum sdp_call call);

/* Makes a call that blocks, and frees what it brought. */
void sdp_call_and_wait(sdp_session_t *session, enum sdp_call call);

#endif
