#include "server_known.h"

#include <brickbat/target.h>

#include "coap_message.h"
#include "option_known.h"
#include "server_peers.h"

#define BODY_MAX_BYTES (1u << 20) /* more than any resource here takes */
#define MAX_LOOKS      (1u << 16) /* at an option, for one message */

static bool has_option(const struct bb_coap_message *message, unsigned number)
{
    struct bb_coap_option option;
    return bb_coap_find_option(message, number, &option);
}

/* Has the peer begun a body of which libcoap keeps nothing? */
static bool has_empty_body(const coap_context_t *context, unsigned peer)
{
    const coap_session_t *session, *next;
    const coap_lg_srcv_t *body;
    SESSIONS_ITER(context->endpoint->sessions, session, next)
    {
        if (COAP_PROTO_NOT_RELIABLE(session->proto) &&
            bb_peer_of_address(&session->addr_info.remote.addr.sa) != peer)
            continue;
        LL_FOREACH(session->lg_srcv, body)
        {
            if (!body->body_data)
                return true;
        }
    }
    return false;
}

static bool leaves_out_block1(const coap_context_t *context, unsigned peer,
                              const struct bb_coap_message *message, unsigned block1)
{
    struct bb_coap_option size1;
    size_t offset = (size_t)(block1 >> 4) << ((block1 & 7) + 4);
    bool has_more = block1 & 8;
    if (has_option(message, BB_COAP_PROXY_URI) || has_option(message, BB_COAP_PROXY_SCHEME)) {
        BB_KNOWN(block1_through_proxy);
        return true;
    }
    if (offset > BODY_MAX_BYTES || (bb_coap_find_option(message, BB_COAP_SIZE1, &size1) &&
                                    bb_coap_option_uint(&size1) > BODY_MAX_BYTES)) {
        BB_KNOWN(block1_allocates);
        return true;
    }
    if (!has_more && has_empty_body(context, peer)) {
        BB_KNOWN(block1_without_size1);
        return true;
    }
    return false;
}

static bool begins_with_type(struct bb_bytes query)
{
    return query.len >= 3 && memcmp(query.ptr, "rt=", 3) == 0;
}

/* Does it ask for the resources whose type has a word with this beginning (RFC 6690 section 4.1),
 * of more than one character? */
static bool filters_by_beginning(const struct bb_coap_message *message)
{
    struct bb_bytes rest = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    size_t len = 0;
    bool is_type = false, is_beginning = false;
    while (bb_coap_take_option(&rest, &number, &option)) {
        if (number != BB_COAP_URI_QUERY)
            continue;
        is_type = is_type || (len == 0 && begins_with_type(option.value));
        is_beginning = option.value.len && option.value.ptr[option.value.len - 1] == '*';
        len += option.value.len + 1;
    }
    return is_type && is_beginning && len > sizeof "rt=x*";
}

/* An unknown critical option that a proxy may forward (RFC 7252 section 5.4.6). OSCORE is one. */
static bool is_unknown_to_proxy(unsigned number)
{
    return (number & 3) == 1 && number != BB_COAP_IF_MATCH && number != BB_COAP_IF_NONE_MATCH &&
           number != BB_COAP_ACCEPT;
}

/* For each of those libcoap looks through all options, twice. */
static bool takes_too_long(const struct bb_coap_message *message)
{
    struct bb_bytes rest = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    size_t count = 0, unknown = 0;
    while (bb_coap_take_option(&rest, &number, &option)) {
        count++;
        unknown += is_unknown_to_proxy(number);
    }
    return unknown * count > MAX_LOOKS;
}

bool bb_server_leaves_out(const coap_context_t *context, struct bb_bytes datagram)
{
    struct bb_coap_message message;
    struct bb_coap_option block1;
    if (!bb_coap_decode(datagram, &message))
        return bb_number_wraps(datagram);
    if (takes_too_long(&message)) {
        BB_KNOWN(critical_options_quadratic);
        return true;
    }
    if (message.type == BB_COAP_CON && has_option(&message, BB_COAP_NO_RESPONSE)) {
        BB_KNOWN(no_response_to_con);
        return true;
    }
    if (filters_by_beginning(&message) && BB_PASSES_OVER(filter_beyond_word))
        return true;
    return bb_cannot_remove(message.options, BB_COAP_BLOCK1) ||
           (bb_coap_find_option(&message, BB_COAP_BLOCK1, &block1) &&
            leaves_out_block1(context, bb_peer_of_datagram(datagram), &message,
                              bb_coap_option_uint(&block1)));
}
