/*
 * What holds for every datagram that libcoap sends, as a server or as a client.
 */
#ifndef BB_SENT_RULES_H
#define BB_SENT_RULES_H

#include "coap_message.h"

/* What libcoap sends is well-formed, and its own parser takes it. */
void bb_sent_check_parses(struct bb_bytes datagram, struct bb_coap_message *ret_sent);

/* An ACK or a RST answers the datagram that is being worked on (RFC 7252 section 4.2);
 * is_to_sender: it goes where that came from. */
void bb_sent_check_answer(struct bb_bytes incoming, bool is_to_sender,
                          const struct bb_coap_message *sent);

#endif
