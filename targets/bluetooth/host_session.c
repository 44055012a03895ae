#include "host_session.h"

#include <brickbat/target.h>

#include <stdbool.h>

#include "emulator/bthost.h"

#include "host_known.h"
#include "host_link.h"
#include "host_packet.h"
#include "host_site.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/snapshot.h"

enum {
    MEMORY_BYTES = 4 << 20,
    ANSWERS_MAX = 64, /* packets for one of the controller's */
};

static struct {
    struct bthost *host;
    struct host_links links;
    size_t n_sent; /* since the last packet was delivered */
    host_session_sent_fn sent;
    void *context;
} session;

static void on_send(const struct iovec *parts, int n, void *context)
{
    uint8_t packet[HOST_PACKET_MAX];
    size_t len = 0;
    (void)context;
    session.n_sent++;
    for (int i = 0; i < n; i++)
        len = host_packet_append(packet, len, parts[i].iov_base, parts[i].iov_len);
    host_packet_check(packet, len);
    if (session.sent)
        session.sent(session.context, packet, len);
}

void host_session_prepare(void)
{
    bb_shim_snapshot_take();
}

void host_session_begin(host_session_sent_fn sent, void *context)
{
    bb_shim_snapshot_restore();
    bb_shim_heap_begin(MEMORY_BYTES);
    bb_shim_random_reset(1);
    host_links_reset(&session.links);
    session.sent = sent;
    session.context = context;
    session.host = bthost_create();
    bthost_set_send_handler(session.host, on_send, NULL);
    host_site_set_up(session.host);
}

/* The host has a queue for commands beyond the controller's credit, but none for anything else. */
void host_session_deliver(const uint8_t *packet, size_t len)
{
    if (!host_links_allow(&session.links, packet, len) || host_known_cut_event(packet, len))
        return;
    session.n_sent = 0;
    bthost_receive_h4(session.host, packet, (uint16_t)len);
    BB_ORACLE(host_answers_few, session.n_sent <= ANSWERS_MAX,
              "one packet of the controller makes the host send many");
}

void host_session_end(void)
{
    host_site_report(session.host);
    bthost_destroy(session.host);
    session.host = NULL;
    bb_shim_heap_check_returned();
}
