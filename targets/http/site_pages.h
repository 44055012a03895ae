/*
 * The resources of the site: how each answers a request whose body is there.
 */
#ifndef BB_HTTP_SITE_PAGES_H
#define BB_HTTP_SITE_PAGES_H

#include "site.h"

struct site_route {
    const char *path; /* the start of it */
    bool is_early;    /* answers before the body is there */
    enum MHD_Result (*answer)(struct site_request *request);
};

/* The one for a path and a method; there is one for all. */
const struct site_route *site_route_of(const char *url, const char *method);

/* site_auth.c */
enum MHD_Result site_answer_basic(struct site_request *request);
enum MHD_Result site_answer_digest_md5(struct site_request *request);
enum MHD_Result site_answer_digest_sha256(struct site_request *request);

/* site_bodies.c: a body that comes bit by bit, from a file, from several buffers. */
enum MHD_Result site_answer_stream(struct site_request *request);
enum MHD_Result site_answer_file(struct site_request *request);
enum MHD_Result site_answer_pieces(struct site_request *request);

#endif
