#include "att_peer.h"

#include <stdlib.h>
#include <string.h>

#include "att_port.h"
#include "shim/socket.h"
#include "src/shared/gatt-server.h"

static void on_disconnected(int error, void *context)
{
    (void)error;
    ((struct att_peer *)context)->fd = -1;
}

void att_peer_open(struct att_peer *peer)
{
    att_site_open(&peer->site);
    for (unsigned i = 0; i < peer->site.n_values; i++)
        peer->site.values[i].is_slow = false;
    peer->fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    peer->att = bt_att_new(peer->fd, false);
    peer->server = bt_gatt_server_new(peer->site.db, peer->att, ATT_PEER_MTU, 0);
    if (!peer->server)
        abort();
    bt_att_set_close_on_unref(peer->att, true);
    bt_att_register_disconnect(peer->att, on_disconnected, peer, NULL);
    peer->answer_len = 0;
}

void att_peer_close(struct att_peer *peer)
{
    att_port_disconnect(peer->fd);
    bt_gatt_server_unref(peer->server);
    bt_att_unref(peer->att);
    att_site_close(&peer->site);
}

struct bb_bytes att_peer_ask(struct att_peer *peer, struct bb_bytes pdu)
{
    peer->answer_len = 0;
    if (peer->fd >= 0)
        att_port_deliver(peer->fd, pdu);
    return bb_bytes_of(peer->answer, peer->answer_len);
}

void att_peer_take(struct att_peer *peer, struct bb_bytes pdu)
{
    if (pdu.len > sizeof peer->answer)
        abort();
    memcpy(peer->answer, pdu.ptr, pdu.len);
    peer->answer_len = pdu.len;
}
