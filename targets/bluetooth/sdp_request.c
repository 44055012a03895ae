#include "sdp_request.h"

#include "sdp_element.h"

enum { HANDLE_BYTES = 4 };

static bool take_element(struct bb_bytes *rest)
{
    struct bb_bytes content;
    uint8_t header;
    return sdp_element_take(rest, &header, &content);
}

/* A pattern or a handle, the limit, identifiers of attributes unless only handles are searched, and
 * the state. */
bool sdp_request_read(struct bb_bytes bytes, struct sdp_request *ret_request)
{
    struct bb_bytes rest = bytes, head, limit, state_len;
    if (!bb_bytes_take(&rest, SDP_HEADER_BYTES, &head))
        return false;
    uint8_t pdu = head.ptr[0];
    if (!(pdu == SDP_PDU_ATTRIBUTE ? bb_bytes_take(&rest, HANDLE_BYTES, &head)
                                   : take_element(&rest)) ||
        !bb_bytes_take(&rest, 2, &limit) || (pdu != SDP_PDU_SEARCH && !take_element(&rest)) ||
        !bb_bytes_take(&rest, 1, &state_len) || rest.len < state_len.ptr[0])
        return false;
    *ret_request = (struct sdp_request){
        .limit = bb_be16(limit.ptr),
        .state = bb_bytes_of(rest.ptr, state_len.ptr[0]),
    };
    return true;
}
