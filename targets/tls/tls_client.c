/* A TLS client. Input: all that a server sends. */
#include "peer.h"

const struct peer_target peer_target = {.endpoint = &endpoint_tls_client};
