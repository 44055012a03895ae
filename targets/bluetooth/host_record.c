/*
 * Makes seeds of bluetooth_bluez_host: two hosts pair with each other and open channels, through a
 * controller that is just enough for it, and what each got is written down. The target goes the
 * same way when it gets these bytes, since its random numbers are the same in every run.
 *
 *     bluetooth_bluez_record CORPUS      writes CORPUS/bluetooth_bluez_host/pair-numbers-initiator,
 * ...
 *
 * There is one sequence of random numbers in the process. So each step runs a host from its
 * beginning over all that it got so far, and takes what is new of what it sends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <brickbat/target.h>

#include "base/buf.h"
#include "base/file.h"
#include "host_controller.h"
#include "host_packet.h"
#include "host_session.h"

enum { STEPS_MAX = 400, GOT_MAX_BYTES = 64 << 10 };

static void note(void *context, const uint8_t *packet, size_t len)
{
    struct host_end *end = context;
    host_must(bb_buf_append(&end->sent, bb_bytes_of(packet, len)));
}

static void run(struct host_end *end)
{
    bb_buf_reset(&end->sent);
    host_session_begin(note, end);
    for (size_t at = 0; at < end->got.len;) {
        size_t len = host_packet_len(end->got.ptr + at, end->got.len - at);
        host_must(len > 0);
        host_session_deliver(end->got.ptr + at, len);
        at += len;
    }
    host_session_end();
}

/* Takes one packet of what the host sends; false if there is none. */
static bool step(struct host_end *end, struct host_end *other)
{
    uint8_t packet[HOST_PACKET_MAX];
    run(end);
    if (end->taken >= end->sent.len)
        return false;
    size_t len = host_packet_len(end->sent.ptr + end->taken, end->sent.len - end->taken);
    host_must(len > 0);
    memcpy(packet, end->sent.ptr + end->taken, len);
    end->taken += len;
    host_controller_take(end, other, packet, len);
    return true;
}

static void settle(struct host_end *a, struct host_end *b)
{
    for (unsigned n = 0; step(a, b) || step(b, a); n++)
        host_must(n < STEPS_MAX);
}

/* --- scenarios
 * ------------------------------------------------------------------------------------ */

static const struct scenario {
    const char *name;
    uint16_t initiator; /* handles: host_site.h says what they mean */
    uint16_t responder;
    bool is_bredr;
} scenarios[] = {
    {"pair-numbers", 0x1, 0x10, false},
    {"pair-just-works", 0x5, 0x14, false},
    {"pair-passkey", 0x1, 0x18, false},
    {"pair-passkey-entered", 0x9, 0x10, false},
    {"pair-legacy", 0xd, 0x1c, false},
    {"pair-legacy-against-secure", 0xd, 0x10, false},
    {"pair-asked-by-responder", 0x0, 0x11, false},
    {"pair-both-ask", 0x1, 0x11, false},
    {"channels", 0x2, 0x13, false},
    {"channels-then-att", 0x3, 0x12, false},
    {"bredr-pair", 0x1, 0x10, true},
    {"bredr-rfcomm", 0x2, 0x13, true},
    {"bredr-rfcomm-back", 0x3, 0x12, true},
};

static void write_seed(const char *corpus, const struct scenario *scenario, const char *end_name,
                       const struct host_end *end)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/bluetooth_bluez_host/%s-%s", corpus, scenario->name, end_name);
    host_must(bb_file_write(path, bb_bytes_of(end->got.ptr, end->got.len), NULL) == BB_OK);
    printf("%s: %zu bytes\n", path, end->got.len);
}

static void record(const char *corpus, const struct scenario *scenario)
{
    struct host_end a = {.got = BB_BUF_INIT(GOT_MAX_BYTES),
                         .sent = BB_BUF_INIT(GOT_MAX_BYTES),
                         .handle = scenario->initiator};
    struct host_end b = {.got = BB_BUF_INIT(GOT_MAX_BYTES),
                         .sent = BB_BUF_INIT(GOT_MAX_BYTES),
                         .handle = scenario->responder};
    settle(&a, &b);
    host_controller_complete(&a, scenario->is_bredr ? HOST_WRITE_SCAN_ENABLE : HOST_LE_SCAN_ENABLE);
    settle(&a, &b);
    write_seed(corpus, scenario, "initiator", &a);
    write_seed(corpus, scenario, "responder", &b);
    bb_buf_free(&a.got);
    bb_buf_free(&a.sent);
    bb_buf_free(&b.got);
    bb_buf_free(&b.sent);
}

void bb_state(unsigned id)
{
    (void)id;
}

void bb_oracle_violated(const struct bb_oracle *oracle, const char *words)
{
    fprintf(stderr, "bluetooth_bluez_record: %s: %s\n", oracle->name, words);
    abort();
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        record(argv[1], &scenarios[i]);
    return EXIT_SUCCESS;
}
