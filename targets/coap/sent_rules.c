#include "sent_rules.h"

#include <brickbat/target.h>

#include "coap3/coap_internal.h"

#define HEADER_BYTES 4

/* What the incoming datagram is, as far as it can be told; the rules on answers need no more. */
struct incoming {
    bool has_header; /* four bytes */
    bool is_version_1;
    enum bb_coap_type type;
    uint16_t mid;
};

static struct incoming look_at(struct bb_bytes datagram)
{
    const uint8_t *at = datagram.ptr;
    if (datagram.len < HEADER_BYTES)
        return (struct incoming){0};
    return (struct incoming){.has_header = true,
                             .is_version_1 = at[0] >> 6 == 1,
                             .type = at[0] >> 4 & 3,
                             .mid = (uint16_t)(at[2] << 8 | at[3])};
}

/* RFC 7252 section 4.2: acknowledgements and resets answer the message that is being worked on,
 * under its message ID; an ACK only a Confirmable one. Neither answers an ACK or a RST. */
void bb_sent_check_answer(struct bb_bytes incoming, bool is_to_sender,
                          const struct bb_coap_message *sent)
{
    struct incoming in = look_at(incoming);
    BB_ORACLE(coap_answer, in.has_header && is_to_sender, "an ACK or a RST out of the blue");
    if (sent->type == BB_COAP_RST && !in.is_version_1) {
        BB_KNOWN(rst_to_unknown_version); /* section 3: silently ignored */
        return;
    }
    if (sent->type == BB_COAP_RST && in.type >= BB_COAP_ACK) {
        BB_KNOWN(rst_to_ack_or_rst);
        return;
    }
    if (sent->type == BB_COAP_RST && sent->mid == 0 && in.mid != 0) {
        BB_KNOWN(rst_with_message_id_0); /* to one longer than the MTU */
        return;
    }
    BB_ORACLE(coap_answer, sent->mid == in.mid, "an ACK or a RST for another message");
    BB_ORACLE(coap_answer, sent->type == BB_COAP_RST || in.type == BB_COAP_CON,
              "an ACK for what is not Confirmable");
}

void bb_sent_check_parses(struct bb_bytes datagram, struct bb_coap_message *ret_sent)
{
    BB_ORACLE(coap_sent_parses, bb_coap_decode(datagram, ret_sent), "a malformed message was sent");
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, datagram.len);
    BB_ORACLE(coap_sent_parses, coap_pdu_parse(COAP_PROTO_UDP, datagram.ptr, datagram.len, pdu),
              "libcoap refuses what it sent itself");
    coap_delete_pdu(pdu);
}
