/*
 * The site that http_civetweb serves: a folder of files (civetweb_system.h), and these paths.
 *
 *     /echo      the body of the request, as it was read
 *     /form      a form of any kind, field by field
 *     /vars      arguments and cookies named a, b and c, and every argument by position
 *     /digest    for "user" with "pass"
 *     /chunks    an answer in chunks
 *     /go        a redirection to the argument `to`
 *     /ws        a WebSocket that echoes
 *
 * What the application is given is held against the client's bytes, and what it answers is noted,
 * to be held against what is sent (civetweb_answers.h).
 */
#ifndef CIVETWEB_SITE_H
#define CIVETWEB_SITE_H

#include <civetweb.h>

#include "base/bytes.h"

#include "civetweb_answers.h"

struct civetweb_site {
    struct bb_bytes input; /* all that the client sends */
    struct civetweb_answers answers;
    unsigned requests; /* begun and not ended yet: 0 or 1 */
    unsigned sockets;  /* WebSockets that are open */
};

/* Registers the handlers. */
void civetweb_site_open(struct mg_context *server, struct civetweb_site *site);

/* For mg_callbacks. */
int civetweb_site_begin(struct mg_connection *connection);
void civetweb_site_end(const struct mg_connection *connection, int status);

#endif
