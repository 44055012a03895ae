/*
 * One run of the stack: the device starts, the wire delivers what the input holds, the device
 * stops.
 *
 * The input is frames or packets, each behind its length in 16 bits; the last one may be cut. An
 * empty one is a pause of five seconds.
 */
#ifndef LWIP_SESSION_H
#define LWIP_SESSION_H

#include "base/bytes.h"
#include "lwip_link.h"

struct lwip_session {
    enum lwip_link_kind kind;
    void (*start)(struct netif *netif); /* what runs on the device */
    void (*stop)(void);                 /* what does not end with its connections */
};

void lwip_session_run(const struct lwip_session *session, struct bb_bytes input);

#endif
