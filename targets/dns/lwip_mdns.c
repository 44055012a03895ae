/*
 * dns_lwip_mdns: lwIP's multicast DNS responder, which publishes a web server.
 *
 * Input: one packet. It comes three times: by IPv4 while the responder asks whether its name is
 * taken, by IPv6 when it has it, and to its own address from another port (RFC 6762, 6.7).
 */
#include <brickbat/target.h>

#include <lwip/apps/mdns.h>

#include <stdlib.h>

#include "lwip_datagram.h"
#include "lwip_device.h"
#include "lwip_link.h"

enum {
    MDNS_PORT = 5353,
    LEGACY_PORT = 40000,
    TTL_S = 120,
    PROBE_MS = 1000,
    HEADER_BYTES = 12,
    ANSWERS_MAX = 8, /* packets, for one */
    STATE_RESULT = 16,
};

struct responder {
    unsigned sent;
};

static void see_result(struct netif *netif, u8_t result)
{
    (void)netif;
    bb_state(STATE_RESULT + (result == MDNS_PROBING_SUCCESSFUL));
}

static void add_text(struct mdns_service *service, void *context)
{
    (void)context;
    if (mdns_resp_add_service_txtitem(service, "path=/", 6) != ERR_OK)
        abort();
}

/* RFC 1035, 4.1.4: a name ends in the packet, and its pointers lead back. */
static bool skip_name(struct bb_bytes packet, size_t *at)
{
    while (*at < packet.len) {
        uint8_t len = packet.ptr[*at];
        if (len >= 0xc0) {
            if (*at + 2 > packet.len || (bb_be16(packet.ptr + *at) & 0x3fff) >= *at)
                return false;
            *at += 2;
            return true;
        }
        *at += len + 1u;
        if (len == 0)
            return *at <= packet.len;
        if (len > 63)
            return false;
    }
    return false;
}

/* Questions and records are there as often as the header says, and nothing else is. */
static bool is_whole(struct bb_bytes packet)
{
    size_t at = HEADER_BYTES;
    unsigned questions = bb_be16(packet.ptr + 4);
    unsigned records = bb_be16(packet.ptr + 6) + bb_be16(packet.ptr + 8) + bb_be16(packet.ptr + 10);
    for (unsigned i = 0; i < questions; i++, at += 4)
        if (!skip_name(packet, &at))
            return false;
    for (unsigned i = 0; i < records; i++) {
        if (!skip_name(packet, &at) || at + 10 > packet.len)
            return false;
        at += 10u + bb_be16(packet.ptr + at + 8);
    }
    return at == packet.len;
}

static void see_packet(void *context, uint16_t from_port, uint16_t to_port, struct bb_bytes packet)
{
    struct responder *responder = context;
    (void)from_port;
    responder->sent++;
    BB_ORACLE(mdns_sent_header, packet.len >= HEADER_BYTES, "a packet is shorter than its header");
    BB_ORACLE(mdns_sent_opcode, (packet.ptr[2] & 0x78) == 0 && (packet.ptr[3] & 0x0f) == 0,
              "a packet has an opcode or a response code (RFC 6762, 18.3 and 18.11)");
    BB_ORACLE(mdns_sent_whole, is_whole(packet), "a packet is not what its header says");
    bb_state((packet.ptr[2] >> 7) + (to_port == MDNS_PORT ? 2u : 0) +
             (bb_be16(packet.ptr + 4) ? 4u : 0) + (bb_be16(packet.ptr + 10) ? 8u : 0));
}

static void deliver(struct netif *netif, struct responder *responder, struct bb_bytes packet,
                    const struct lwip_datagram *datagram)
{
    responder->sent = 0;
    lwip_datagram_deliver(netif, datagram, packet);
    BB_ORACLE(answers_bounded, responder->sent <= ANSWERS_MAX, "one packet has many answers");
}

static struct netif *start(struct responder *responder)
{
    lwip_device_begin();
    struct netif *netif = lwip_link_open(LWIP_LINK_IP);
    lwip_datagram_on_send(see_packet, responder);
    mdns_resp_register_name_result_cb(see_result);
    mdns_resp_init();
    if (mdns_resp_add_netif(netif, "brickbat", TTL_S) != ERR_OK ||
        mdns_resp_add_service(netif, "web", "_http", DNSSD_PROTO_TCP, 80, TTL_S, add_text, NULL))
        abort();
    return netif;
}

static void run(struct netif *netif, struct responder *responder, struct bb_bytes packet)
{
    static const struct lwip_datagram all = {"10.9.0.2", "224.0.0.251", MDNS_PORT, MDNS_PORT},
                                      all6 = {"fe80::a", "ff02::fb", MDNS_PORT, MDNS_PORT},
                                      one = {"10.9.0.2", "10.9.0.1", LEGACY_PORT, MDNS_PORT};
    lwip_device_pass_ms(300);
    deliver(netif, responder, packet, &all);
    lwip_device_pass_ms(PROBE_MS);
    deliver(netif, responder, packet, &all6);
    deliver(netif, responder, packet, &one);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct responder responder = {0};
    struct netif *netif = start(&responder);
    run(netif, &responder, bb_bytes_of(data, size));
    mdns_resp_remove_netif(netif);
    lwip_device_stop();
    lwip_link_close();
    lwip_device_end();
    return 0;
}
