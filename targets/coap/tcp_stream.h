/*
 * CoAP over TCP as a second opinion reads it: RFC 8323 section 3.2. It shares nothing with the
 * parser under test.
 */
#ifndef BB_COAP_TCP_STREAM_H
#define BB_COAP_TCP_STREAM_H

#include "coap_message.h"

/* Signaling codes: RFC 8323 section 5. */
enum {
    BB_COAP_CSM = BB_COAP_CODE(7, 1),
    BB_COAP_PING = BB_COAP_CODE(7, 2),
    BB_COAP_PONG = BB_COAP_CODE(7, 3),
    BB_COAP_RELEASE = BB_COAP_CODE(7, 4),
    BB_COAP_ABORT = BB_COAP_CODE(7, 5),
};

/* Takes the next message off the stream, as long as its header says; false if it is not all there.
 */
bool bb_tcp_take(struct bb_bytes *stream, struct bb_bytes *ret_frame);

/* The message as a datagram of type CON and message ID 0, appended to `datagram`: what is after the
 * header means the same. False if the header is not all there. */
bool bb_tcp_to_datagram(struct bb_bytes frame, struct bb_buf *datagram);

/* Takes what arrives at a time off what is left of a message: behind one in 64 of all three bytes
 * it is cut, so that a change elsewhere in an input moves no cut. False at the end. */
bool bb_tcp_take_piece(struct bb_bytes frame, struct bb_bytes *rest, struct bb_bytes *ret_piece);

#endif
