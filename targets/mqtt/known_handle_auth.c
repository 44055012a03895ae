/*
 * mosquitto's handle_auth.c, stricter: an AUTH without a reason code says Success, which only a
 * server may say (MQTT 5, 3.15.2.1). The broker takes it from clients; here it is a protocol error.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"

#include "broker_known.h"

#define handle__auth unmended_handle__auth
#include "src/handle_auth.c"
#undef handle__auth

int handle__auth(struct mosquitto *context)
{
    if (context->in_packet.remaining_length == 0) {
        known_auth_success_from_client();
        return MOSQ_ERR_PROTOCOL;
    }
    return unmended_handle__auth(context);
}
