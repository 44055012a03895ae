/*
 * mosquitto's persist_write.c with an over-read mended: clients are saved from one structure, in
 * which the name of a user stays when the next client has none, and its length in network order.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"

#include "persist.h"

#include "broker_known.h"

static int write_client(FILE *file, struct P_client *client)
{
    struct mosquitto *context = NULL;
    HASH_FIND(hh_id, db.contexts_by_id, client->client_id, strlen(client->client_id), context);
    if (client->F.username_len && context && !context->username) {
        client->F.username_len = 0;
        known_stale_username_saved();
    }
    return persist__chunk_client_write_v6(file, client);
}

#define persist__chunk_client_write_v6 write_client
#include "src/persist_write.c"
