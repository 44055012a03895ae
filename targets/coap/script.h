/*
 * An input of the UDP targets, read step by step: datagrams, each behind a 16-bit big-endian length
 * that is capped at what is left; a lone last byte is ignored.
 */
#ifndef BB_COAP_SCRIPT_H
#define BB_COAP_SCRIPT_H

#include "coap3/coap_internal.h"

#include "base/bytes.h"

/* Takes the next datagram off the input, which may be empty; false at the end. */
bool bb_script_take(struct bb_bytes *input, struct bb_bytes *ret_datagram);

/* Lets 30 s pass in which nothing arrives; each step ends when libcoap's next timer is due. */
void bb_script_be_silent(coap_context_t *context);

#endif
