/*
 * dns_mdnsd: an mDNS responder built on libmdnsd, as mdnsd's own main loop runs it. It publishes a
 * service of its own and asks for others; packets come from the network, and time passes.
 *
 * Input: one packet, as on port 5353. It arrives, the daemon answers over the next seconds of the
 * virtual clock, the same packet arrives once more (a cache that knows it now), and again it
 * answers.
 */
#include <brickbat/target.h>

#include <mdnsd.h>
#include <stdlib.h>
#include <string.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/socket.h"

enum {
    FRAME_BYTES = 1400,
    HEADER_BYTES = 12,
    MAX_STEPS = 12, /* for each arrival */
    STEP_MAX_MS = 5000,
    TTL_S = 120,
    SLACK_BYTES = 32 << 10, /* for names and data, of which each record has some */
    HEAP_MAX_BYTES = 16 << 20,
};

static void check_packet(void *context, int fd, struct bb_bytes packet, const struct sockaddr *to)
{
    (void)context, (void)fd;
    BB_ORACLE(mdns_sent_size, packet.len >= HEADER_BYTES && packet.len <= MAX_PACKET_LEN,
              "a packet is shorter than its header or longer than one can be");
    BB_ORACLE(mdns_sent_to, to && to->sa_family == AF_INET, "a packet is sent nowhere");
    BB_ORACLE(mdns_sent_opcode, (packet.ptr[2] & 0x78) == 0,
              "a packet has an opcode (RFC 6762, 18.3)");
    BB_ORACLE(mdns_sent_rcode, (packet.ptr[3] & 0x0f) == 0,
              "a packet has a response code (RFC 6762, 18.11)");
    bb_state(packet.ptr[2] >> 7 | (unsigned)(packet.ptr[7] & 3) << 1);
}

static int take_answer(mdns_answer_t *answer, void *argument)
{
    (void)argument;
    bb_state(16 + answer->type % 64);
    return 0;
}

static void on_conflict(char *host, int type, void *argument)
{
    (void)host, (void)type, (void)argument;
    bb_state(8);
}

/* A device with a web server, which looks for others and for one printer. */
static void publish(mdns_daemon_t *daemon)
{
    struct in_addr address = {.s_addr = htonl(0xc0000201)};
    mdns_record_t *record = mdnsd_shared(daemon, DISCO_NAME, QTYPE_PTR, TTL_S);
    mdnsd_set_host(daemon, record, "_http._tcp.local.");
    record = mdnsd_shared(daemon, "_http._tcp.local.", QTYPE_PTR, TTL_S);
    mdnsd_set_host(daemon, record, "box._http._tcp.local.");
    record = mdnsd_unique(daemon, "box._http._tcp.local.", QTYPE_SRV, TTL_S, on_conflict, NULL);
    mdnsd_set_srv(daemon, record, 0, 0, 80, "box.local.");
    record = mdnsd_unique(daemon, "box.local.", QTYPE_A, TTL_S, on_conflict, NULL);
    mdnsd_set_ip(daemon, record, address);
    record = mdnsd_unique(daemon, "box._http._tcp.local.", QTYPE_TXT, TTL_S, on_conflict, NULL);
    mdnsd_set_raw(daemon, record, "\x06path=/", 7);
    mdnsd_query(daemon, "_http._tcp.local.", QTYPE_PTR, take_answer, NULL);
    mdnsd_query(daemon, "printer.local.", QTYPE_A, take_answer, NULL);
}

/* Until the daemon has nothing more to do soon. */
static void answer(mdns_daemon_t *daemon, int fd)
{
    struct timeval next = {0};
    for (int i = 0; i < MAX_STEPS && mdnsd_step(daemon, fd, true, true, &next) == 0; i++) {
        uint64_t wait_ms = (uint64_t)next.tv_sec * 1000 + (uint64_t)next.tv_usec / 1000 + 1;
        bb_shim_clock_advance_ms(wait_ms < STEP_MAX_MS ? wait_ms : STEP_MAX_MS);
    }
}

/* libmdnsd looks whether the questions, and each section of records, would fit into its message,
 * but not whether all of them do, and goes beyond its end. */
static bool is_left_out(const uint8_t *data, size_t size)
{
    uint8_t head[HEADER_BYTES] = {0}; /* as it is in the daemon's buffer, behind a short packet */
    memcpy(head, data, size < HEADER_BYTES ? size : HEADER_BYTES);
    size_t records = bb_be16(head + 6) + bb_be16(head + 8) + bb_be16(head + 10);
    size_t bytes = sizeof(struct question) * bb_be16(head + 4) + sizeof(struct resource) * records;
    if (bytes + SLACK_BYTES <= MAX_PACKET_LEN)
        return false;
    BB_KNOWN(sections_overflow);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (is_left_out(data, size))
        return 0;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_socket_on_send(check_packet, NULL);
    int fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    mdns_daemon_t *daemon = mdnsd_new(QCLASS_IN, FRAME_BYTES);
    if (fd < 0 || !daemon)
        abort();
    publish(daemon);
    answer(daemon, fd); /* probes and announces */
    for (int i = 0; i < 2; i++) {
        bb_shim_socket_push(fd, bb_bytes_of(data, size));
        answer(daemon, fd);
    }
    mdnsd_shutdown(daemon);
    answer(daemon, fd);
    mdnsd_free(daemon);
    bb_shim_socket_reset();
    bb_shim_heap_check_returned();
    return 0;
}
