/*
 * Bodies of requests and answers, in one message or block by block (RFC 7959), in all three ways
 * that libcoap offers: it joins blocks for the application, it hands them on one by one, or the
 * application does everything itself.
 */
#ifndef BB_SERVER_BODY_H
#define BB_SERVER_BODY_H

#include "base/buf.h"
#include "coap3/coap_internal.h"

/* No resource holds more than this. */
enum { BB_BODY_MAX_BYTES = 8192 };

/* Takes the body, or the block, that the request carries into `store`. Returns the code of the
 * answer: `done` when the body is complete, 2.31 when more is to come, or an error. Adds Block1 to
 * the answer where that is the application's duty. */
coap_pdu_code_t bb_body_take(coap_session_t *session, const coap_pdu_t *request,
                             coap_pdu_t *response, struct bb_buf *store, coap_pdu_code_t done);

/* Answers with the body, code 2.05, or the block of it that the request asks for. */
void bb_body_give(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                  const coap_string_t *query, coap_pdu_t *response, struct bb_bytes body);

#endif
