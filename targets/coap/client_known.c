#include "client_known.h"

#include "coap_message.h"
#include "known.h"
#include "number_wraps.h"

#define BERT                   7 /* the exponent of blocks of 1024 bytes: RFC 8323 section 6 */
#define HEADER_BYTES           4
#define TOKEN_AND_MARKER_BYTES 16
#define BODY_MAX_BYTES         (1u << 20) /* more than any body here has */

/* An unsigned number in an option: RFC 7252 section 3.2. */
static unsigned number_in(const struct bb_coap_option *option)
{
    unsigned number = 0;
    for (size_t i = 0; i < option->value.len; i++)
        number = number << 8 | option->value.ptr[i];
    return number;
}

/* A block that makes libcoap take memory for more than it has received. */
static bool allocates(const struct bb_coap_message *message)
{
    struct bb_coap_option block2, size2;
    if (!bb_coap_find_option(message, BB_COAP_BLOCK2, &block2))
        return false;
    unsigned block = number_in(&block2);
    return (size_t)(block >> 4) << ((block & 7) + 4) > BODY_MAX_BYTES ||
           (bb_coap_find_option(message, BB_COAP_SIZE2, &size2) &&
            number_in(&size2) > BODY_MAX_BYTES);
}

/* A server that wants larger blocks of a body that is being sent, at a place where none begins. */
static bool raises_size(const coap_session_t *session, const struct bb_coap_message *message)
{
    struct bb_coap_option block1;
    const coap_lg_xmit_t *body;
    if (!bb_coap_find_option(message, BB_COAP_BLOCK1, &block1))
        return false;
    unsigned exponent = number_in(&block1) & 7;
    size_t size = (size_t)16 << (exponent == BERT ? BERT - 1 : exponent);
    LL_FOREACH(session->lg_xmit, body)
    {
        size_t own = (size_t)16 << body->blk_size;
        if (size > own && (body->offset + own) % size != 0)
            return true;
    }
    return false;
}

static bool has_echo(const coap_pdu_t *pdu)
{
    coap_opt_iterator_t iterator;
    return coap_check_option(pdu, COAP_OPTION_ECHO, &iterator) != NULL;
}

/* RFC 9175 section 2.3: an Echo option that is asked for, though a request has one. */
static bool asks_for_echo_again(const coap_session_t *session,
                                const struct bb_coap_message *message)
{
    struct bb_coap_option echo;
    const coap_queue_t *sent;
    const coap_lg_xmit_t *body;
    const coap_lg_crcv_t *expected;
    bool is_again = false;
    if (message->code != BB_COAP_CODE(4, 1) || !bb_coap_find_option(message, BB_COAP_ECHO, &echo))
        return false;
    LL_FOREACH(session->context->sendqueue, sent)
    {
        is_again |= sent->session == session && has_echo(sent->pdu);
    }
    LL_FOREACH(session->lg_xmit, body)
    {
        is_again |= has_echo(&body->pdu);
    }
    LL_FOREACH(session->lg_crcv, expected)
    {
        is_again |= has_echo(&expected->pdu);
    }
    return is_again;
}

/* A body goes on, but the server takes no message any more that a block of it fits into. */
static bool shrinks_messages(const coap_session_t *session, const struct bb_coap_message *message)
{
    struct bb_coap_option block1;
    const coap_lg_xmit_t *body;
    size_t max_bytes = coap_session_max_pdu_size(session);
    if (!bb_coap_find_option(message, BB_COAP_BLOCK1, &block1))
        return false;
    LL_FOREACH(session->lg_xmit, body)
    {
        size_t block = (size_t)16 << body->blk_size;
        if (max_bytes < body->pdu.used_size + block + TOKEN_AND_MARKER_BYTES)
            return true;
    }
    return false;
}

bool bb_client_leaves_out(const coap_session_t *session, struct bb_bytes datagram)
{
    struct bb_coap_message message;
    if (!bb_coap_decode(datagram, &message))
        return bb_number_wraps(datagram);
    if (allocates(&message)) {
        BB_COAP_KNOWN(block2_allocates);
        return true;
    }
    if (session && raises_size(session, &message)) {
        BB_COAP_KNOWN(block1_size_raised);
        return true;
    }
    if (session && COAP_PROTO_RELIABLE(session->proto) && shrinks_messages(session, &message)) {
        BB_COAP_KNOWN(block1_beyond_message_size);
        return true;
    }
    if (session && asks_for_echo_again(session, &message)) {
        BB_COAP_KNOWN(echo_asked_for_again);
        return true;
    }
    return false;
}

struct bb_bytes bb_client_without_echo(struct bb_bytes datagram)
{
    struct bb_bytes rest = datagram, header;
    struct bb_coap_option option;
    unsigned number = 0;
    bool is_empty = bb_bytes_take(&rest, HEADER_BYTES, &header) && header.ptr[1] == 0 &&
                    (header.ptr[0] & 15) == 0;
    if (!is_empty || !bb_coap_take_option(&rest, &number, &option) || number != BB_COAP_ECHO ||
        rest.len > 0)
        return datagram;
    BB_COAP_KNOWN(echo_in_empty_message);
    return header;
}

void bb_client_give_back(coap_session_t *session)
{
    if (!session || !session->echo)
        return;
    BB_COAP_KNOWN(echo_not_freed);
    coap_delete_bin_const(session->echo);
    session->echo = NULL;
}
