/*
 * BlueZ's emulator/bthost.c, with a look at each RFCOMM frame and each signal of an LE link before
 * it is worked off: those that it cannot take are not handed on. The look is a hook of bthost's own
 * for the channel; what is handed on goes to the function that would have got it without the hook.
 */
#define bthost_receive_h4 known_receive_h4
#include "emulator/bthost.c"
#undef bthost_receive_h4

#include "host_known.h"

enum { LE_SIGNALS = 5 };

static struct bthost *receiving;

/* Its header, or the second byte of a length, is read although it is not there. */
static bool is_cut(const struct rfcomm_hdr *frame, uint16_t len)
{
    return len < sizeof *frame || (!RFCOMM_TEST_EA(frame->length) && len == sizeof *frame);
}

/* A response about the parameters of a connection that nobody asked for: a null pointer is
 * followed. */
static bool is_unasked(const uint8_t *frame, uint16_t len)
{
    const struct rfcomm_hdr *head = (const void *)frame;
    size_t at = sizeof *head + (RFCOMM_TEST_EA(head->length) ? 0 : 1);
    return !receiving->rfcomm_conn_data && RFCOMM_GET_TYPE(head->control) == RFCOMM_UIH &&
           !RFCOMM_GET_DLCI(head->address) && at < len &&
           RFCOMM_GET_MCC_TYPE(frame[at]) == RFCOMM_PN && !RFCOMM_TEST_CR(frame[at]);
}

static void look(const void *frame, uint16_t len, void *where)
{
    struct btconn *conn = bthost_find_conn(receiving, (uint16_t)((uintptr_t)where >> 16));
    struct l2conn *channel =
        conn ? btconn_find_l2cap_conn_by_scid(conn, (uint16_t)(uintptr_t)where) : NULL;
    if (!channel || channel->psm != 3)
        return;
    if (is_cut(frame, len))
        host_known_short_rfcomm();
    else if (is_unasked(frame, len))
        host_known_unasked_parameters();
    else
        process_rfcomm(receiving, conn, channel, frame, len);
}

/* Of channels opened together a request's fifth is the last that there is room for; those of a
 * response are looked for behind it, as many as it has pairs of bytes. */
static bool is_list_long(const uint8_t *signal, uint16_t len)
{
    enum { HEAD = sizeof(struct bt_l2cap_hdr_sig), FIXED = 8, LIST = 5 * 2 };
    if (len < HEAD + FIXED + LIST)
        return false;
    return signal[0] == BT_L2CAP_PDU_ECRED_CONN_RSP ||
           (signal[0] == BT_L2CAP_PDU_ECRED_CONN_REQ && len >= HEAD + FIXED + LIST + 2);
}

static void look_at_signal(const void *signal, uint16_t len, void *where)
{
    struct btconn *conn = bthost_find_conn(receiving, (uint16_t)(uintptr_t)where);
    if (conn && is_list_long(signal, len))
        host_known_long_list();
    else if (conn)
        l2cap_le_sig(receiving, conn, signal, len);
}

static void watch(struct btconn *conn)
{
    if (!find_cid_hook(conn, LE_SIGNALS))
        bthost_add_cid_hook(receiving, conn->handle, LE_SIGNALS, look_at_signal,
                            (void *)(uintptr_t)conn->handle);
    for (struct l2conn *channel = conn->l2conns; channel; channel = channel->next)
        if (channel->psm == 3 && !find_cid_hook(conn, channel->scid))
            bthost_add_cid_hook(receiving, conn->handle, channel->scid, look,
                                (void *)((uintptr_t)conn->handle << 16 | channel->scid));
}

bool host_known_is_peers_end(uint16_t handle, uint16_t channel)
{
    struct btconn *conn = receiving ? bthost_find_conn(receiving, handle) : NULL;
    for (struct l2conn *end = conn ? conn->l2conns : NULL; end; end = end->next)
        if (end->dcid == channel)
            return true;
    return false;
}

/* A channel is opened by one packet and used by another. */
void bthost_receive_h4(struct bthost *bthost, const void *data, uint16_t len)
{
    receiving = bthost;
    for (struct btconn *conn = bthost->conns; conn; conn = conn->next)
        watch(conn);
    known_receive_h4(bthost, data, len);
}
