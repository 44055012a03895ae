/* A TLS client. Input: all that a server sends. */
#include "peer.h"

const struct endpoint_setup *const peer_endpoint = &endpoint_tls_client;
