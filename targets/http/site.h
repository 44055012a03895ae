/*
 * The web server that the target plays: a small device with a status page, resources behind basic
 * and digest authentication, forms, and uploads that it sends back. Memory of the target's own is
 * never taken from the parser's heap.
 */
#ifndef BB_HTTP_SITE_H
#define BB_HTTP_SITE_H

#include <microhttpd.h>
#include <stdbool.h>

#include "answers.h"
#include "base/buf.h"
#include "form.h"
#include "granted.h"

enum { SITE_UPLOAD_MAX_BYTES = 1 << 16 };

/* One run of the server. The zero value, but for fd and input, is its start. */
struct site {
    int fd;
    struct bb_bytes input;             /* all that the client will have sent */
    size_t delivered_bytes;            /* of it */
    struct answers answers;            /* what was queued and what was sent */
    struct granted granted;            /* uses of nonces */
    size_t open_connections;           /* by the server's notes to us */
    struct site_request *open_request; /* owned, NULL if there is none */
    size_t calls;                      /* of the application by the server */
};

struct site_request {
    struct site *site;
    struct MHD_Connection *connection;
    const struct site_route *route;
    const char *method; /* these two are the server's */
    const char *url;    /* path, decoded */
    bool is_begun;      /* the header was there */
    bool is_refused;    /* answered before its body came */
    bool is_answered;
    size_t body_at;       /* where the body starts in the input */
    struct bb_buf upload; /* the body as the server handed it out */
    struct form form;
};

/* Once, before the first input. */
void site_prepare(void);

/* The library looks for nonces in memory that it has not cleared, a known fault: what it finds
 * there would depend on the runs before. */
void site_clear_nonces(struct MHD_Daemon *server);

/* What the server calls; `site` is a struct site, *request a struct site_request. */
void *site_begin(void *site, const char *uri, struct MHD_Connection *connection);
enum MHD_Result site_handle(void *site, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_bytes, void **request);
size_t site_unescape(void *site, struct MHD_Connection *connection, char *text);
void site_end(void *site, struct MHD_Connection *connection, void **request,
              enum MHD_RequestTerminationCode why);
void site_note_connection(void *site, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code);

/* The server goes round and round over a request that it has no memory left to read, a known fault
 * (known.h); counted. */
bool site_is_stuck(const struct site *site);

/* When the server has stopped: all that was begun has ended. Frees what the site holds. */
void site_finish(struct site *site);

/* Queues a response with this body, which is expected at the client from now on; gives the response
 * back to the library. */
enum MHD_Result site_answer(struct site_request *request, unsigned status,
                            struct MHD_Response *response, struct bb_bytes body);

/* The library itself has queued a response of ours, with the next number. */
void site_expect(struct site_request *request, unsigned status, struct bb_bytes body);

#endif
