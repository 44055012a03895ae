/*
 * A known bug of BlueZ's GATT client, service_overlap: of services that overlap, one that is not
 * yet discovered to its end is freed, and used later.
 */
#ifndef ATT_OVERLAP_H
#define ATT_OVERLAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { ATT_RANGES_MAX = 128 };

struct att_range {
    uint16_t start;
    uint16_t end;
};

/* Services that a discovery has found so far. */
struct att_found {
    unsigned n;
    struct att_range ranges[ATT_RANGES_MAX];
};

/* Gives each service that this PDU lists to `take`, until that is false. True: it never was. */
bool att_listed_each(struct bb_bytes pdu, bool (*take)(void *context, struct att_range range),
                     void *context);

/* Adds what this PDU lists. False if a service overlaps another one, or has no handles: then
 * nothing is added. */
bool att_found_add(struct att_found *found, struct bb_bytes pdu);

#endif
