/*
 * What the target does to a civetweb server from inside (civetweb_parser.c).
 */
#ifndef CIVETWEB_PARSER_H
#define CIVETWEB_PARSER_H

#include <stdbool.h>

struct mg_connection;
struct mg_context;

/* What mg_stop does first: threads end when they look up from their work. */
void civetweb_stop(struct mg_context *server);

/* What mg_stop does last, once the threads have ended. */
void civetweb_free(struct mg_context *server);

/* A Content-Length that is close to the largest number overflows when the server adds to it, behind
 * the request. Has the connection end before that; true if so. */
bool civetweb_refuse_length(struct mg_connection *connection);

#endif
