/*
 * Access that was granted, and whether it should have been: the credentials of a request, checked
 * once more. (The hash functions are the library's own, the rest is not.)
 */
#ifndef BB_HTTP_GRANTED_H
#define BB_HTTP_GRANTED_H

#include <stdbool.h>

#include "base/bytes.h"

#define SITE_USER     "user"
#define SITE_PASSWORD "pass"
#define SITE_REALM    "device"

enum { GRANTED_MAX = 256 };

/* Which nonce was shown with which count; the zero value is the start. */
struct granted {
    struct granted_use {
        uint64_t nonce; /* its hash */
        uint64_t nc;
        bool was_let_in;
    } uses[GRANTED_MAX];
    size_t count;
};

/* Oracles on a request that was let in. `authorization` is its field's value, NULL if it had none;
 * `sent` all that the client has got so far. */
void granted_check_basic(const char *authorization);
void granted_check_digest(struct granted *granted, const char *authorization, const char *method,
                          bool is_sha256, struct bb_bytes sent);

/* A request that was not let in, whose nonce and count the server has seen nevertheless. */
void granted_note_refused(struct granted *granted, const char *authorization);

/* A nonce in which there is no room for the time that libmicrohttpd's have at their end. */
bool granted_has_short_nonce(const char *authorization);

#endif
