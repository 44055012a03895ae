#include "peer.h"

#include <brickbat/target.h>
#include <string.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/snapshot.h"
#include "watch.h"

enum {
    PAUSE_EVERY = 3, /* reads of a stream, the first of which finds nothing yet */
    MAX_HEAP_BYTES = 16 << 20,
    LAST_TIMEOUTS = 4,  /* of a silent peer: until the endpoint gives up */
    MAX_TIMEOUTS = 256, /* in all */
};

struct peer {
    struct bb_bytes rest;
    bool is_datagram;
    unsigned n_reads;
    unsigned n_timeouts;
    unsigned n_last; /* time-outs after all was sent */
    bool is_pausing; /* an empty datagram came up */
};

static int receive_stream(struct peer *peer, uint8_t *ret_bytes, size_t size)
{
    if (peer->n_reads++ % PAUSE_EVERY == 0)
        return ENDPOINT_NOTHING;
    size_t n = size < peer->rest.len ? size : peer->rest.len;
    struct bb_bytes piece;
    if (n == 0 || !bb_bytes_take(&peer->rest, n, &piece))
        return 0;
    memcpy(ret_bytes, piece.ptr, n);
    return (int)n;
}

static int receive_datagram(struct peer *peer, uint8_t *ret_bytes, size_t size)
{
    struct bb_bytes head, datagram;
    if (!bb_bytes_take(&peer->rest, 2, &head))
        return ENDPOINT_NOTHING;
    size_t len = bb_be16(head.ptr);
    if (len == 0) {
        peer->is_pausing = true;
        return ENDPOINT_NOTHING;
    }
    if (!bb_bytes_take(&peer->rest, len < peer->rest.len ? len : peer->rest.len, &datagram) ||
        datagram.len == 0)
        return ENDPOINT_NOTHING;
    size_t n = datagram.len < size ? datagram.len : size;
    memcpy(ret_bytes, datagram.ptr, n);
    return (int)n;
}

static int receive(void *user, uint8_t *ret_bytes, size_t size)
{
    struct peer *peer = user;
    return (peer->is_datagram ? receive_datagram : receive_stream)(peer, ret_bytes, size);
}

static bool times_out(void *user)
{
    struct peer *peer = user;
    if (peer->n_timeouts++ == MAX_TIMEOUTS)
        return false;
    if (peer->is_pausing) {
        peer->is_pausing = false;
        return true;
    }
    return peer->n_last++ < LAST_TIMEOUTS;
}

static void ignore(void *user, struct bb_bytes bytes)
{
    (void)user, (void)bytes;
}

static bool has_more(const struct peer *peer)
{
    return peer->rest.len > 0 || (!peer->is_datagram && peer->n_reads % PAUSE_EVERY != 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    bb_shim_clock_reset();
    endpoint_prepare(peer_endpoint);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct peer peer = {.rest = bb_bytes_of(data, size),
                        .is_datagram = endpoint_is_datagram(peer_endpoint)};
    const struct endpoint_io io = {receive, times_out, ignore, &peer};
    size_t rounds = size + 2; /* each takes bytes, or pauses */
    bb_shim_clock_reset();
    bb_shim_heap_begin(MAX_HEAP_BYTES);
    watch_peer(peer.rest);
    struct endpoint *endpoint = endpoint_open(peer_endpoint, &io);
    while (endpoint_run(endpoint) == ENDPOINT_WAITS && rounds-- > 0 && has_more(&peer))
        ;
    endpoint_close(endpoint);
    bb_shim_heap_check_returned();
    bb_shim_snapshot_restore();
    return 0;
}
