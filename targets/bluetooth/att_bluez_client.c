/*
 * att_bluez_client: BlueZ's GATT client, which discovers a server, keeps up with its changes, and
 * makes the calls of a program.
 *
 * Input: steps, see att_script.h. ATT_SEND with bytes is a PDU of the server; without any, a real
 * server answers what the client asks, as many times as the argument says, or once. ATT_ACT makes a
 * call: its kind (att_call.h) is in the lowest four bits of the argument, the handle in the others.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "att_call.h"
#include "att_known.h"
#include "att_peer.h"
#include "att_port.h"
#include "att_request.h"
#include "att_script.h"
#include "shim/heap.h"
#include "shim/socket.h"
#include "src/shared/gatt-client.h"

enum {
    CLIENT_MTU = 247,
    FEATURES = 0x07,
    EXTENDED_PROPERTIES = 0x2900,
    SERVICE_CHANGED = 0x2a05,
    CHANGE_BYTES = 7, /* of its indication */
    KEY_BYTES = 16,
    ANSWERS_MAX = 200, /* more than a discovery takes */
};

struct session {
    struct att_peer peer;
    struct att_asking asking;
    struct gatt_db *db; /* stays when the link goes, as bluetoothd's does */
    struct bt_att *att; /* NULL: not connected */
    struct bt_gatt_client *client;
    unsigned n_changes; /* of services, told and not yet discovered */
    int fd;
};

static void on_send(void *context, int fd, struct bb_bytes pdu, const struct sockaddr *to)
{
    struct session *session = context;
    (void)to;
    if (fd == session->peer.fd)
        att_peer_take(&session->peer, pdu);
    else
        att_asking_check(&session->asking, pdu);
}

static void check_attribute(struct gatt_db_attribute *attribute, void *context)
{
    const uint16_t *range = context;
    uint16_t handle = gatt_db_attribute_get_handle(attribute);
    BB_ORACLE(att_in_service, handle >= range[0] && handle <= range[1],
              "an attribute is outside of its service");
}

static void check_service(struct gatt_db_attribute *service, void *context)
{
    uint16_t range[2], *last_end = context;
    bool has_handles = gatt_db_attribute_get_service_handles(service, &range[0], &range[1]);
    BB_ORACLE(att_services_apart, has_handles && range[0] > *last_end && range[0] <= range[1],
              "services overlap, or have no handles");
    *last_end = range[1];
    gatt_db_service_foreach(service, NULL, check_attribute, range);
}

static void on_ready(bool success, uint8_t error, void *context)
{
    struct session *session = context;
    uint16_t last_end = 0;
    (void)error;
    session->asking.found.n = 0;
    bb_state(256 + success);
    gatt_db_foreach_service(session->db, NULL, check_service, &last_end);
}

static void on_changed(uint16_t start, uint16_t end, void *context)
{
    (void)start, (void)end;
    struct session *session = context;
    session->asking.found.n = 0;
    session->n_changes -= session->n_changes > 0;
    bb_state(258);
}

static void on_disconnected(int error, void *context)
{
    (void)error;
    ((struct session *)context)->fd = -1;
}

static bool count_up(uint32_t *counter, void *context)
{
    (void)context;
    *counter = 0;
    return true;
}

static void connect_server(struct session *session)
{
    uint8_t key[KEY_BYTES] = {0};
    session->fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    att_asking_begin(&session->asking);
    session->n_changes = 0;
    session->att = bt_att_new(session->fd, false);
    if (!session->att)
        abort();
    bt_att_set_close_on_unref(session->att, true);
    bt_att_set_local_key(session->att, key, count_up, NULL);
    bt_att_register_disconnect(session->att, on_disconnected, session, NULL);
    session->client = bt_gatt_client_new(session->db, session->att, CLIENT_MTU, FEATURES);
    if (!session->client)
        abort();
    bt_gatt_client_ready_register(session->client, on_ready, session, NULL);
    bt_gatt_client_set_service_changed(session->client, on_changed, session, NULL);
    att_peer_open(&session->peer);
    att_port_flush();
}

/* After the disconnection, as bluetoothd does. */
static void drop(struct session *session)
{
    if (!session->att || session->fd >= 0)
        return;
    bt_gatt_client_unref(session->client);
    bt_att_unref(session->att);
    att_peer_close(&session->peer);
    session->client = NULL;
    session->att = NULL;
    att_call_check_ended();
    att_call_begin();
}

static bool is_of_type(const struct session *session, uint16_t handle, uint16_t type)
{
    struct gatt_db_attribute *attribute =
        handle ? gatt_db_get_attribute(session->db, handle) : NULL;
    bt_uuid_t uuid;
    bt_uuid16_create(&uuid, type);
    return attribute && bt_uuid_cmp(gatt_db_attribute_get_type(attribute), &uuid) == 0;
}

