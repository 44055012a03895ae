/* A client of wolfSSL for DTLS up to 1.3. Input: a server's datagrams, see peer.h. */
#include "peer.h"
#include "wolfssl_endpoint.h"

const struct endpoint_setup *const peer_endpoint = &wolfssl_endpoint_dtls_client_13;
