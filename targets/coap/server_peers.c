#include "server_peers.h"

#include <arpa/inet.h>

#include "coap3/coap.h"

/* Addresses of TEST-NET-1 (RFC 5737) and All CoAP Nodes (RFC 7252 section 12.8). */
enum {
    PEER_ADDRESS = 0xc0000201,
    SERVER_ADDRESS = 0xc0000264,
    MULTICAST_ADDRESS = 0xe00001bb,
    PEER_PORT = 40000,
};

static struct sockaddr_in ipv4(uint32_t address, uint16_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(address)};
}

unsigned bb_peer_of_datagram(struct bb_bytes datagram)
{
    return datagram.len < 4 ? 0 : datagram.ptr[2] >> 6;
}

unsigned bb_peer_of_address(const struct sockaddr *address)
{
    for (unsigned peer = 0; peer < BB_PEER_COUNT; peer++) {
        struct sockaddr_in own = bb_peer_address(peer);
        if (address && memcmp(address, &own, sizeof own) == 0)
            return peer;
    }
    return BB_PEER_COUNT;
}

struct sockaddr_in bb_peer_address(unsigned peer)
{
    return ipv4(PEER_ADDRESS + peer, (uint16_t)(PEER_PORT + peer));
}

struct sockaddr_in bb_peer_server_address(unsigned peer)
{
    return ipv4(peer == BB_PEER_MULTICAST ? MULTICAST_ADDRESS : SERVER_ADDRESS, COAP_DEFAULT_PORT);
}

uint8_t bb_peer_block_mode(unsigned peer)
{
    static const uint8_t modes[BB_PEER_COUNT] = {
        COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY,
        COAP_BLOCK_USE_LIBCOAP,
        0,
        COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY,
    };
    return modes[peer];
}
