/*
 * mosquitto's persist_read.c with a leak mended: of a message that expired before the restart, what
 * a client had of it is not restored, and its properties (a subscription identifier) are forgotten.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"

#include "persist.h"

#include "broker_known.h"

static int read_client_msg(FILE *file, struct P_client_msg *message, uint32_t length)
{
    struct mosquitto_msg_store_load *stored = NULL;
    int rc = persist__chunk_client_msg_read_v56(file, message, length);
    if (rc == 0)
        HASH_FIND(hh, db.msg_store_load, &message->F.store_id, sizeof(dbid_t), stored);
    if (rc == 0 && !stored && message->properties) {
        mosquitto_property_free_all(&message->properties);
        known_lost_message_leak();
    }
    return rc;
}

#define persist__chunk_client_msg_read_v56 read_client_msg
#include "src/persist_read.c"
