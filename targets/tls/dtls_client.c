/* A DTLS client. Input: a server's datagrams, see peer.h. */
#include "peer.h"

const struct endpoint_setup *const peer_endpoint = &endpoint_dtls_client;
