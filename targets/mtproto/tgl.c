/*
 * mtproto_tgl: a tgl client that has logged in, and what its server says. tgl is the library below
 * telegram-cli; it speaks MTProto 1.
 *
 * Input: one message of the server's, decrypted. It is sealed with the key that the client has, and
 * arrives; the same message arrives once more, and finds the client with what it has learned; then
 * time passes, in which the client acknowledges, asks again and gives up.
 */
#include <brickbat/target.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/leave.h"
#include "shim/random.h"
#include "shim/snapshot.h"
#include "tgl_client.h"
#include "tgl_known.h"
#include "tgl_message.h"
#include "tgl_net.h"
#include "tgl_sent.h"
#include "tgl_site.h"

enum {
    HEAP_MAX_BYTES = 64 << 20,
    CLIENT_MAX_BYTES = 1 << 20,
    BYTES_EACH = 1 << 10, /* of a message */
    ARRIVALS = 2,
    TIMERS_MAX = 24,
    TIME_S = 30,
};

/* What a client has to refuse: a message that is empty, not of words, or longer than its packet. */
static bool is_length_right(const struct tgl_packet *packet, size_t sealed_bytes)
{
    size_t length = packet->inner.length;
    return length > 0 && length % 4 == 0 && length <= sealed_bytes - TGL_INNER_BYTES;
}

/* Which messages have to be refused, and whether they were. */
static void arrive(struct tgl_state *client, struct bb_bytes input)
{
    static struct tgl_packet packet;
    struct tgl_dc *dc = client->DC_list[TGL_CLIENT_DC];
    struct tgl_session *session = dc->sessions[0];
    size_t bytes = tgl_message_fill(&packet, input);
    bool is_right = is_length_right(&packet, bytes);
    bool is_ours = packet.inner.session_id == (uint64_t)session->session_id;
    int received = session->received_messages;
    unsigned closed = tgl_net_closed();
    tgl_message_seal(&packet, bytes, dc->auth_key, dc->auth_key_id);
    tgl_net_deliver(client, session, bb_bytes_of((uint8_t *)&packet, TGL_HEAD_BYTES + bytes));
    BB_ORACLE(length_is_checked, is_right || tgl_net_closed() > closed,
              "a message that is no message leaves its connection open");
    BB_ORACLE(session_is_checked,
              is_ours || tgl_net_closed() > closed || session->received_messages == received,
              "a message of another session is taken");
    bb_state((unsigned)(client->locks & 3) | (unsigned)is_right << 2 | (unsigned)is_ours << 3 |
             (client->active_queries > 11 ? 16u : 0));
}

static void talk(void *context)
{
    const struct bb_bytes *input = context;
    struct tgl_state *client = tgl_client_new();
    for (int i = 0; i < ARRIVALS; i++)
        arrive(client, *input);
    for (int i = 0; i < TIMERS_MAX && tgl_net_run_timer(TIME_S); i++)
        continue;
    tgl_client_free(client);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    bb_shim_leave_on_leave(tgl_known_is_expected, NULL);
    tgl_net_on_sent(tgl_sent_check);
    bb_shim_snapshot_take();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes input = bb_bytes_of(data, size);
    if (size < TGL_INNER_BYTES || size > TGL_INNER_BYTES + TGL_BODY_MAX_BYTES - TGL_BLOCK_BYTES)
        return 0;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    tgl_sent_reset();
    bb_shim_leave_run(talk, &input);
    BB_ORACLE(memory_is_bounded, bb_shim_heap_peak_bytes() <= CLIENT_MAX_BYTES + BYTES_EACH * size,
              "a client holds more memory than the message's size allows");
    tgl_net_reset();
    tgl_site_wipe();
    bb_shim_heap_wipe();
    bb_shim_snapshot_restore();
    return 0;
}
