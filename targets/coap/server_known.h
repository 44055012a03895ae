/*
 * Messages that the server target does not deliver, because a known fault of libcoap 4.3.1 would
 * end every run with the same report. README.md says what each fault is. Anything else passes.
 */
#ifndef BB_SERVER_KNOWN_H
#define BB_SERVER_KNOWN_H

#include "base/bytes.h"
#include "coap3/coap_internal.h"

/* True if the datagram is to be left out; counted under known_<id> (known.h). */
bool bb_server_leaves_out(const coap_context_t *context, struct bb_bytes datagram);

#endif
