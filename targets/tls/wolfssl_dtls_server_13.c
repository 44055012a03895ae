/* A server of wolfSSL for DTLS up to 1.3. Input: a client's datagrams, see peer.h. */
#include "peer.h"
#include "wolfssl_endpoint.h"

const struct endpoint_setup *const peer_endpoint = &wolfssl_endpoint_dtls_server_13;
