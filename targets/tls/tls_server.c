/* A TLS server. Input: all that a client sends. */
#include "peer.h"

const struct peer_target peer_target = {.endpoint = &endpoint_tls_server};
