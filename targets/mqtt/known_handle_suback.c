/*
 * mosquitto's handle_suback.c with a leak mended: a SUBACK without reason codes is refused, and its
 * properties are forgotten.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"
#include "property_mosq.h"

#include "broker_known.h"
#include "held_properties.h"

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
