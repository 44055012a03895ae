/*
 * What lwIP's client sends, checked as packets of MQTT 3.1.1.
 */
#ifndef LWIP_CLIENT_SENT_H
#define LWIP_CLIENT_SENT_H

#include "base/bytes.h"

enum { LWIP_CLIENT_SENT_MAX = 1 << 16 }; /* what is beyond is not looked at */

struct lwip_client_sent {
    size_t len;
    uint8_t bytes[LWIP_CLIENT_SENT_MAX];
};

void lwip_client_sent_add(struct lwip_client_sent *sent, struct bb_bytes bytes);

/* Oracles on all of it; the last packet may be cut. */
void lwip_client_sent_check(const struct lwip_client_sent *sent);

#endif
