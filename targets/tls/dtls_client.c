/* A DTLS client. Input: a server's datagrams, see peer.h. */
#include "peer.h"

const struct peer_target peer_target = {.endpoint = &endpoint_dtls_client, .is_datagram = true};
