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

/* Cuts a datagram to this length. Known finding datagram_cut: libcoap takes the first 1472 bytes of
 * a longer one for all of it (COAP_RXBUFFER_SIZE; coap_network_read, coap_io.c, does not ask for
 * MSG_TRUNC), so none is sent. */
void bb_script_cut(struct bb_bytes *datagram, size_t max_len);

/* Lets 30 s pass in which nothing arrives; each step ends when libcoap's next timer is due. */
void bb_script_be_silent(coap_context_t *context);

#endif
