#include "sdp_response.h"

#include <brickbat/target.h>

#include "sdp_element.h"

enum { HANDLE_BYTES = 4 };

/* 4.3: a length of one byte, and the state, at the end of the PDU. */
static void take_state(struct bb_bytes *rest, struct sdp_response *response)
{
    struct bb_bytes len;
    bool has_len = bb_bytes_take(rest, 1, &len);
    BB_ORACLE(sdp_state, has_len && len.ptr[0] <= SDP_STATE_MAX_BYTES && rest->len == len.ptr[0],
              "what follows the list is not a continuation state to the end of the response");
    response->state = *rest;
}

static void check_search(struct bb_bytes rest, const struct sdp_request *asked,
                         struct sdp_response *response)
{
    struct bb_bytes counts;
    bool is_whole = bb_bytes_take(&rest, 4, &counts);
    unsigned total = is_whole ? bb_be16(counts.ptr) : 0,
             current = is_whole ? bb_be16(counts.ptr + 2) : 0;
    BB_ORACLE(sdp_handles,
              is_whole && current <= total &&
                  bb_bytes_take(&rest, (size_t)current * HANDLE_BYTES, &response->list),
              "a search response has fewer handles than it says, or more than in total");
    BB_ORACLE(sdp_records_limit, (asked->state.len ? current : total) <= asked->limit,
              "more records are found than were asked for");
    take_state(&rest, response);
}

static void check_attributes(struct bb_bytes rest, unsigned limit, struct sdp_response *response)
{
    struct bb_bytes count;
    bool is_whole = bb_bytes_take(&rest, 2, &count);
    BB_ORACLE(sdp_bytes, is_whole && bb_bytes_take(&rest, bb_be16(count.ptr), &response->list),
              "an attribute response has fewer bytes of attributes than it says");
    BB_ORACLE(sdp_bytes_limit, limit < SDP_LEAST_MAX_BYTES || response->list.len <= limit,
              "more bytes of attributes are sent than were asked for");
    take_state(&rest, response);
}

static void check_error(struct bb_bytes rest, struct sdp_response *response)
{
    response->error = rest.len == 2 ? bb_be16(rest.ptr) : 0;
    BB_ORACLE(sdp_error_code, response->error >= 1 && response->error <= SDP_ERROR_LAST,
              "an error response has another length than an error code, or a reserved one");
}

static void check_header(struct bb_bytes request, struct bb_bytes response, size_t mtu)
{
    BB_ORACLE(sdp_header,
              response.len >= SDP_HEADER_BYTES &&
                  bb_be16(response.ptr + 3) == response.len - SDP_HEADER_BYTES,
              "the length in a response's header is not that of the response");
    BB_ORACLE(sdp_fits_mtu, response.len <= mtu, "a response is longer than the client takes");
    BB_ORACLE(sdp_transaction, bb_be16(request.ptr + 1) == bb_be16(response.ptr + 1),
              "a response has another transaction id than its request");
    BB_ORACLE(sdp_answer,
              response.ptr[0] == SDP_PDU_ERROR ||
                  (request.ptr[0] >= SDP_PDU_SEARCH && request.ptr[0] <= SDP_PDU_SEARCH_ATTRIBUTE &&
                   request.ptr[0] % 2 == 0 && response.ptr[0] == request.ptr[0] + 1),
              "what is answered is neither what was asked nor an error");
}

struct sdp_response sdp_response_check(struct bb_bytes request, struct bb_bytes response,
                                       size_t mtu)
{
    check_header(request, response, mtu);
    struct bb_bytes rest = response, header;
    bb_bytes_take(&rest, SDP_HEADER_BYTES, &header);
    struct sdp_response result = {.pdu = header.ptr[0]};
    struct sdp_request asked = {0};
    if (result.pdu == SDP_PDU_ERROR) {
        check_error(rest, &result);
        return result;
    }
    BB_ORACLE(sdp_request_read, sdp_request_read(request, &asked),
              "what is not laid out as a request was answered");
    if (result.pdu == SDP_PDU_SEARCH + 1)
        check_search(rest, &asked, &result);
    else
        check_attributes(rest, asked.limit, &result);
    return result;
}
