/*
 * What is asserted about an endpoint of any library besides memory safety. Each is an oracle of
 * brickbat/target.h, so the replayer counts them.
 */
#ifndef TLS_WATCH_H
#define TLS_WATCH_H

#include <stdbool.h>

#include "base/bytes.h"

/* Before an endpoint's first byte: all that its peer is going to say. A peer that says the secret
 * itself may hear it again in the clear, as the name of a session or of a connection. Until this is
 * called, no peer knows it. */
void watch_peer(struct bb_bytes says);

/* Every write to the network: whole records of known types within their size (RFC 5246,
 * section 6.2; RFC 6347, section 4.1; RFC 9147, section 4), alerts that exist, nothing that is or
 * looks like application data before it may be, and never the secret that the application sends. */
void watch_sent(struct bb_bytes bytes, bool is_datagram, bool may_send_data);

/* Application data was delivered. */
void watch_received(bool is_established);

#endif
