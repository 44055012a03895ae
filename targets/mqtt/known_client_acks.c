/*
 * mosquitto's handling of acknowledgements in its client library, with leaks mended: properties are
 * forgotten of a PUBACK, PUBCOMP or PUBREL that belongs to no message, and of a SUBACK without
 * reason codes.
 */
#include "config.h"

#include "messages_mosq.h"
#include "mosquitto_internal.h"
#include "property_mosq.h"

#include "client_known.h"
#include "held_properties.h"

#define property__read_all          watched_read_all
#define mosquitto_property_free_all watched_free_all
#define handle__pubackcomp          unmended_handle__pubackcomp
#define handle__pubrel              unmended_handle__pubrel
#define handle__suback              unmended_handle__suback
#include "lib/handle_pubackcomp.c"
#include "lib/handle_pubrel.c"
#include "lib/handle_suback.c"
#undef property__read_all
#undef mosquitto_property_free_all
#undef handle__pubackcomp
#undef handle__pubrel
#undef handle__suback

static void mend(void (*count)(void))
{
    if (!held)
        return;
    mosquitto_property_free_all(&held);
    count();
}

int handle__pubackcomp(struct mosquitto *mosq, const char *type)
{
    int rc = unmended_handle__pubackcomp(mosq, type);
    mend(known_stray_ack_leak);
    return rc;
}

int handle__pubrel(struct mosquitto *mosq)
{
    int rc = unmended_handle__pubrel(mosq);
    mend(known_stray_pubrel_leak);
    return rc;
}

int handle__suback(struct mosquitto *mosq)
{
    int rc = unmended_handle__suback(mosq);
    mend(known_empty_suback_leak);
    return rc;
}
