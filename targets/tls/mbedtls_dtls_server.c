/* A DTLS server of mbedtls. Input: a client's datagrams, see mbedtls_peer.h. */
#include <brickbat/target.h>

#include "mbedtls_peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_run(&endpoint_dtls_server, bb_bytes_of(data, size));
    return 0;
}
