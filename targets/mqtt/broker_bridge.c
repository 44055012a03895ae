#include "broker_bridge.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "config.h"
#include "mosquitto_broker_internal.h"

#include "memory_mosq.h"

/* In place of the C library's. */
int broker_getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                       struct addrinfo **ret_list);
void broker_freeaddrinfo(struct addrinfo *list);

static char name[] = "bridge", host[] = "remote";
static struct bridge_address address = {.address = host, .port = 1883};

/* As conf.c has it for a connection that only names an address and topics. */
static struct mosquitto__bridge configured = {
    .name = name,
    .addresses = &address,
    .address_count = 1,
    .keepalive = 60,
    .notifications = true,
    .start_type = bst_automatic,
    .idle_timeout = 60,
    .backoff_base = 5,
    .backoff_cap = 30,
    .threshold = 10,
    .try_private = true,
    .attempt_unsubscribe = true,
    .protocol_version = mosq_p_mqtt311,
    .primary_retry_sock = INVALID_SOCKET,
    .outgoing_retain = true,
    .clean_start_local = -1,
};
static struct mosquitto__bridge bridge; /* of the run */

static void add_topic(const char *topic, enum mosquitto__bridge_direction direction, uint8_t qos,
                      const char *local_prefix, const char *remote_prefix)
{
    if (bridge__add_topic(&configured, topic, direction, qos, local_prefix, remote_prefix))
        abort();
}

void broker_bridge_configure(void)
{
    add_topic("in/#", bd_in, 2, "l/", "r/");
    add_topic("out/#", bd_out, 1, "l/", "r/");
    add_topic("b/+", bd_both, 2, NULL, "r/");
    add_topic(NULL, bd_both, 0, "l/one", "r/one");
    add_topic("a/#", bd_both, 1, NULL, NULL);
    db.config->bridges = &bridge;
    db.config->bridge_count = 1;
}

/* The broker frees the names, and keeps how its connection went. */
void broker_bridge_start(void)
{
    if (!db.config->bridge_count)
        return;
    bridge = configured;
    bridge.restart_timeout = bridge.backoff_base;
    bridge.local_clientid = mosquitto__strdup("local.bridge");
    bridge.remote_clientid = mosquitto__strdup("bridge");
    if (!bridge.local_clientid || !bridge.remote_clientid)
        abort();
    bridge__start_all();
}

void broker_bridge_end(void)
{
    for (int i = 0; i < db.bridge_count; i++)
        context__cleanup(db.bridges[i], true);
    mosquitto__free(db.bridges);
    db.bridges = NULL;
    db.bridge_count = 0;
}

bool broker_bridge_is(unsigned slot)
{
    return db.config->bridge_count && slot == BRIDGE_SLOT;
}

int broker_bridge_fd(void)
{
    return db.bridge_count && db.bridges[0] ? db.bridges[0]->sock : -1;
}

int broker_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                       struct addrinfo **ret_list)
{
    static struct sockaddr_in there;
    static struct addrinfo only;
    (void)node, (void)service;
    there = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    only = (struct addrinfo){.ai_family = AF_INET,
                             .ai_socktype = hints->ai_socktype,
                             .ai_addrlen = sizeof there,
                             .ai_addr = (struct sockaddr *)&there};
    *ret_list = &only;
    return 0;
}

void broker_freeaddrinfo(struct addrinfo *list)
{
    (void)list;
}
