/*
 * What must hold for each PDU that an ATT server sends (Core Specification 5.4, Volume 3, Part F,
 * 3).
 */
#ifndef ATT_CHECK_H
#define ATT_CHECK_H

#include "base/bytes.h"

enum { ATT_REQUEST_MAX_BYTES = 1 << 10 };

/* One link, as its client sees it. */
struct att_talk {
    unsigned mtu;       /* of what the server sends: the largest that was agreed on */
    unsigned read_mtu;  /* of what it reads: the last one */
    bool is_asking;     /* a request has no response yet */
    bool is_confused;   /* the client asked again before it was answered: answers are not judged */
    bool is_indicating; /* an indication has no confirmation yet */
    size_t request_len;
    uint8_t request[ATT_REQUEST_MAX_BYTES]; /* the last that was sent, as far as the server reads */
};

void att_talk_begin(struct att_talk *talk);

/* The client is about to send this. */
void att_talk_ask(struct att_talk *talk, struct bb_bytes pdu);

/* Checks what the server sent. Oracles: att_fits_mtu, att_one_response, att_answer, att_error,
 * att_one_indication, and for each kind of response its layout, att_<kind>. */
void att_talk_check(struct att_talk *talk, struct bb_bytes pdu);

#endif
