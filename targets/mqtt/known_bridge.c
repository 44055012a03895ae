/*
 * mosquitto's bridge.c with a leak mended: of a packet that had come in part when the connection
 * ended, the payload is forgotten at the next connection, and the rest of it is still waited for.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"

#include "memory_mosq.h"
#include "packet_mosq.h"
#include "util_mosq.h"

#include "broker_known.h"

/* Called where the next connection begins. A packet of type 0 is known by its payload only. */
static int set_state(struct mosquitto *context, enum mosquitto_client_state state)
{
    if (state == mosq_cs_new && (context->in_packet.command || context->in_packet.payload)) {
        packet__cleanup(&context->in_packet);
        known_bridge_packet_kept();
    }
    return mosquitto__set_state(context, state);
}

#define mosquitto__set_state set_state
#include "src/bridge.c"
