/*
 * mosquitto's loop.c with a leak mended: a message of QoS 0 that a plugin publishes to a client
 * which is offline by now stays in the store, referred to by nothing.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"

#include "broker_known.h"

static int watched_insert(struct mosquitto *context, uint16_t mid, enum mosquitto_msg_direction dir,
                          uint8_t qos, bool retain, struct mosquitto_msg_store *stored,
                          mosquitto_property *properties, bool update)
{
    db__msg_store_ref_inc(stored);
    int rc = db__message_insert(context, mid, dir, qos, retain, stored, properties, update);
    if (stored->ref_count == 1)
        known_plugin_message_leak();
    db__msg_store_ref_dec(&stored);
    return rc;
}

#define db__message_insert watched_insert
#include "src/loop.c"
