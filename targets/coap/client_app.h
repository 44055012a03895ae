/*
 * The application behind the client targets: it makes the requests that the input says, written the
 * way libcoap's manual pages show, and takes the responses.
 */
#ifndef BB_CLIENT_APP_H
#define BB_CLIENT_APP_H

#include "coap3/coap_internal.h"

#include "coap_message.h"

struct bb_client_app {
    unsigned requests;    /* made so far */
    unsigned bodies_made; /* given to libcoap, which gives each back once */
    unsigned bodies_returned;
    unsigned responses; /* taken so far */
    unsigned nacks;     /* requests that failed, so far */
};

/* A context whose application data is `client`, with a keep-alive, these handlers, and others that
 * do nothing. Freed by coap_free_context. */
coap_context_t *bb_client_app_context(void *client, coap_response_handler_t on_response,
                                      coap_nack_handler_t on_nack);

/* Sends the request that the message describes: type, code, token (one that libcoap makes, if it is
 * empty), message ID (the next one of the session, if its lower 14 bits are 0), options and
 * payload. Observe 1 cancels the observation with that token. A Size1 option is not sent: it says
 * how long the body is, the payload repeated. Returns the token in use; empty if nothing was asked.
 */
struct bb_bytes bb_client_app_ask(struct bb_client_app *app, coap_session_t *session,
                                  const struct bb_coap_message *message);

/* After the context is gone: what libcoap was given came back. */
void bb_client_app_check_returned(const struct bb_client_app *app);

#endif
