/*
 * bluetooth_bluez_btmon: BlueZ's packet monitor, btmon, which prints what goes between host and
 * controller: HCI commands and events, L2CAP and what is in it (ATT, SMP, SDP, RFCOMM, AVCTP,
 * AVDTP, BNEP), vendors' extensions, and what programs tell the kernel to manage adapters.
 *
 * Input: H4 packets and the monitor channel's records, one behind the other (btmon_feed.h). All of
 * the text is formatted, none is shown (btmon_sink.h). What is no longer than AGAIN_MAX_BYTES is
 * printed twice, with other bytes left on the stack the second time: the text must be the same.
 */
#include <brickbat/target.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "monitor/display.h"
#include "monitor/keys.h"
#include "monitor/packet.h"
#include "src/shared/btsnoop.h"

#include "btmon_feed.h"
#include "btmon_sink.h"
#include "btmon_store.h"
#include "shim/heap.h"
#include "shim/snapshot.h"

enum {
    MEMORY_BYTES = 4 << 20,
    AGAIN_MAX_BYTES = 256,
    STACK_BYTES = 32 << 10,
    LINKS_MAX = 16,
    STATE_LINKS = 0x80,
    TEXT_BYTES = 64 << 10, /* of an input, and more for each of its bytes */
    TEXT_PER_BYTE = 2 << 10,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    time_t now = 0;
    struct tm parts;
    (void)argc, (void)argv;
    localtime_r(&now, &parts); /* reads the time zone */
    set_monitor_color(COLOR_ALWAYS);
    num_columns();
    packet_set_filter(PACKET_FILTER_SHOW_INDEX | PACKET_FILTER_SHOW_TIME_OFFSET |
                      PACKET_FILTER_SHOW_SCO_DATA | PACKET_FILTER_SHOW_A2DP_STREAM);
    btmon_store_prepare();
    bb_shim_snapshot_take();
    return 0;
}

/* What functions before left there; not sanitized, as it is nothing but that. */
__attribute__((noinline, no_sanitize("address"))) static void dirty_stack(int byte)
{
    volatile uint8_t bytes[STACK_BYTES];
    memset((void *)bytes, byte, sizeof bytes);
}

/* When all links have ended, nothing is known of them, and no memory is held but what the monitor
 * keeps. */
static void end_links(void)
{
    uint16_t handles[LINKS_MAX];
    size_t n = btmon_store_links(handles, LINKS_MAX);
    bb_state(STATE_LINKS + (unsigned)n);
    for (size_t i = 0; i < n; i++) {
        const uint8_t event[] = {0x05, 4, 0, (uint8_t)handles[i], (uint8_t)(handles[i] >> 8), 0x13};
        btmon_feed_one(0, BTSNOOP_OPCODE_EVENT_PKT, event, sizeof event);
    }
    BB_ORACLE(btmon_links_gone, btmon_store_links(handles, LINKS_MAX) == 0,
              "a link that has ended is still known");
}

static struct btmon_text print(const uint8_t *data, size_t size)
{
    bb_shim_snapshot_restore();
    bb_shim_heap_begin(MEMORY_BYTES);
    btmon_sink_reset();
    keys_setup();
    btmon_feed(data, size);
    struct btmon_text text = btmon_sink_text();
    end_links();
    keys_cleanup();
    btmon_store_forget();
    bb_shim_heap_check_returned();
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct btmon_text text = print(data, size);
    BB_ORACLE(btmon_text_bounded, text.len <= TEXT_BYTES + TEXT_PER_BYTE * size,
              "an input makes more text than its size allows");
    if (size > AGAIN_MAX_BYTES)
        return 0;
    dirty_stack(0xa5);
    struct btmon_text again = print(data, size);
    BB_ORACLE(btmon_text_same, again.hash == text.hash && again.len == text.len,
              "an input is printed differently the second time");
    return 0;
}
