/*
 * What a program asks of BlueZ's GATT client, and that each of its calls comes to an end.
 */
#ifndef ATT_CALL_H
#define ATT_CALL_H

#include <stdbool.h>

#include "base/bytes.h"

struct bt_gatt_client;

enum { ATT_CALLS_MAX = 64 };

enum att_call_kind { /* the lowest four bits of the argument of ATT_ACT */
                     ATT_CALL_READ,
                     ATT_CALL_READ_LONG,
                     ATT_CALL_READ_MULTIPLE,
                     ATT_CALL_WRITE,
                     ATT_CALL_WRITE_LONG,
                     ATT_CALL_WRITE_RELIABLE,
                     ATT_CALL_PREPARE,
                     ATT_CALL_EXECUTE,
                     ATT_CALL_COMMAND,
                     ATT_CALL_SIGNED,
                     ATT_CALL_REGISTER, /* for notifications and indications */
                     ATT_CALL_UNREGISTER,
                     ATT_CALL_CANCEL,
                     ATT_CALL_CANCEL_ALL,
                     ATT_CALL_DISCONNECT, /* not made here */
                     ATT_CALL_NOTHING,
};

/* A run begins; a client's life begins: the calls of before are forgotten. */
void att_call_begin_run(void);
void att_call_begin(void);

/* True if in this run calls were made of which BlueZ is known to forget requests. */
bool att_call_may_leak(void);

/* Makes a call, on this handle and with these bytes; is_changing: a change of the services is still
 * being discovered. Oracles: att_called_once, att_ended_once. */
void att_call_make(struct bt_gatt_client *client, enum att_call_kind kind, uint16_t handle,
                   struct bb_bytes bytes, bool is_changing);

/* Oracle att_ended: after the client is gone no call is left. */
void att_call_check_ended(void);

#endif
