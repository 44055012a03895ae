/* A DTLS server. Input: a client's datagrams, see peer.h. */
#include "peer.h"

const struct peer_target peer_target = {.endpoint = &endpoint_dtls_server, .is_datagram = true};
