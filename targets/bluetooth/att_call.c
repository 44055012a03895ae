#include "att_call.h"

#include <brickbat/target.h>

#include <stdint.h>

#include "lib/bluetooth.h"
#include "lib/uuid.h"
#include "src/shared/queue.h"

#include "src/shared/att.h"
#include "src/shared/gatt-db.h"

#include "src/shared/gatt-client.h"

enum { CHARACTERISTIC = 0x2803 };

struct call {
    bool is_made;
    bool is_called_back;
    bool is_ended;
    bool may_repeat;    /* told of each notification */
    bool is_registered; /* or refused: the server has answered */
    bool is_long;       /* a write in several requests */
    bool may_stay;      /* part of one request, whose end the last of them is told */
};

static struct call calls[ATT_CALLS_MAX];
static unsigned n_calls;
static unsigned last_id;               /* of any call */
static unsigned last_prepare_id;       /* of writes that are prepared, 0 if there are none */
static unsigned last_notify_id;        /* 0 if there is none */
static const struct call *last_notify; /* the call that registered it */
static bool may_leak;
static bool is_preparing;   /* the last write that was prepared, or its execution, has no answer */
static unsigned execute_id; /* 0 if nothing is being executed */
static const struct call *last_execute;
static volatile uint8_t sink;

void att_call_begin(void)
{
    n_calls = 0;
    is_preparing = false;
    last_id = last_prepare_id = last_notify_id = execute_id = 0;
}

void att_call_begin_run(void)
{
    may_leak = false;
    att_call_begin();
}

bool att_call_may_leak(void)
{
    return may_leak;
}

static void call_back(void *context)
{
    struct call *call = context;
    BB_ORACLE(att_called_once, !call->is_ended && (call->may_repeat || !call->is_called_back),
              "a program is called back again, or after the end");
    call->is_called_back = true;
    is_preparing = is_preparing && !call->may_stay;
    if (call == last_execute)
        execute_id = 0;
}

static void on_end(void *context)
{
    struct call *call = context;
    BB_ORACLE(att_ended_once, !call->is_ended, "a call ends again");
    call->is_ended = true;
}

static void read_all(const uint8_t *bytes, uint16_t len)
{
    for (uint16_t i = 0; i < len; i++)
        sink = bytes[i];
}

static void on_read(bool success, uint8_t error, const uint8_t *value, uint16_t len, void *context)
{
    (void)success, (void)error;
    call_back(context);
    read_all(value, len);
}

static void on_written(bool success, uint8_t error, void *context)
{
    (void)success, (void)error;
    call_back(context);
}

static void on_long_written(bool success, bool reliable_error, uint8_t error, void *context)
{
    (void)success, (void)reliable_error, (void)error;
    call_back(context);
}

/* What was refused is not there to be unregistered. */
static void on_registered(uint16_t error, void *context)
{
    struct call *call = context;
    call_back(call);
    call->is_registered = true;
    if (error && call == last_notify)
        last_notify_id = 0;
}

static void on_notified(uint16_t handle, const uint8_t *value, uint16_t len, void *context)
{
    (void)handle;
    call_back(context);
    read_all(value, len);
}

/* What a program registers for is a value that it has seen in the database when all was discovered,
 * behind the declaration of its characteristic. */
static bool is_value(struct bt_gatt_client *client, uint16_t handle)
{
    struct gatt_db *db = bt_gatt_client_get_db(client);
    struct gatt_db_attribute *before = gatt_db_get_attribute(db, (uint16_t)(handle - 1));
    bt_uuid_t declaration;
    bt_uuid16_create(&declaration, CHARACTERISTIC);
    return bt_gatt_client_is_ready(client) && handle > 1 && before &&
           gatt_db_get_attribute(db, handle) &&
           bt_uuid_cmp(gatt_db_attribute_get_type(before), &declaration) == 0;
}

/* 0 if BlueZ refuses: then nothing is called back. */
static unsigned make(struct bt_gatt_client *client, enum att_call_kind kind, uint16_t handle,
                     struct bb_bytes bytes, struct call *call)
{
    uint16_t handles[3] = {handle, (uint16_t)(handle + 1), (uint16_t)(handle + 2)};
    uint16_t len = (uint16_t)bytes.len;
    switch (kind) {
    case ATT_CALL_READ: return bt_gatt_client_read_value(client, handle, on_read, call, on_end);
    case ATT_CALL_READ_LONG:
        return bt_gatt_client_read_long_value(client, handle, len, on_read, call, on_end);
    case ATT_CALL_READ_MULTIPLE:
        return bt_gatt_client_read_multiple(client, handles, 3, on_read, call, on_end);
    case ATT_CALL_WRITE:
        return bt_gatt_client_write_value(client, handle, bytes.ptr, len, on_written, call, on_end);
    case ATT_CALL_WRITE_LONG:
    case ATT_CALL_WRITE_RELIABLE:
        return bt_gatt_client_write_long_value(client, kind == ATT_CALL_WRITE_RELIABLE, handle, 0,
                                               bytes.ptr, len, on_long_written, call, on_end);
    case ATT_CALL_PREPARE:
        return bt_gatt_client_prepare_write(client, last_prepare_id, handle, 0, bytes.ptr, len,
                                            on_long_written, call, on_end);
    case ATT_CALL_EXECUTE:
        return bt_gatt_client_write_execute(client, last_prepare_id, on_written, call, on_end);
    case ATT_CALL_REGISTER:
        if (!is_value(client, handle))
            return 0;
        call->may_repeat = true;
        return bt_gatt_client_register_notify(client, handle, on_registered, on_notified, call,
                                              on_end);
    default: return 0;
    }
}

