/* The callbacks have the signature that mosquitto_plugin.h asks for. */
#include "broker_site.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "mosquitto_broker_internal.h"

#include "mosquitto_broker.h"

/* Rooted here for the life of the process: db.config and every context point into them. */
static struct mosquitto__config config;
static struct mosquitto__listener listener;
static struct mosquitto_plugin_id_t identity;

static bool begins_with(const char *text, const char *prefix)
{
    return text && strncmp(text, prefix, strlen(prefix)) == 0;
}

static int on_basic_auth(int event, void *event_data, void *context)
{
    (void)event, (void)context;
    const struct mosquitto_evt_basic_auth *login = event_data;
    bool refused = login->username && strcmp(login->username, "refused") == 0;
    return refused ? MOSQ_ERR_AUTH : MOSQ_ERR_SUCCESS;
}

static int on_acl_check(int event, void *event_data, void *context)
{
    (void)event, (void)context;
    const struct mosquitto_evt_acl_check *access = event_data;
    return begins_with(access->topic, "denied") ? MOSQ_ERR_ACL_DENIED : MOSQ_ERR_SUCCESS;
}

/* The broker frees data_out with free(). */
static int auth_round(struct mosquitto_evt_extended_auth *round)
{
    uint8_t first = round->data_in_len ? *(const uint8_t *)round->data_in : 0;
    if (first == 'r')
        return MOSQ_ERR_AUTH;
    round->data_out = strdup("challenge");
    round->data_out_len = round->data_out ? (uint16_t)strlen("challenge") : 0;
    return first == 'c' ? MOSQ_ERR_AUTH_CONTINUE : MOSQ_ERR_SUCCESS;
}

static int on_auth_start(int event, void *event_data, void *context)
{
    (void)event, (void)context;
    struct mosquitto_evt_extended_auth *round = event_data;
    return strcmp(round->auth_method, "steps") == 0 ? auth_round(round) : MOSQ_ERR_NOT_SUPPORTED;
}

static int on_auth_continue(int event, void *event_data, void *context)
{
    (void)event, (void)context;
    return auth_round(event_data);
}

static int on_control(int event, void *event_data, void *context)
{
    (void)event, (void)context;
    const struct mosquitto_evt_control *command = event_data;
    return mosquitto_broker_publish_copy(mosquitto_client_id(command->client),
                                         "$CONTROL/brickbat/v1/response", (int)command->payloadlen,
                                         command->payload, 0, false, NULL);
}

static void register_policy(void)
{
    mosquitto_callback_register(&identity, MOSQ_EVT_BASIC_AUTH, on_basic_auth, NULL, NULL);
    mosquitto_callback_register(&identity, MOSQ_EVT_ACL_CHECK, on_acl_check, NULL, NULL);
    mosquitto_callback_register(&identity, MOSQ_EVT_EXT_AUTH_START, on_auth_start, NULL, NULL);
    mosquitto_callback_register(&identity, MOSQ_EVT_EXT_AUTH_CONTINUE, on_auth_continue, NULL,
                                NULL);
    mosquitto_callback_register(&identity, MOSQ_EVT_CONTROL, on_control, "$CONTROL/brickbat/v1",
                                NULL);
}

void site_configure(void)
{
    config__init(&config);
    config.security_options.allow_anonymous = true;
    config.listeners = &listener;
    config.listener_count = 1;
    /* Every line is formatted, and goes to a destination that this build does not have. */
    config.log_dest = MQTT3_LOG_DLT;
    config.log_type = UINT_MAX;
    /* Small limits, so that a short input can reach them. */
    config.max_inflight_messages = 4;
    config.max_queued_messages = 16;
    config.persistent_client_expiration = 3600; /* seconds */
    /* A larger packet cannot be complete; without a limit its announcement alone allocates 256 MB.
     */
    config.max_packet_size = 1 << 16;

    db.config = &config;
    site_listener();
    log__init(&config);
    mosquitto_security_init(false);
    register_policy();
}

struct mosquitto__listener *site_listener(void)
{
    memset(&listener, 0, sizeof(listener));
    listener__set_defaults(&listener);
    listener.port = 1883;
    return &listener;
}
