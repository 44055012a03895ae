/*
 * What libcoap's editing functions should have made of a message, encoded by coap_message.c.
 * All of them append the encoded options to `buf`.
 */
#ifndef BB_PDU_EXPECT_H
#define BB_PDU_EXPECT_H

#include "coap_message.h"

/* Stands for no option at all where an option number is expected. */
#define BB_PDU_NO_OPTION 0x10000u

/* The options as libcoap's coap_add_option takes them one by one: those numbered `drop` are left
 * out; a repeated option that RFC 7252 does not call repeatable is refused; a request with
 * Proxy-Uri or Proxy-Scheme gets Hop-Limit 16 if it has none (RFC 8768 section 3). The number of
 * refused options goes to ret_refused. */
void bb_pdu_expect_added(struct bb_buf *buf, const struct bb_coap_message *message, unsigned drop,
                         size_t *ret_refused);

/* The options without the first one numbered `number`. */
void bb_pdu_expect_removed(struct bb_buf *buf, const struct bb_coap_message *message,
                           unsigned number);

/* The options with one more, behind all those of the same or a lower number. */
void bb_pdu_expect_inserted(struct bb_buf *buf, struct bb_bytes options,
                            const struct bb_coap_option *added);

/* The options with the value of the first one numbered new->number replaced. */
void bb_pdu_expect_updated(struct bb_buf *buf, const struct bb_coap_message *message,
                           const struct bb_coap_option *new);

/* True for the options that libcoap knows and refuses to add twice in a row. */
bool bb_pdu_is_once_only(unsigned number);

#endif
