/*
 * Messages that the client target does not deliver, because a known fault of libcoap 4.3.1 would
 * end every run with the same report. README.md says what each fault is. Anything else passes.
 */
#ifndef BB_CLIENT_KNOWN_H
#define BB_CLIENT_KNOWN_H

#include "base/bytes.h"
#include "coap3/coap_internal.h"

/* Gives back what libcoap forgets when it closes this session. */
void bb_client_give_back(coap_session_t *session);

/* True if the datagram to this session, which may be NULL, is to be left out; counted under
 * known_<id> (known.h). */
bool bb_client_leaves_out(const coap_session_t *session, struct bb_bytes datagram);

/* The message without the Echo option that libcoap has added, if it is Empty but for that; else as
 * it is. Over TCP: as a datagram. */
struct bb_bytes bb_client_without_echo(struct bb_bytes datagram);

#endif
