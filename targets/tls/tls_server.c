/* A TLS server. Input: all that a client sends. */
#include "peer.h"

const struct endpoint_setup *const peer_endpoint = &endpoint_tls_server;
