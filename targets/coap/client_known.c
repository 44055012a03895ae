#include "client_known.h"

#include <brickbat/target.h>

#include "coap_message.h"
#include "option_known.h"

#define BERT                   7 /* the exponent of blocks of 1024 bytes: RFC 8323 section 6 */
#define HEADER_BYTES           4
#define TOKEN_AND_MARKER_BYTES 16
#define BODY_MAX_BYTES         (1u << 20) /* more than any body here has */

/* A block that makes libcoap take memory for more than it has received. */
static bool allocates(const struct bb_coap_message *message)
{
    struct bb_coap_option block2, size2;
    if (!bb_coap_find_option(message, BB_COAP_BLOCK2, &block2))
        return false;
    unsigned block = bb_coap_option_uint(&block2);
    return (size_t)(block >> 4) << ((block & 7) + 4) > BODY_MAX_BYTES ||
           (bb_coap_find_option(message, BB_COAP_SIZE2, &size2) &&
            bb_coap_option_uint(&size2) > BODY_MAX_BYTES);
}

static size_t block_size(const struct bb_coap_option *block)
{
    unsigned exponent = bb_coap_option_uint(block) & 7;
    return (size_t)16 << (exponent == BERT ? BERT - 1 : exponent);
}

/* A server that wants larger blocks of a body that is being sent, at a place where none begins. */
static bool raises_size(const coap_session_t *session, const struct bb_coap_message *message)
{
    struct bb_coap_option block1;
    const coap_lg_xmit_t *body;
    if (!bb_coap_find_option(message, BB_COAP_BLOCK1, &block1))
        return false;
    size_t size = block_size(&block1);
    LL_FOREACH(session->lg_xmit, body)
    {
        size_t own = (size_t)16 << body->blk_size;
        if (size > own && (body->offset + own) % size != 0)
            return true;
    }
    return false;
}

static bool has_echo(const coap_session_t *session, const coap_pdu_t *pdu, size_t echo_len)
{
    coap_opt_iterator_t iterator;
    (void)session, (void)echo_len;
    return coap_check_option(pdu, COAP_OPTION_ECHO, &iterator) != NULL;
}

static bool has_no_room(const coap_session_t *session, const coap_pdu_t *pdu, size_t echo_len)
{
    size_t used = pdu->data ? (size_t)(pdu->data - pdu->token) : pdu->used_size;
    return used + echo_len + TOKEN_AND_MARKER_BYTES > coap_session_max_pdu_size(session);
}

/* Is there a request like that, which an Echo option may be added to? */
static bool any_request(const coap_session_t *session, size_t echo_len,
                        bool (*is_such)(const coap_session_t *, const coap_pdu_t *, size_t))
{
    const coap_queue_t *sent;
    const coap_lg_xmit_t *body;
    const coap_lg_crcv_t *expected;
    bool is_any = false;
    LL_FOREACH(session->context->sendqueue, sent)
    {
        is_any |= sent->session == session && is_such(session, sent->pdu, echo_len);
    }
    LL_FOREACH(session->lg_xmit, body)
    {
        is_any |= is_such(session, &body->pdu, echo_len);
    }
    LL_FOREACH(session->lg_crcv, expected)
    {
        is_any |= is_such(session, &expected->pdu, echo_len);
    }
    return is_any;
}

/* RFC 9175 section 2.3: an Echo option that is asked for, though a request has one or has no room
 * for it. */
static bool asks_for_echo_in_vain(const coap_session_t *session,
                                  const struct bb_coap_message *message)
{
    struct bb_coap_option echo;
    if (message->code != BB_COAP_CODE(4, 1) || !bb_coap_find_option(message, BB_COAP_ECHO, &echo))
        return false;
    if (any_request(session, echo.value.len, has_echo))
        BB_KNOWN(echo_asked_for_again);
    else if (any_request(session, echo.value.len, has_no_room))
        BB_KNOWN(no_room_for_echo);
    else
        return false;
    return true;
}

/* A body goes on, but the server takes no message any more that a block of it fits into, or wants
 * blocks that are too large for that. */
static bool has_no_room_for_block(const coap_session_t *session,
                                  const struct bb_coap_message *message)
{
    struct bb_coap_option block1;
    const coap_lg_xmit_t *body;
    size_t max_bytes = coap_session_max_pdu_size(session);
    if (!bb_coap_find_option(message, BB_COAP_BLOCK1, &block1))
        return false;
    size_t wanted = block_size(&block1);
    LL_FOREACH(session->lg_xmit, body)
    {
        size_t own = (size_t)16 << body->blk_size, block = wanted > own ? wanted : own;
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
    if (bb_coap_class(message.code) >= 2 && bb_cannot_remove(message.options, BB_COAP_BLOCK2))
        return true;
    if (allocates(&message)) {
        BB_KNOWN(block2_allocates);
        return true;
    }
    if (session && raises_size(session, &message)) {
        BB_KNOWN(block1_size_raised);
        return true;
    }
    if (session && has_no_room_for_block(session, &message)) {
        BB_KNOWN(block1_beyond_message_size);
        return true;
    }
    return session && asks_for_echo_in_vain(session, &message);
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
    BB_KNOWN(echo_in_empty_message);
    return header;
}

void bb_client_give_back(coap_session_t *session)
{
    if (!session || !session->echo)
        return;
    BB_KNOWN(echo_not_freed);
    coap_delete_bin_const(session->echo);
    session->echo = NULL;
}
