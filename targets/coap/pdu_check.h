/*
 * What the oracles on one datagram share: parsing into memory of the exact size, and comparing a
 * libcoap PDU with what it should be.
 */
#ifndef BB_PDU_CHECK_H
#define BB_PDU_CHECK_H

#include "coap3/coap_internal.h"
#include "coap_message.h"

/* A cap for expected messages: more than the edits can make of a UDP datagram. */
#define BB_PDU_MAX_BYTES (1u << 17)

/* Parses the datagram as coap_handle_dgram does, but into memory of the exact size, so that a
 * sanitizer sees the first byte read past the end. Up to `room` more bytes may be added later.
 * NULL if refused. Free with coap_delete_pdu. */
coap_pdu_t *bb_pdu_parse(struct bb_bytes datagram, size_t room);

/* The PDU's bytes with a fresh header, borrowed from it. */
struct bb_bytes bb_pdu_encoded(coap_pdu_t *pdu);

/* True if the PDU encodes to a well-formed message with just these options (encoded), this token
 * and this payload. */
bool bb_pdu_has(coap_pdu_t *pdu, struct bb_bytes options, struct bb_bytes token,
                struct bb_bytes payload);

/* The option that the message ID picks, to work on. False if the message has none. */
bool bb_pdu_pick_option(const struct bb_coap_message *message, struct bb_coap_option *ret_option);

#endif
