/*
 * What the client gets: everything that the server sends, against what the site has answered. Each
 * answer of the site has a number in its header, by which it is known again.
 */
#ifndef BB_HTTP_ANSWERS_H
#define BB_HTTP_ANSWERS_H

#include <stdbool.h>

#include "base/buf.h"

#define ANSWERS_HEADER "X-Answer"

enum {
    ANSWERS_MAX = 64,           /* beyond that no answer is looked at */
    ANSWERS_BODY_MAX = 1 << 16, /* bytes, of one */
    ANSWERS_SENT_MAX = 4 << 20,
};

struct answers_one {
    unsigned status;
    bool is_head;   /* to a HEAD, so without a body */
    bool may_break; /* the site was told that it was not sent as a whole */
    size_t body_at; /* in bodies */
    size_t body_len;
};

/* The zero value is the start. */
struct answers {
    struct answers_one expected[ANSWERS_MAX];
    size_t count;
    struct bb_buf bodies; /* owned, of the expected, one after the other */
    struct bb_buf sent;   /* owned */
    size_t sent_at_end;   /* when the client hung up: what begins later may be cut short */
    bool has_ended;
    char name[24];
};

void answers_sent(struct answers *answers, struct bb_bytes bytes);

/* The client is gone, or will not listen any more. */
void answers_end(struct answers *answers);

/* The number for the header of the next answer, valid until the next call. */
const char *answers_next_name(struct answers *answers);

/* That answer is queued. */
void answers_expect(struct answers *answers, unsigned status, bool is_head, struct bb_bytes body);
/* The last one may be cut short. */
void answers_may_break(struct answers *answers);

/* Oracles on all that was sent. */
void answers_check(struct answers *answers);
void answers_free(struct answers *answers);

#endif
