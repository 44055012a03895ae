/* A TLS server of mbedtls. Input: all that a client sends. */
#include <brickbat/target.h>

#include "mbedtls_peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_run(&endpoint_tls_server, bb_bytes_of(data, size));
    return 0;
}
