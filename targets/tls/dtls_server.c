/* A DTLS server. Input: a client's datagrams, see peer.h. */
#include "peer.h"

const struct endpoint_setup *const peer_endpoint = &endpoint_dtls_server;
