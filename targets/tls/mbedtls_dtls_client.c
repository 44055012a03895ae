/* A DTLS client of mbedtls. Input: a server's datagrams, see mbedtls_peer.h. */
#include <brickbat/target.h>

#include "mbedtls_peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_run(&endpoint_dtls_client, bb_bytes_of(data, size));
    return 0;
}
