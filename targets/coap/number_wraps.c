#include "number_wraps.h"

#include "coap3/coap_internal.h"
#include "coap_message.h"
#include "known.h"

static bool is_taken(struct bb_bytes datagram)
{
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, datagram.len);
    bool is_parsed = pdu && coap_pdu_parse(COAP_PROTO_UDP, datagram.ptr, datagram.len, pdu);
    coap_delete_pdu(pdu);
    return is_parsed;
}

bool bb_number_wraps(struct bb_bytes datagram)
{
    if (!bb_coap_number_overflows(datagram) || !is_taken(datagram))
        return false;
    BB_COAP_KNOWN(option_number_wraps);
    return true;
}
