/*
 * What the library calls. The ones for MQTT 5 are called with every version; the older ones are
 * there to be called, too.
 */
#include "client_app.h"

#include <brickbat/target.h>

#include <string.h>

#include "shim/heap.h"

#include "client_properties.h"

static void on_connect(struct mosquitto *library, void *context, int reason)
{
    (void)library, (void)reason;
    ((struct client_app *)context)->calls++;
}

static void on_connect_flags(struct mosquitto *library, void *context, int reason, int flags)
{
    (void)flags;
    on_connect(library, context, reason);
}

static void on_connect_v5(struct mosquitto *library, void *context, int reason, int flags,
                          const mosquitto_property *properties)
{
    struct client_app *app = context;
    app->calls++;
    peer_told_connected(app->peer, reason, flags, properties, !mosquitto_want_write(library));
    app->is_ready = reason == 0;
    if (app->is_ready)
        mosquitto_subscribe(library, NULL, "a/#", 1);
}

static void on_disconnect(struct mosquitto *library, void *context, int reason)
{
    struct client_app *app = context;
    (void)reason;
    app->calls++;
    BB_ORACLE(disconnected, mosquitto_socket(library) < 0,
              "the application is told of the end of a connection that is there");
}

static void on_disconnect_v5(struct mosquitto *library, void *context, int reason,
                             const mosquitto_property *properties)
{
    (void)properties;
    on_disconnect(library, context, reason);
}

static void on_publish(struct mosquitto *library, void *context, int id)
{
    (void)library, (void)id;
    ((struct client_app *)context)->calls++;
}

static void on_publish_v5(struct mosquitto *library, void *context, int id, int reason,
                          const mosquitto_property *properties)
{
    struct client_app *app = context;
    (void)library;
    app->calls++;
    peer_told_published(app->peer, id, reason, properties);
}

static void check_copy(const struct mosquitto_message *message)
{
    struct mosquitto_message copy = {0};
    int rc = mosquitto_message_copy(&copy, message);
    BB_ORACLE(message_copied,
              rc == MOSQ_ERR_SUCCESS && strcmp(copy.topic, message->topic) == 0 &&
                  bb_bytes_equal(bb_bytes_of(copy.payload, (size_t)copy.payloadlen),
                                 bb_bytes_of(message->payload, (size_t)message->payloadlen)),
              "the copy of a message is another one");
    mosquitto_message_free_contents(&copy);
}

/* 4.7: levels one by one; what begins with $ is not matched by a wildcard there. */
static bool matches(const char *filter, const char *topic)
{
    if (topic[0] == '$' && (filter[0] == '+' || filter[0] == '#'))
        return false;
    for (;;) {
        size_t filter_len = strcspn(filter, "/"), topic_len = strcspn(topic, "/");
        if (filter[0] == '#')
            return true;
        bool is_any = filter_len == 1 && filter[0] == '+';
        if (!is_any && (filter_len != topic_len || memcmp(filter, topic, topic_len) != 0))
            return false;
        filter += filter_len, topic += topic_len;
        if (*topic == '\0')
            return *filter == '\0' || strcmp(filter, "/#") == 0;
        if (*filter == '\0')
            return false;
        filter++, topic++;
    }
}

static void check_matches(const char *topic)
{
    static const char *const filters[] = {"a/#", "+/b", "#", "+", "a/+/c", "$SYS/#", "/+", "a/b"};
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        bool is_match = false;
        int rc = mosquitto_topic_matches_sub(filters[i], topic, &is_match);
        bool is_topic = mosquitto_pub_topic_check(topic) == MOSQ_ERR_SUCCESS;
        BB_ORACLE(topic_matches,
                  !is_topic || rc != MOSQ_ERR_SUCCESS || is_match == matches(filters[i], topic),
                  "a filter matches a topic that it does not match, or the other way round");
    }
}

static void answer(struct client_app *app, const struct mosquitto_message *message,
                   const mosquitto_property *properties)
{
    char *topic = properties_response_topic(properties);
    if (!topic)
        return;
    mosquitto_property *list = properties_of_reply(properties);
    struct bb_bytes payload = bb_bytes_of(message->payload, (size_t)message->payloadlen);
    int *id =
        peer_will_publish(app->peer, (unsigned)message->qos, bb_bytes_str(topic), list, payload);
    mosquitto_publish_v5(app->library, id, topic, message->payloadlen, message->payload,
                         message->qos, false, list);
    mosquitto_property_free_all(&list);
    bb_shim_free(topic);
}

static void on_message(struct mosquitto *library, void *context,
                       const struct mosquitto_message *message)
{
    (void)library;
    ((struct client_app *)context)->calls++;
    check_copy(message);
    check_matches(message->topic);
}

static void on_message_v5(struct mosquitto *library, void *context,
                          const struct mosquitto_message *message,
                          const mosquitto_property *properties)
{
    struct client_app *app = context;
    (void)library;
    app->calls++;
    peer_told_message(app->peer, message, properties);
    answer(app, message, properties);
}

static void on_subscribe(struct mosquitto *library, void *context, int id, int count,
                         const int *granted)
{
    (void)library, (void)id, (void)count, (void)granted;
    ((struct client_app *)context)->calls++;
}

static void on_subscribe_v5(struct mosquitto *library, void *context, int id, int count,
                            const int *granted, const mosquitto_property *properties)
{
    struct client_app *app = context;
    (void)library;
    app->calls++;
    peer_told_subscribed(app->peer, id, count, granted, properties);
}

static void on_unsubscribe(struct mosquitto *library, void *context, int id)
{
    (void)library, (void)id;
    ((struct client_app *)context)->calls++;
}

static void on_unsubscribe_v5(struct mosquitto *library, void *context, int id,
                              const mosquitto_property *properties)
{
    struct client_app *app = context;
    (void)library;
    app->calls++;
    peer_told_unsubscribed(app->peer, id, properties);
}

/* Nobody reads it, but the sanitizers see what is put in. */
static void on_log(struct mosquitto *library, void *context, int level, const char *text)
{
    (void)library, (void)context, (void)level, (void)text;
}

void app_listen(struct client_app *app)
{
    struct mosquitto *library = app->library;
    mosquitto_connect_callback_set(library, on_connect);
    mosquitto_connect_with_flags_callback_set(library, on_connect_flags);
    mosquitto_connect_v5_callback_set(library, on_connect_v5);
    mosquitto_disconnect_callback_set(library, on_disconnect);
    mosquitto_disconnect_v5_callback_set(library, on_disconnect_v5);
    mosquitto_publish_callback_set(library, on_publish);
    mosquitto_publish_v5_callback_set(library, on_publish_v5);
    mosquitto_message_callback_set(library, on_message);
    mosquitto_message_v5_callback_set(library, on_message_v5);
    mosquitto_subscribe_callback_set(library, on_subscribe);
    mosquitto_subscribe_v5_callback_set(library, on_subscribe_v5);
    mosquitto_unsubscribe_callback_set(library, on_unsubscribe);
    mosquitto_unsubscribe_v5_callback_set(library, on_unsubscribe_v5);
    mosquitto_log_callback_set(library, on_log);
}
