/* A server of wolfSSL for DTLS up to 1.3. Input: a client's datagrams, see peer.h. */
#include <brickbat/target.h>

#include "peer.h"
#include "wolfssl_endpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_datagrams(&wolfssl_endpoint_dtls_server_13, bb_bytes_of(data, size));
    return 0;
}
