/*
 * att_bluez_server: BlueZ's ATT and GATT server with a device's database, on one link after the
 * other.
 *
 * Input: steps, see att_script.h. ATT_ACT, by the lowest three bits of its argument: 0 the slow
 * value is answered, 1 with the error in bits 4 to 11; 2 a notification and 3 an indication of the
 * bytes; 4 the same as one of several; 5 the client disconnects; 6 and 7 the maker's service goes
 * and comes.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "att_check.h"
#include "att_known.h"
#include "att_port.h"
#include "att_script.h"
#include "att_site.h"
#include "shim/heap.h"
#include "shim/socket.h"
#include "src/shared/gatt-server.h"

enum {
    SERVER_MTU = 517,
    KEY_BYTES = 16,
    KEY_LEAST_BYTES = 7,
    VALUE_MAX_BYTES = 512,
    BLOB_BYTES = 5,
    SIGNED_STATE = 18 << 4, /* of no request */
};

struct session {
    struct att_site site;
    struct att_talk talk;
    struct bb_bytes script;
    struct bt_att *att; /* NULL: not connected */
    struct bt_gatt_server *server;
    int fd;
    int level;
    uint32_t counter; /* of signed writes */
    bool is_taken;    /* the signed write that was sent */
    bool is_told;     /* the client knows the secret from the start */
};

static void on_send(void *context, int fd, struct bb_bytes pdu, const struct sockaddr *to)
{
    struct session *session = context;
    (void)fd, (void)to;
    BB_ORACLE(att_secret_kept,
              session->is_told || session->level >= BT_ATT_SECURITY_HIGH ||
                  !memmem(pdu.ptr, pdu.len, att_site_secret, ATT_SITE_SECRET_BYTES),
              "a link that is not authenticated is told the secret");
    att_talk_check(&session->talk, pdu);
}

/* Of those that come again, the first is wrong (Volume 3, Part H, 2.4.5). */
static bool on_counter(uint32_t *counter, void *context)
{
    struct session *session = context;
    if (*counter < session->counter)
        return false;
    session->counter = *counter + 1;
    return true;
}

/* BlueZ's server takes no signed writes; a program may. */
static void on_signed(struct bt_att_chan *channel, uint8_t opcode, const void *pdu, uint16_t len,
                      void *context)
{
    struct session *session = context;
    (void)channel, (void)opcode, (void)pdu;
    session->is_taken = true;
    bb_state(SIGNED_STATE + (len > 2));
}

static void on_disconnected(int error, void *context)
{
    struct session *session = context;
    (void)error;
    session->fd = -1;
}

static void on_confirmed(void *context)
{
    (void)context;
}

static void connect_client(struct session *session)
{
    uint8_t key[KEY_BYTES] = {0};
    session->fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    session->level = BT_ATT_SECURITY_LOW;
    session->att = bt_att_new(session->fd, false);
    session->server =
        bt_gatt_server_new(session->site.db, session->att, SERVER_MTU, KEY_LEAST_BYTES);
    if (!session->server)
        abort();
    bt_att_set_close_on_unref(session->att, true);
    bt_att_set_enc_key_size(session->att, KEY_BYTES);
    bt_att_set_remote_key(session->att, key, on_counter, session);
    bt_att_register(session->att, BT_ATT_OP_SIGNED_WRITE_CMD, on_signed, session, NULL);
    bt_att_register_disconnect(session->att, on_disconnected, session, NULL);
    att_talk_begin(&session->talk);
}

/* After the disconnection, as bluetoothd does. */
static void drop(struct session *session)
{
    if (!session->att || session->fd >= 0)
        return;
    bt_gatt_server_unref(session->server);
    bt_att_unref(session->att);
    session->server = NULL;
    session->att = NULL;
}

/* A slow answer that comes when the link is gone is told to a channel that is gone, too. */
static void on_over(void *context, int fd)
{
    struct session *session = context;
    (void)fd;
    if (session->site.waiting)
        BB_KNOWN(answer_after_end);
    att_site_answer(&session->site, BT_ATT_ERROR_UNLIKELY);
}

