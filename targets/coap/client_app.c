#include "client_app.h"

#include <brickbat/target.h>

#include <stdlib.h>

#include "option_known.h"

enum {
    BODY_MAX_BYTES = 6000,
    KEEPALIVE_S = 40,
    MAX_REQUESTS = 48, /* the rest of an input's are ignored */
    OWN_MID_BITS = 0x3fff,
    ROOM_BYTES = 80, /* that libcoap counts on beside the options */
};

static int on_event(coap_session_t *session, const coap_event_t event)
{
    (void)session, (void)event;
    return 0;
}

static void on_ping_or_pong(coap_session_t *session, const coap_pdu_t *received,
                            const coap_mid_t mid)
{
    (void)session, (void)received, (void)mid;
}

coap_context_t *bb_client_app_context(void *client, coap_response_handler_t on_response,
                                      coap_nack_handler_t on_nack)
{
    coap_context_t *context = coap_new_context(NULL);
    coap_set_app_data(context, client);
    coap_context_set_keepalive(context, KEEPALIVE_S);
    coap_register_response_handler(context, on_response);
    coap_register_nack_handler(context, on_nack);
    coap_register_event_handler(context, on_event);
    coap_register_ping_handler(context, on_ping_or_pong);
    coap_register_pong_handler(context, on_ping_or_pong);
    return context;
}

struct body {
    struct bb_client_app *app;
    uint8_t bytes[];
};

static void return_body(coap_session_t *session, void *body)
{
    (void)session;
    ((struct body *)body)->app->bodies_returned++;
    free(body);
}

static struct body *make_body(struct bb_client_app *app, struct bb_bytes payload, size_t len)
{
    struct body *body = malloc(sizeof *body + len);
    if (!body)
        abort();
    app->bodies_made++;
    body->app = app;
    for (size_t i = 0; i < len; i++)
        body->bytes[i] = payload.ptr[i % payload.len];
    return body;
}

static bool add_body(struct bb_client_app *app, coap_session_t *session, coap_pdu_t *pdu,
                     const struct bb_coap_message *message)
{
    struct bb_coap_option size1;
    size_t len = message->payload.len;
    if (len == 0)
        return true;
    if (bb_coap_find_option(message, BB_COAP_SIZE1, &size1) && bb_coap_option_uint(&size1) > len)
        len = bb_coap_option_uint(&size1) < BODY_MAX_BYTES ? bb_coap_option_uint(&size1)
                                                           : BODY_MAX_BYTES;
    if (pdu->used_size + ROOM_BYTES > pdu->max_size) {
        BB_KNOWN(no_room_for_blocks);
        return false;
    }
    struct body *body = make_body(app, message->payload, len);
    if (session->block_mode & COAP_BLOCK_USE_LIBCOAP)
        return coap_add_data_large_request(session, pdu, len, body->bytes, return_body, body);
    bool is_added = coap_add_data(pdu, len, body->bytes);
    return_body(session, body);
    return is_added;
}

static void add_options(coap_pdu_t *pdu, const struct bb_coap_message *message)
{
    struct bb_bytes options = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    while (bb_coap_take_option(&options, &number, &option)) {
        if (option.number != BB_COAP_SIZE1)
            coap_add_option(pdu, (coap_option_num_t)option.number, option.value.len,
                            option.value.ptr);
    }
}

static bool cancels(const struct bb_coap_message *message)
{
    struct bb_coap_option observe;
    return bb_coap_find_option(message, BB_COAP_OBSERVE, &observe) &&
           bb_coap_option_uint(&observe) == COAP_OBSERVE_CANCEL;
}

static void cancel(coap_session_t *session, const struct bb_coap_message *message)
{
    uint8_t bytes[16] = {0};
    coap_binary_t token = {message->token.len, bytes};
    if (token.length)
        memcpy(bytes, message->token.ptr, token.length);
    coap_cancel_observe(session, &token, (coap_pdu_type_t)message->type);
}

/* What libcoap takes out of a request when it asks for more. */
static bool cannot_ask_for_more(const coap_pdu_t *pdu)
{
    struct bb_bytes options =
        bb_bytes_of(pdu->token + pdu->token_length, pdu->used_size - pdu->token_length);
    return bb_cannot_remove(options, BB_COAP_BLOCK1) || bb_cannot_remove(options, BB_COAP_OBSERVE);
}

struct bb_bytes bb_client_app_ask(struct bb_client_app *app, coap_session_t *session,
                                  const struct bb_coap_message *message)
{
    static uint8_t token[8];
    size_t token_len = message->token.len;
    if (app->requests >= MAX_REQUESTS)
        return (struct bb_bytes){0};
    app->requests++;
    if (message->mid & OWN_MID_BITS)
        session->tx_mid = (uint16_t)(message->mid - 1);
    if (cancels(message)) {
        cancel(session, message);
        return (struct bb_bytes){0};
    }
    coap_pdu_t *pdu =
        coap_new_pdu((coap_pdu_type_t)message->type, (coap_pdu_code_t)message->code, session);
    if (!pdu)
        abort();
    if (token_len)
        memcpy(token, message->token.ptr, token_len);
    else
        coap_session_new_token(session, &token_len, token);
    coap_add_token(pdu, token_len, token);
    add_options(pdu, message);
    if (!add_body(app, session, pdu, message) || cannot_ask_for_more(pdu)) {
        coap_delete_pdu(pdu);
        return (struct bb_bytes){0};
    }
    coap_send(session, pdu);
    return bb_bytes_of(token, token_len);
}

void bb_client_app_check_returned(const struct bb_client_app *app)
{
    BB_ORACLE(coap_body_returned, app->bodies_made == app->bodies_returned,
              "a body that libcoap was given is not given back once");
}
