/*
 * Oracles on one datagram that libcoap's parser accepted: what parses must format again to the
 * same meaning, and every edit of a message does what it says and nothing else. The expectation
 * always comes from coap_message.c, never from libcoap.
 */
#ifndef BB_PDU_ORACLE_H
#define BB_PDU_ORACLE_H

#include "coap3/coap_internal.h"
#include "coap_message.h"

/* `pdu` is what coap_pdu_parse made of `datagram`, `message` what bb_coap_decode did. None of
 * these changes `pdu`; each works on copies. */

/* Type, code, message ID, token, every option and the payload as the getters give them. */
void bb_pdu_check_getters(const coap_pdu_t *pdu, const struct bb_coap_message *message);

/* Header and options encoded again, one by one, by coap_opt_encode. */
void bb_pdu_check_encode(coap_pdu_t *pdu, struct bb_bytes datagram,
                         const struct bb_coap_message *message);

/* The message built anew by the functions an application uses: coap_add_token, coap_add_option,
 * coap_add_data; and once more from a sorted option list. */
void bb_pdu_check_rebuild(const struct bb_coap_message *message);

/* coap_pdu_duplicate, both with and without leaving an option out. */
void bb_pdu_check_duplicate(const coap_pdu_t *pdu, const struct bb_coap_message *message);

/* coap_update_token, coap_remove_option, coap_insert_option and coap_update_option on a fresh
 * parse of the datagram. The message ID picks which option and which new length. */
void bb_pdu_check_edits(struct bb_bytes datagram, const struct bb_coap_message *message);

#endif
