/* A TLS server. Input: all that a client sends. */
#include <brickbat/target.h>

#include "peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_stream(&endpoint_tls_server, bb_bytes_of(data, size));
    return 0;
}
