#include "server_proxy.h"

#include <brickbat/target.h>

#include "base/bytes.h"

#define OWN_HOST       "gw"
#define URI_MAX_BYTES  1034 /* RFC 7252 table 4 */
#define FIRST_RESPONSE COAP_RESPONSE_CODE(200)
#define END_RESPONSE   COAP_RESPONSE_CODE(600)

/* The request as it would go to the origin server: Proxy-Uri taken apart into path and query. */
static coap_pdu_t *upstream_request(coap_session_t *session, const coap_pdu_t *request)
{
    coap_opt_filter_t drop;
    coap_option_filter_clear(&drop);
    coap_option_filter_set(&drop, COAP_OPTION_PROXY_URI);
    coap_option_filter_set(&drop, COAP_OPTION_PROXY_SCHEME);
    return coap_pdu_duplicate(request, session, request->token_length, request->token, &drop);
}

static void add_segments(coap_pdu_t *pdu, coap_option_num_t number, const uint8_t *options,
                         int count)
{
    while (count-- > 0) {
        coap_add_option(pdu, number, coap_opt_length(options), coap_opt_value(options));
        options += coap_opt_size(options);
    }
}

/* See the suppression of the same name in pdu_read.c. */
static bool ends_inside_escape(coap_str_const_t text)
{
    return text.length >= 2 && text.s[text.length - 2] == '%';
}

static bool add_uri(coap_pdu_t *pdu, const coap_opt_t *option)
{
    uint8_t segments[2 * URI_MAX_BYTES];
    size_t len = sizeof segments;
    coap_uri_t uri;
    if (coap_split_proxy_uri(coap_opt_value(option), coap_opt_length(option), &uri) < 0)
        return false;
    if (ends_inside_escape(uri.path) || ends_inside_escape(uri.query)) {
        BB_KNOWN(uri_escape_at_end);
        return false;
    }
    add_segments(pdu, COAP_OPTION_URI_PATH, segments,
                 coap_split_path(uri.path.s, uri.path.length, segments, &len));
    len = sizeof segments;
    add_segments(pdu, COAP_OPTION_URI_QUERY, segments,
                 coap_split_query(uri.query.s, uri.query.length, segments, &len));
    return true;
}

/* CVE-2023-30362: of an answer that tells of a loop (RFC 8768) the text is ended by one more byte,
 * with memory for it or without. */
static void make_room_for_end(coap_pdu_t *response)
{
    if (response->code != COAP_RESPONSE_CODE(508) || !response->data ||
        response->used_size < response->alloc_size || response->used_size >= response->max_size ||
        !BB_PASSES_OVER(cve_2023_30362))
        return;
    if (!coap_pdu_resize(response, response->used_size + 1))
        abort();
}

/* The origin server's answer: the first byte of the request's payload is the code, the rest the
 * payload. */
static void relay_answer(const coap_pdu_t *request, coap_pdu_t *response)
{
    size_t len;
    const uint8_t *data;
    if (!coap_get_data(request, &len, &data) || data[0] < FIRST_RESPONSE ||
        data[0] >= END_RESPONSE) {
        response->code = COAP_RESPONSE_CODE(502);
        return;
    }
    response->code = data[0];
    coap_add_data(response, len - 1, data + 1);
    make_room_for_end(response);
}

static void proxy(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                  const coap_string_t *query, coap_pdu_t *response)
{
    (void)resource, (void)query;
    coap_opt_iterator_t iterator;
    const coap_opt_t *uri = coap_check_option(request, COAP_OPTION_PROXY_URI, &iterator);
    coap_pdu_t *upstream = upstream_request(session, request);
    if (upstream && (!uri || add_uri(upstream, uri)))
        relay_answer(request, response);
    else
        response->code = COAP_RESPONSE_CODE(505);
    coap_delete_pdu(upstream);
}

coap_resource_t *bb_proxy_resource(void)
{
    const char *own_hosts[] = {OWN_HOST};
    return coap_resource_proxy_uri_init(proxy, 1, own_hosts);
}
