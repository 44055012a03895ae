/*
 * The four peers that talk to the server, and what sets them apart.
 *
 * A datagram comes from the peer that the top two bits of its message ID name; one too short to
 * have a message ID comes from peer 0. The server numbers its own messages to a peer from the same
 * quarter, so an acknowledgement or reset of a notification arrives from the right peer.
 *
 *   peer 0  libcoap joins and splits block-wise bodies (COAP_BLOCK_USE_LIBCOAP | _SINGLE_BODY)
 *   peer 1  libcoap handles blocks, the application sees each one (COAP_BLOCK_USE_LIBCOAP)
 *   peer 2  the application does all of block-wise transfer
 *   peer 3  as peer 0, but sends to the All CoAP Nodes multicast address (RFC 7252 section 8)
 */
#ifndef BB_SERVER_PEERS_H
#define BB_SERVER_PEERS_H

#include <netinet/in.h>

#include "base/bytes.h"

enum { BB_PEER_COUNT = 4, BB_PEER_MULTICAST = 3 };

/* The first message ID that the server gives to a message of its own to this peer, less one. */
static inline uint16_t bb_peer_first_mid(unsigned peer)
{
    return (uint16_t)(peer << 14);
}

/* Who sends this datagram. */
unsigned bb_peer_of_datagram(struct bb_bytes datagram);

/* Which peer has this address; BB_PEER_COUNT if none has. */
unsigned bb_peer_of_address(const struct sockaddr *address);

struct sockaddr_in bb_peer_address(unsigned peer);

/* Where this peer sends to. */
struct sockaddr_in bb_peer_server_address(unsigned peer);

/* The COAP_BLOCK_ flags of a session with this peer. */
uint8_t bb_peer_block_mode(unsigned peer);

#endif
