/* A TLS client of wolfSSL that has a shared key, for 1.2. Input: all that a server sends. */
#include "peer.h"
#include "wolfssl_endpoint.h"

const struct endpoint_setup *const peer_endpoint = &wolfssl_endpoint_tls_client_12;
