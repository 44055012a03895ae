/*
 * mosquitto's handle_suback.c with a leak mended: a SUBACK without reason codes is refused, and its
 * properties are forgotten.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"
#include "property_mosq.h"

#include "broker_known.h"

static mosquitto_property *held; /* read, not freed yet */

static int watched_read_all(int command, struct mosquitto__packet *packet,
                            mosquitto_property **ret_properties)
{
    int rc = property__read_all(command, packet, ret_properties);
    held = *ret_properties;
    return rc;
}

static void watched_free_all(mosquitto_property **properties)
{
    mosquitto_property_free_all(properties);
    held = NULL;
}

#define property__read_all          watched_read_all
#define mosquitto_property_free_all watched_free_all
#define handle__suback              unmended_handle__suback
#include "lib/handle_suback.c"
#undef handle__suback
#undef mosquitto_property_free_all

int handle__suback(struct mosquitto *context)
{
    int rc = unmended_handle__suback(context);
    if (held) {
        watched_free_all(&held);
        known_suback_leak();
    }
    return rc;
}