/* A Service Changed, which BlueZ also takes for one when it is only notified. */
static bool is_change(const struct session *session, struct bb_bytes pdu)
{
    if (pdu.len < CHANGE_BYTES || !bt_gatt_client_is_ready(session->client))
        return false;
    if (pdu.ptr[0] == BT_ATT_OP_HANDLE_NFY_MULT)
        return true;
    return pdu.len == CHANGE_BYTES &&
           (pdu.ptr[0] == BT_ATT_OP_HANDLE_IND || pdu.ptr[0] == BT_ATT_OP_HANDLE_NFY) &&
           (pdu.ptr[3] | pdu.ptr[4] << 8) <= (pdu.ptr[5] | pdu.ptr[6] << 8) &&
           is_of_type(session, (uint16_t)(pdu.ptr[1] | pdu.ptr[2] << 8), SERVICE_CHANGED);
}

struct surroundings {
    struct att_range range;
    bool is_around; /* a service of the database */
    bool is_met;    /* its start or its end is in one */
};

static void compare(struct gatt_db_attribute *service, void *context)
{
    struct surroundings *with = context;
    uint16_t start, end;
    if (!gatt_db_attribute_get_service_handles(service, &start, &end))
        return;
    with->is_around = with->is_around || (with->range.start < start && with->range.end > end);
    with->is_met = with->is_met || (with->range.start >= start && with->range.start <= end) ||
                   (with->range.end >= start && with->range.end <= end);
}

/* Where to put a service is decided by its ends: one around another of the database, from the last
 * connection, is put beside it. */
static bool is_beside(void *context, struct att_range range)
{
    struct surroundings with = {.range = range};
    gatt_db_foreach_service(((struct session *)context)->db, NULL, compare, &with);
    return !with.is_around || with.is_met;
}

static void deliver(struct session *session, struct bb_bytes pdu)
{
    if (!att_found_add(&session->asking.found, pdu)) {
        BB_KNOWN(service_overlap);
        return;
    }
    if (!att_listed_each(pdu, is_beside, session)) {
        BB_KNOWN(service_around);
        return;
    }
    if (att_known_answer(pdu, is_of_type(session, att_asking_handle(&session->asking),
                                         EXTENDED_PROPERTIES)))
        return;
    att_asking_answer(&session->asking, pdu);
    session->n_changes += is_change(session, pdu);
    att_port_deliver(session->fd, pdu);
}

/* The real server answers; what it cannot answer stays open. */
static void answer(struct session *session, unsigned times)
{
    for (unsigned i = 0; i < times && i < ANSWERS_MAX && session->fd >= 0; i++) {
        struct bb_bytes asked = att_asking_take(&session->asking);
        struct bb_bytes pdu = asked.len ? att_peer_ask(&session->peer, asked) : asked;
        if (pdu.len == 0)
            return;
        deliver(session, pdu);
    }
}

static void secure(struct session *session, unsigned argument)
{
    int level = (int)(argument & 7);
    if (level > BT_ATT_SECURITY_FIPS)
        return;
    bt_att_set_security(session->att, level);
    if (session->peer.fd >= 0 && level >= BT_ATT_SECURITY_LOW)
        bt_att_set_security(session->peer.att, level);
}

static void play(struct session *session, const struct att_step *step)
{
    if (!session->att)
        connect_server(session);
    unsigned argument = step->argument;
    switch (step->event) {
    case ATT_SEND:
        if (step->bytes.len)
            deliver(session, step->bytes);
        else
            answer(session, argument ? argument : 1);
        break;
    case ATT_PASS: att_port_pass_seconds(argument); break;
    case ATT_SECURE: secure(session, argument); break;
    case ATT_ACT:
        if ((argument & 15) == ATT_CALL_DISCONNECT)
            att_port_disconnect(session->fd);
        else
            att_call_make(session->client, (enum att_call_kind)(argument & 15),
                          (uint16_t)(argument >> 4), step->bytes, session->n_changes > 0);
    }
    att_port_flush();
    drop(session);
}

/* Each of several writes that are prepared in one request is forgotten when the next one is, and so
 * are some that are cancelled. */
static void check_memory(void)
{
    if (!att_call_may_leak()) {
        bb_shim_heap_check_returned();
        return;
    }
    if (bb_shim_heap_wipe())
        BB_KNOWN(request_leak);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct session session; /* large */
    struct bb_bytes script = bb_bytes_of(data, size);
    struct att_step step;
    memset(&session, 0, sizeof session);
    session.fd = session.peer.fd = -1;
    att_port_begin();
    att_call_begin_run();
    bb_shim_socket_on_send(on_send, &session);
    session.db = gatt_db_new();
    while (att_script_take(&script, &step))
        play(&session, &step);
    att_port_disconnect(session.fd);
    drop(&session);
    gatt_db_unref(session.db);
    BB_ORACLE(att_timers_gone, att_port_timers() == 0, "a timer is left when all is closed");
    check_memory();
    return 0;
}
