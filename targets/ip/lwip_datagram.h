/*
 * UDP datagrams to and from a device on a link without frames (lwip_link.h), for applications that
 * read nothing else: the headers are made here, so the input is the payload alone.
 */
#ifndef LWIP_DATAGRAM_H
#define LWIP_DATAGRAM_H

#include <lwip/netif.h>

#include "base/bytes.h"

struct lwip_datagram {
    const char *from; /* addresses of one version of IP */
    const char *to;
    uint16_t from_port;
    uint16_t to_port;
};

/* Longer payloads than fit one packet are cut. */
void lwip_datagram_deliver(struct netif *netif, const struct lwip_datagram *datagram,
                           struct bb_bytes payload);

/* Called for each datagram that lwIP sends, with its payload borrowed for the call. Forgotten when
 * a run begins. */
typedef void (*lwip_datagram_fn)(void *context, uint16_t from_port, uint16_t to_port,
                                 struct bb_bytes payload);
void lwip_datagram_on_send(lwip_datagram_fn see, void *context);

/* For lwip_sent.c. */
void lwip_datagram_reset(void);
void lwip_datagram_sent(uint16_t from_port, uint16_t to_port, struct bb_bytes payload);

#endif
