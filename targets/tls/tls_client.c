/* A TLS client. Input: all that a server sends. */
#include <brickbat/target.h>

#include "peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_stream(&endpoint_tls_client, bb_bytes_of(data, size));
    return 0;
}
