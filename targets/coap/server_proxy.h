/*
 * A forward proxy (RFC 7252 section 5.7) in front of an origin server that the peers play.
 */
#ifndef BB_SERVER_PROXY_H
#define BB_SERVER_PROXY_H

#include "coap3/coap_internal.h"

/* The proxy's resource; requests for the host "gw" are for this server itself. To be added to a
 * context. */
coap_resource_t *bb_proxy_resource(void);

#endif