static void secure(struct session *session, unsigned argument)
{
    int level = (int)(argument & 7);
    if (level <= session->level || level > BT_ATT_SECURITY_FIPS)
        return;
    session->level = level;
    bt_att_set_security(session->att, level);
    bt_att_set_enc_key_size(session->att, (uint8_t)(argument >> 4 & 31));
}

static void act(struct session *session, unsigned argument, struct bb_bytes bytes)
{
    struct att_site *site = &session->site;
    uint16_t len = (uint16_t)(bytes.len < VALUE_MAX_BYTES ? bytes.len : VALUE_MAX_BYTES);
    uint16_t level = gatt_db_attribute_get_handle(site->level);
    switch (argument & 7) {
    case 0: att_site_answer(site, 0); break;
    case 1: att_site_answer(site, (uint8_t)(argument >> 4)); break;
    case 2: bt_gatt_server_send_notification(session->server, level, bytes.ptr, len, false); break;
    case 3:
        bt_gatt_server_send_indication(session->server, gatt_db_attribute_get_handle(site->changed),
                                       bytes.ptr, len, on_confirmed, NULL, NULL);
        break;
    case 4: bt_gatt_server_send_notification(session->server, level, bytes.ptr, len, true); break;
    case 5: att_port_disconnect(session->fd); break;
    case 6: gatt_db_service_set_active(site->vendor, false); break;
    case 7: gatt_db_service_set_active(site->vendor, true); break;
    }
}

static void on_length(struct gatt_db_attribute *attribute, int error, const uint8_t *value,
                      size_t len, void *context)
{
    (void)attribute, (void)error, (void)value;
    *(size_t *)context = len;
}

/* Of a value that BlueZ keeps and that is empty, what is behind an offset is told from there on,
 * for as long as memory goes. */
static bool is_blob_of_nothing(const struct session *session, struct bb_bytes pdu)
{
    size_t len = 0;
    uint16_t note = gatt_db_attribute_get_handle(session->site.note);
    if (pdu.len != BLOB_BYTES || pdu.ptr[0] != BT_ATT_OP_READ_BLOB_REQ ||
        (pdu.ptr[1] | pdu.ptr[2] << 8) != note || (pdu.ptr[3] | pdu.ptr[4]) == 0)
        return false;
    gatt_db_attribute_read(session->site.note, 0, 0, NULL, on_length, &len);
    return len == 0;
}

static void send_pdu(struct session *session, struct bb_bytes pdu)
{
    if (is_blob_of_nothing(session, pdu)) {
        BB_KNOWN(blob_of_nothing);
        return;
    }
    if (att_known_request(pdu))
        return;
    bool is_signed = pdu.len && pdu.ptr[0] == BT_ATT_OP_SIGNED_WRITE_CMD;
    session->is_taken = !is_signed || !att_port_is_connected(session->fd);
    att_talk_ask(&session->talk, pdu);
    att_port_deliver(session->fd, pdu);
    if (!session->is_taken) {
        BB_KNOWN(signed_reference);
        bt_att_unref(session->att); /* BlueZ holds one more after each signature that is wrong */
    }
}

static void play(struct session *session, const struct att_step *step)
{
    if (!session->att)
        connect_client(session);
    switch (step->event) {
    case ATT_SEND: send_pdu(session, step->bytes); break;
    case ATT_PASS: att_port_pass_seconds(step->argument); break;
    case ATT_SECURE: secure(session, step->argument); break;
    case ATT_ACT: act(session, step->argument, step->bytes); break;
    }
    att_port_flush();
    drop(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct session session; /* large */
    struct att_step step;
    memset(&session, 0, sizeof session);
    session.script = bb_bytes_of(data, size);
    session.fd = -1;
    session.is_told = size && memmem(data, size, att_site_secret, ATT_SITE_SECRET_BYTES);
    att_port_begin();
    att_port_on_over(on_over, &session);
    bb_shim_socket_on_send(on_send, &session);
    att_site_open(&session.site);
    while (att_script_take(&session.script, &step))
        play(&session, &step);
    att_port_disconnect(session.fd);
    drop(&session);
    att_site_close(&session.site);
    BB_ORACLE(att_timers_gone, att_port_timers() == 0, "a timer is left when all is closed");
    bb_shim_heap_check_returned();
    return 0;
}
