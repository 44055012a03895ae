/*
 * What must hold for each PDU that an ATT client sends (Core Specification 5.4, Volume 3, Part F,
 * 3).
 */
#ifndef ATT_REQUEST_H
#define ATT_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "att_overlap.h"
#include "base/bytes.h"

enum { ATT_PDU_MAX_BYTES = 600 };

/* One link, as its server sees it. */
struct att_asking {
    unsigned mtu;
    bool is_asking;         /* a request has no response yet */
    unsigned n_indications; /* not confirmed yet */
    bool is_misled;         /* was told of a change in a range that is none */
    uint16_t end;           /* of the last range that was asked for */
    uint16_t group_end;     /* of the last one of services, which is the end of a discovery */
    bool is_behind;         /* a list ended behind its range: this is what is left */
    uint16_t next_start;
    uint16_t next_end;
    struct att_found found; /* by the discovery that goes on */
    size_t len;             /* of the last PDU, 0 when it was taken */
    uint8_t pdu[ATT_PDU_MAX_BYTES];
};

void att_asking_begin(struct att_asking *asking);

/* Checks what the client sent, and keeps it. Oracles: att_request_fits_mtu, att_one_request,
 * att_confirms, att_request_layout, att_range. */
void att_asking_check(struct att_asking *asking, struct bb_bytes pdu);

/* The server is about to send this. */
void att_asking_answer(struct att_asking *asking, struct bb_bytes pdu);

/* The last PDU, once; empty if there is none. */
struct bb_bytes att_asking_take(struct att_asking *asking);

/* The attribute that it wants to read, with a Read Request that has no response yet; 0 if none. */
uint16_t att_asking_handle(const struct att_asking *asking);

#endif
