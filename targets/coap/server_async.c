#include "server_async.h"

#include <brickbat/target.h>

#define ASYNC_DEFAULT_S 5

/* libcoap counts Hop-Limit down again when it hands the request to the application again; if that
 * ends it, an ACK is sent for a message ID of libcoap's own. */
static bool is_at_last_hop(const coap_pdu_t *request)
{
    coap_opt_iterator_t iterator;
    const coap_opt_t *hops = coap_check_option(request, COAP_OPTION_HOP_LIMIT, &iterator);
    return hops && coap_decode_var_bytes(coap_opt_value(hops), coap_opt_length(hops)) == 1;
}

static bool is_left_out(const coap_session_t *session, const coap_pdu_t *request)
{
    if (request->used_size > coap_session_max_pdu_size(session)) {
        BB_KNOWN(async_beyond_message_size);
        return true;
    }
    if (is_at_last_hop(request)) {
        BB_KNOWN(async_counts_hop_again);
        return true;
    }
    return false;
}

/* The seconds that a query of one digit says. */
static coap_tick_t delay_of(const coap_string_t *query)
{
    if (query && query->length == 1 && query->s[0] >= '0' && query->s[0] <= '9')
        return query->s[0] - '0';
    return ASYNC_DEFAULT_S;
}

void bb_async_get(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                  const coap_string_t *query, coap_pdu_t *response)
{
    (void)resource;
    if (coap_find_async(session, coap_pdu_get_token(request))) {
        coap_add_data(response, 4, (const uint8_t *)"done");
        response->code = COAP_RESPONSE_CODE(205);
        return;
    }
    coap_tick_t delay = delay_of(query) * COAP_TICKS_PER_SECOND;
    if (is_left_out(session, request) || !coap_register_async(session, request, delay))
        response->code = COAP_RESPONSE_CODE(503);
}
