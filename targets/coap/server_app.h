/*
 * The application behind the server target: what a small device would offer, written the way
 * libcoap's manual pages show.
 *
 *   /                 GET
 *   /store            GET PUT POST DELETE FETCH PATCH iPATCH, observable; POST makes a resource
 *   /con              GET PUT, observable, notifications are confirmable
 *   /big              GET of 3000 bytes, observable
 *   /async            GET, answered separately after the seconds that the query says (default 5)
 *   /fresh            PUT, only with an Echo option (RFC 9175)
 *   /.well-known/core libcoap's own
 *   any other path    PUT makes a resource (at most 8), which then has GET PUT DELETE, observable
 *   Proxy-Uri/-Scheme for another host: the payload plays the origin server; its first byte is the
 *                     code of the answer, the rest the payload. For host "gw": this server itself.
 */
#ifndef BB_SERVER_APP_H
#define BB_SERVER_APP_H

#include "coap3/coap_internal.h"

struct bb_app {
    unsigned made;   /* resources that requests have made and not deleted */
    unsigned serial; /* of the next one made by POST */
};

/* Adds all resources to the context; they belong to it. `app` must outlive the context. */
void bb_app_start(coap_context_t *context, struct bb_app *app);

#endif
