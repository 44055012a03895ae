/* A TLS client of wolfSSL that has a shared key, for 1.3. Input: all that a server sends. */
#include <brickbat/target.h>

#include "peer.h"
#include "wolfssl_endpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_stream(&wolfssl_endpoint_tls_client_psk, bb_bytes_of(data, size));
    return 0;
}