/* What is behind the longest value is cut to a negative length. */
static bool is_behind_value(enum att_call_kind kind, struct bb_bytes bytes)
{
    if (kind != ATT_CALL_READ_LONG || bytes.len <= BT_ATT_MAX_VALUE_LEN)
        return false;
    BB_KNOWN(long_offset);
    return true;
}

static void begin_call(struct bt_gatt_client *client, enum att_call_kind kind, uint16_t handle,
                       struct bb_bytes bytes)
{
    if (n_calls == ATT_CALLS_MAX || is_behind_value(kind, bytes))
        return;
    if (kind == ATT_CALL_PREPARE || kind == ATT_CALL_EXECUTE) {
        if (is_preparing) { /* BlueZ takes what belongs to one for what belongs to the other */
            BB_KNOWN(prepare_confusion);
            return;
        }
        is_preparing = true;
    }
    struct call *call = &calls[n_calls++];
    *call = (struct call){.is_made = true};
    call->is_long = kind == ATT_CALL_WRITE_LONG || kind == ATT_CALL_WRITE_RELIABLE;
    call->may_stay = kind == ATT_CALL_PREPARE || kind == ATT_CALL_EXECUTE;
    unsigned id = make(client, kind, handle, bytes, call);
    if (id == 0) {
        call->is_made = false;
        is_preparing = is_preparing && !call->may_stay;
        return;
    }
    last_id = id;
    if (kind == ATT_CALL_PREPARE || kind == ATT_CALL_EXECUTE)
        last_prepare_id = kind == ATT_CALL_PREPARE ? id : 0;
    may_leak = may_leak || last_prepare_id;
    if (kind == ATT_CALL_EXECUTE) {
        execute_id = id;
        last_execute = call;
    }
    if (kind == ATT_CALL_REGISTER) {
        last_notify_id = id;
        last_notify = call;
    }
}

/* What is cancelled while it is being executed is given back twice: by the execution and by its
 * cancellation. */
static bool is_known_cancel(enum att_call_kind kind)
{
    if (execute_id == 0 || (kind == ATT_CALL_CANCEL && last_id != execute_id))
        return false;
    BB_KNOWN(execute_cancelled);
    return true;
}

/* A long write that still waits for another one is forgotten when it is cancelled. */
static void expect_leak(void)
{
    for (unsigned i = 0; i < n_calls; i++) {
        if (!calls[i].is_long || calls[i].is_ended)
            continue;
        may_leak = true;
        calls[i].may_stay = true;
    }
}

static void cancel(struct bt_gatt_client *client, enum att_call_kind kind)
{
    if (is_known_cancel(kind))
        return;
    expect_leak();
    if (kind == ATT_CALL_CANCEL)
        bt_gatt_client_cancel(client, last_id);
    else
        bt_gatt_client_cancel_all(client);
}

/* What is given up before the server has answered leaves BlueZ waiting for the answer: all that is
 * registered later waits, too, and is used after it was freed when the client goes. */
static void unregister(struct bt_gatt_client *client, bool is_changing)
{
    if (last_notify_id && is_changing) { /* it may be gone when the answer comes */
        BB_KNOWN(unregistered_removed);
        return;
    }
    if (last_notify_id && !last_notify->is_registered) {
        BB_KNOWN(unregistered_early);
        return;
    }
    bt_gatt_client_unregister_notify(client, last_notify_id);
    last_notify_id = 0;
}

void att_call_make(struct bt_gatt_client *client, enum att_call_kind kind, uint16_t handle,
                   struct bb_bytes bytes, bool is_changing)
{
    switch (kind) {
    case ATT_CALL_COMMAND:
    case ATT_CALL_SIGNED:
        bt_gatt_client_write_without_response(client, handle, kind == ATT_CALL_SIGNED, bytes.ptr,
                                              (uint16_t)bytes.len);
        break;
    case ATT_CALL_UNREGISTER: unregister(client, is_changing); break;
    case ATT_CALL_CANCEL:
    case ATT_CALL_CANCEL_ALL: cancel(client, kind); break;
    default: begin_call(client, kind, handle, bytes);
    }
}

void att_call_check_ended(void)
{
    for (unsigned i = 0; i < n_calls; i++)
        BB_ORACLE(att_ended, !calls[i].is_made || calls[i].is_ended || calls[i].may_stay,
                  "a call has no end though the client is gone");
}
