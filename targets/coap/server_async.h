/*
 * The server target's resource that answers separately (RFC 7252 section 5.2.2): an empty ACK now,
 * the answer after as many seconds as the query says.
 */
#ifndef BB_SERVER_ASYNC_H
#define BB_SERVER_ASYNC_H

#include "coap3/coap_internal.h"

/* libcoap's handler of GET. */
void bb_async_get(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                  const coap_string_t *query, coap_pdu_t *response);

#endif
