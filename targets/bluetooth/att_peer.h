/*
 * A real server for the client under test: BlueZ's own, with the device's database. The input takes
 * its place wherever it wants to.
 */
#ifndef ATT_PEER_H
#define ATT_PEER_H

#include "att_site.h"
#include "base/bytes.h"

enum { ATT_PEER_MTU = 517 };

struct bt_gatt_server;

struct att_peer {
    struct att_site site;
    struct bt_att *att;
    struct bt_gatt_server *server;
    int fd; /* -1: it has hung up */
    size_t answer_len;
    uint8_t answer[ATT_PEER_MTU];
};

void att_peer_open(struct att_peer *peer);
void att_peer_close(struct att_peer *peer);

/* What the server says to a PDU of the client; empty if nothing. Borrowed until the next call. */
struct bb_bytes att_peer_ask(struct att_peer *peer, struct bb_bytes pdu);

/* To be called for each PDU that is sent over its socket. */
void att_peer_take(struct att_peer *peer, struct bb_bytes pdu);

#endif
