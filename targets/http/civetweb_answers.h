/*
 * What the server sends, read as a strict client reads it (response.h), against what the
 * application answered.
 */
#ifndef CIVETWEB_ANSWERS_H
#define CIVETWEB_ANSWERS_H

#include <stdbool.h>

#include "base/buf.h"

enum { CIVETWEB_ANSWERS_MAX = 512, CIVETWEB_SENT_MAX_BYTES = 1 << 20 };

struct civetweb_answer {
    unsigned status;
    uint64_t body; /* its hash */
    size_t body_bytes;
    bool is_head;
};

struct civetweb_begun { /* a request that the application was told of */
    bool is_head;
    size_t sent_bytes; /* before its response */
};

struct civetweb_answers {
    struct bb_buf sent;
    int fd;           /* that was sent to last; -1: none */
    size_t second_at; /* where what was sent on the second connection begins, if has_second */
    bool has_second;
    bool is_cut; /* more was sent than is kept */
    struct civetweb_answer all[CIVETWEB_ANSWERS_MAX];
    size_t count;
    struct civetweb_begun begun[CIVETWEB_ANSWERS_MAX];
    size_t begun_count;
};

void civetweb_answers_begin(struct civetweb_answers *answers);

/* A request was begun. */
void civetweb_answers_request(struct civetweb_answers *answers, bool is_head);

/* The application is about to answer. Returns the number to send along (ANSWERS_HEADER). */
size_t civetweb_answers_expect(struct civetweb_answers *answers, unsigned status, bool is_head,
                               struct bb_bytes body);

void civetweb_answers_sent(struct civetweb_answers *answers, int fd, struct bb_bytes bytes);

/* The connections are over. */
void civetweb_answers_check(const struct civetweb_answers *answers);

#endif
