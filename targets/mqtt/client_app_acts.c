/*
 * What the application asks of the library.
 */
#include "client_app.h"

#include <brickbat/target.h>

#include "mqtt_protocol.h"

#include "client_network.h"
#include "packet.h"

enum { CHOICES = 4, WINDOW_UNIT_BYTES = 16, EXPIRY_S = 600, ALIAS = 5, RECEIVE_MAXIMUM = 3 };

/* The last one is not one. */
static const char *const topics[CHOICES] = {"a", "a/b", "device/1/state", "a/+"};
static const char *const filters[CHOICES] = {"a/#", "+/b", "$share/group/a", "a#"};

static const uint8_t payload[256] = "what the device has to say";

static mosquitto_property *some_properties(unsigned choice)
{
    mosquitto_property *list = NULL;
    mosquitto_property_add_byte(&list, MQTT_PROP_PAYLOAD_FORMAT_INDICATOR, 1);
    mosquitto_property_add_int32(&list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, EXPIRY_S);
    mosquitto_property_add_string(&list, MQTT_PROP_CONTENT_TYPE, "text/plain");
    mosquitto_property_add_string(&list, MQTT_PROP_RESPONSE_TOPIC, topics[choice]);
    mosquitto_property_add_binary(&list, MQTT_PROP_CORRELATION_DATA, "\0\1", 2);
    mosquitto_property_add_string_pair(&list, MQTT_PROP_USER_PROPERTY, "name", "value");
    if (choice == 2)
        mosquitto_property_add_int16(&list, MQTT_PROP_TOPIC_ALIAS, ALIAS);
    return list;
}

mosquitto_property *app_connect_properties(const struct client_setup *setup)
{
    mosquitto_property *list = NULL;
    if (!setup->has_properties || setup->level != LEVEL_MQTT_5)
        return NULL;
    mosquitto_property_add_int32(&list, MQTT_PROP_SESSION_EXPIRY_INTERVAL, EXPIRY_S);
    mosquitto_property_add_int16(&list, MQTT_PROP_RECEIVE_MAXIMUM, RECEIVE_MAXIMUM);
    mosquitto_property_add_string_pair(&list, MQTT_PROP_USER_PROPERTY, "name", "value");
    return list;
}

void app_set_will(struct client_app *app, int qos, bool retain)
{
    mosquitto_property *list = NULL;
    if (app->setup->level == LEVEL_MQTT_5)
        mosquitto_property_add_int32(&list, MQTT_PROP_WILL_DELAY_INTERVAL, EXPIRY_S);
    int rc = mosquitto_will_set_v5(app->library, topics[2], 4, "gone", qos, retain, list);
    if (rc != MOSQ_ERR_SUCCESS)
        mosquitto_property_free_all(&list);
}

static bool may_be_refused(const struct client_act *act)
{
    return act->qos == 3 || act->choice == 3;
}

static void publish(struct client_app *app, const struct client_act *act)
{
    bool has_list = act->verb == CLIENT_PUBLISH_PROPERTIES && app->setup->level == LEVEL_MQTT_5;
    mosquitto_property *list = has_list ? some_properties(act->choice % 3) : NULL;
    const char *topic = topics[act->choice];
    int *id = peer_will_publish(app->peer, (unsigned)act->qos, bb_bytes_str(topic), list,
                                bb_bytes_of(payload, act->amount));
    int rc = mosquitto_publish_v5(app->library, id, topic, (int)act->amount, payload, act->qos,
                                  act->retain, list);
    BB_ORACLE(publish_refused, !may_be_refused(act) || rc != MOSQ_ERR_SUCCESS,
              "the library publishes with QoS 3, or to a filter");
    mosquitto_property_free_all(&list);
}

static void subscribe(struct client_app *app, const struct client_act *act)
{
    mosquitto_property *list = NULL;
    if (app->setup->level == LEVEL_MQTT_5)
        mosquitto_property_add_varint(&list, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, act->amount + 1);
    int options = act->retain ? MQTT_SUB_OPT_NO_LOCAL | MQTT_SUB_OPT_SEND_RETAIN_NEW : 0;
    int rc =
        mosquitto_subscribe_v5(app->library, NULL, filters[act->choice], act->qos, options, list);
    BB_ORACLE(subscribe_refused, !may_be_refused(act) || rc != MOSQ_ERR_SUCCESS,
              "the library subscribes with QoS 3, or to what is not a filter");
    mosquitto_property_free_all(&list);
}

static void unsubscribe(struct client_app *app, const struct client_act *act)
{
    char *several[] = {(char *)filters[act->choice], (char *)filters[0]};
    mosquitto_unsubscribe_multiple(app->library, NULL, 1 + act->retain, several, NULL);
}

static void change_will(struct client_app *app, const struct client_act *act)
{
    if (act->amount == 0)
        mosquitto_will_clear(app->library);
    else
        app_set_will(app, act->qos, act->retain);
}

void app_act(struct client_app *app, const struct client_act *act)
{
    switch (act->verb) {
    case CLIENT_PUBLISH:
    case CLIENT_PUBLISH_PROPERTIES: publish(app, act); break;
    case CLIENT_SUBSCRIBE: subscribe(app, act); break;
    case CLIENT_UNSUBSCRIBE: unsubscribe(app, act); break;
    case CLIENT_DISCONNECT: mosquitto_disconnect_v5(app->library, act->retain ? 4 : 0, NULL); break;
    case CLIENT_RECONNECT: break; /* client_app.c */
    case CLIENT_WINDOW: app->window_bytes = act->amount * (size_t)WINDOW_UNIT_BYTES; break;
    case CLIENT_CHANGE_WILL: change_will(app, act); break;
    }
}
