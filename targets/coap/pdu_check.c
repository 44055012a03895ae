#include "pdu_check.h"

#define HEADER_BYTES 4

coap_pdu_t *bb_pdu_parse(struct bb_bytes datagram, size_t room)
{
    size_t max_size = datagram.len > HEADER_BYTES ? datagram.len - HEADER_BYTES + room : room;
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, max_size);
    if (pdu && !coap_pdu_parse(COAP_PROTO_UDP, datagram.ptr, datagram.len, pdu)) {
        coap_delete_pdu(pdu);
        return NULL;
    }
    return pdu;
}

struct bb_bytes bb_pdu_encoded(coap_pdu_t *pdu)
{
    size_t header = coap_pdu_encode_header(pdu, COAP_PROTO_UDP);
    return bb_bytes_of(pdu->token - header, pdu->used_size + header);
}

bool bb_pdu_has(coap_pdu_t *pdu, struct bb_bytes options, struct bb_bytes token,
                struct bb_bytes payload)
{
    struct bb_coap_message got;
    return bb_coap_decode(bb_pdu_encoded(pdu), &got) && bb_bytes_equal(got.options, options) &&
           bb_bytes_equal(got.token, token) && bb_bytes_equal(got.payload, payload);
}

bool bb_pdu_pick_option(const struct bb_coap_message *message, struct bb_coap_option *ret_option)
{
    size_t count = bb_coap_count_options(message);
    if (count == 0)
        return false;
    struct bb_bytes cursor = message->options;
    unsigned number = 0;
    for (size_t left = message->mid % count + 1; left > 0; left--)
        bb_coap_take_option(&cursor, &number, ret_option);
    return true;
}
