/*
 * ip_lwip_sntp: lwIP's SNTP client, which asks two servers or, if the input has an odd length,
 * listens for broadcasts.
 *
 * Input: IPv4 and IPv6 packets, as lwip_session.h says.
 */
#include <brickbat/target.h>

#include <lwip/apps/sntp.h>

#include <stdlib.h>

#include "lwip_datagram.h"
#include "lwip_device.h"
#include "lwip_session.h"

enum {
    NTP_PORT = 123,
    REQUEST_BYTES = 48,
    CLIENT_MODE = 3,
};

static bool listens;

static void see_request(void *context, uint16_t from_port, uint16_t to_port, struct bb_bytes packet)
{
    (void)context, (void)from_port;
    if (to_port != NTP_PORT)
        return;
    BB_ORACLE(sntp_request,
              packet.len == REQUEST_BYTES && (packet.ptr[0] & 7) == CLIENT_MODE && !listens,
              "what the client sends is no request (RFC 4330, 5)");
    bb_state(300);
}

static void start(struct netif *netif)
{
    (void)netif;
    ip_addr_t server, other;
    if (!ipaddr_aton("10.9.0.2", &server) || !ipaddr_aton("fd00:0:9::2", &other))
        abort();
    lwip_datagram_on_send(see_request, NULL);
    sntp_setoperatingmode(listens ? SNTP_OPMODE_LISTENONLY : SNTP_OPMODE_POLL);
    sntp_setserver(0, &server);
    sntp_setserver(1, &other);
    sntp_init();
}

static void stop(void)
{
    sntp_stop();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct lwip_session session = {LWIP_LINK_IP, start, stop};
    listens = size % 2 == 1;
    lwip_session_run(&session, bb_bytes_of(data, size));
    return 0;
}
