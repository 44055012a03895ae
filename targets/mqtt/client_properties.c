#include "client_properties.h"

#include <brickbat/target.h>

#include "mosquitto_internal.h"
#include "mqtt_protocol.h"
#include "property_mosq.h"
#include "shim/heap.h"

#include "client_known.h"

struct bb_bytes properties_write(const mosquitto_property *list, uint8_t bytes[])
{
    unsigned len = property__get_length_all(list);
    BB_ORACLE(properties_length, len <= PROPERTIES_MAX_BYTES,
              "properties are longer than all that arrived");
    struct mosquitto__packet packet = {.payload = bytes, .packet_length = len};
    property__write_all(&packet, list, false);
    BB_ORACLE(properties_written, packet.pos == len,
              "properties are written in another length than announced");
    return bb_bytes_of(bytes, len);
}

/* The library looks a property up by its identifier, from the front of a list. So reading from
 * where it stands gives its own value. */
static int add_number(mosquitto_property **made, const mosquitto_property *at, int identifier)
{
    uint8_t byte;
    uint16_t half;
    uint32_t word;
    if (mosquitto_property_read_byte(at, identifier, &byte, false))
        return mosquitto_property_add_byte(made, identifier, byte);
    if (mosquitto_property_read_int16(at, identifier, &half, false))
        return mosquitto_property_add_int16(made, identifier, half);
    if (mosquitto_property_read_int32(at, identifier, &word, false))
        return mosquitto_property_add_int32(made, identifier, word);
    if (mosquitto_property_read_varint(at, identifier, &word, false))
        return mosquitto_property_add_varint(made, identifier, word);
    return MOSQ_ERR_NOT_FOUND;
}

static int add_text(mosquitto_property **made, const mosquitto_property *at, int identifier)
{
    char *name = NULL, *value = NULL;
    void *data = NULL;
    uint16_t len;
    int rc = MOSQ_ERR_NOT_FOUND;
    if (mosquitto_property_read_string(at, identifier, &value, false))
        rc = mosquitto_property_add_string(made, identifier, value);
    else if (mosquitto_property_read_string_pair(at, identifier, &name, &value, false))
        rc = mosquitto_property_add_string_pair(made, identifier, name, value);
    else if (mosquitto_property_read_binary(at, identifier, &data, &len, false))
        rc = mosquitto_property_add_binary(made, identifier, data, len);
    bb_shim_free(name);
    bb_shim_free(value);
    bb_shim_free(data);
    return rc;
}

static void check_made_anew(const mosquitto_property *list, struct bb_bytes held)
{
    static uint8_t bytes[PROPERTIES_MAX_BYTES];
    mosquitto_property *made = NULL;
    for (const mosquitto_property *at = list; at; at = mosquitto_property_next(at)) {
        int identifier = mosquitto_property_identifier(at);
        int rc = add_number(&made, at, identifier);
        if (rc == MOSQ_ERR_NOT_FOUND)
            rc = add_text(&made, at, identifier);
        BB_ORACLE(properties_made, rc == MOSQ_ERR_SUCCESS,
                  "a property that was parsed cannot be made of its value");
    }
    BB_ORACLE(properties_made_same, bb_bytes_equal(properties_write(made, bytes), held),
              "properties made of the values that were parsed are others");
    mosquitto_property_free_all(&made);
}

static void check_copy(const mosquitto_property *list, struct bb_bytes held)
{
    static uint8_t bytes[PROPERTIES_MAX_BYTES];
    mosquitto_property *copy = NULL;
    int rc = mosquitto_property_copy_all(&copy, list);
    BB_ORACLE(properties_copied, rc == MOSQ_ERR_SUCCESS, "properties cannot be copied");
    BB_ORACLE(properties_copy_same, bb_bytes_equal(properties_write(copy, bytes), held),
              "the copy of properties is another list");
    mosquitto_property_free_all(&copy);
}

void properties_check(const mosquitto_property *list, struct bb_bytes held)
{
    static uint8_t bytes[PROPERTIES_MAX_BYTES];
    BB_ORACLE(properties_are_packets, bb_bytes_equal(properties_write(list, bytes), held),
              "properties are not those that the packet held");
    if (!list)
        return;
    check_copy(list, held);
    check_made_anew(list, held);
}

mosquitto_property *properties_of_reply(const mosquitto_property *request)
{
    mosquitto_property *reply = NULL;
    void *data = NULL;
    uint16_t len;
    if (mosquitto_property_read_binary(request, MQTT_PROP_CORRELATION_DATA, &data, &len, false))
        mosquitto_property_add_binary(&reply, MQTT_PROP_CORRELATION_DATA, data, len);
    bb_shim_free(data);
    return reply;
}

char *properties_response_topic(const mosquitto_property *request)
{
    char *topic = NULL;
    mosquitto_property_read_string(request, MQTT_PROP_RESPONSE_TOPIC, &topic, false);
    return topic;
}
