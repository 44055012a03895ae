/* A DTLS client. Input: a server's datagrams, see peer.h. */
#include <brickbat/target.h>

#include "peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peer_datagrams(&endpoint_dtls_client, bb_bytes_of(data, size));
    return 0;
}
