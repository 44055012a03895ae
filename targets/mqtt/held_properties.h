/*
 * Watches the properties that one of mosquitto's handlers reads, for known_*.c that include the
 * handler: what is still held when it ends, it has forgotten. To be included behind mosquitto's own
 * headers (of the broker or of the client library), by one file of a library.
 */
#ifndef HELD_PROPERTIES_H
#define HELD_PROPERTIES_H

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

#endif
