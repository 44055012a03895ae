/*
 * Reads an accepted message in all the ways that libcoap offers, with a sanitizer as the judge.
 */
#ifndef BB_PDU_READ_H
#define BB_PDU_READ_H

#include "coap3/coap_internal.h"

/* Prints the message to the log, then reads path, query, blocks, proxy URI and numbers from it, and
 * derives a cache key and an error response. `pdu` is not changed. */
void bb_pdu_read_all(const coap_pdu_t *pdu);

#endif
