/* A TLS client of mbedtls. Input: all that a server sends. */
#include <brickbat/target.h>

#include "mbedtls_peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_run(&endpoint_tls_client, bb_bytes_of(data, size));
    return 0;
}
