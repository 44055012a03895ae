#include "option_known.h"

#include <brickbat/target.h>

#include "coap3/coap_internal.h"
#include "coap_message.h"

#define TWO_BYTE_DELTA 269 /* the least that has an extension of two bytes */

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
    BB_KNOWN(option_number_wraps);
    return true;
}

bool bb_removal_is_faulty(unsigned before, unsigned number, unsigned behind)
{
    unsigned joined = behind - before, next = behind - number;
    return joined == TWO_BYTE_DELTA || (next == TWO_BYTE_DELTA && joined > TWO_BYTE_DELTA);
}

bool bb_cannot_remove(struct bb_bytes options, unsigned wanted)
{
    struct bb_coap_option option = {0};
    unsigned number = 0, before = 0;
    bool is_found = false;
    while (!is_found && bb_coap_take_option(&options, &number, &option)) {
        is_found = option.number == wanted;
        before = is_found ? before : option.number;
    }
    if (!is_found || !bb_coap_take_option(&options, &number, &option) ||
        !bb_removal_is_faulty(before, wanted, option.number))
        return false;
    BB_KNOWN(remove_option_delta_269);
    return true;
}
