/*
 * mosquitto's socks_mosq.c and mosquitto.c, mended: a proxy that asks for a login which the client
 * did not offer makes it read through a null pointer; here an empty one is sent. And the settings
 * of a proxy are not freed with the client.
 */
#include "config.h"

#include "memory_mosq.h"
#include "mosquitto_internal.h"
#include "util_mosq.h"
#include "will_mosq.h"

#include "client_known.h"

static int watched_set_state(struct mosquitto *mosq, enum mosquitto_client_state state)
{
    bool is_unasked = state == mosq_cs_socks5_send_userpass && !mosq->socks5_password;
    if (is_unasked && !mosq->socks5_username)
        mosq->socks5_username = mosquitto__strdup("");
    if (is_unasked) {
        mosq->socks5_password = mosquitto__strdup("");
        known_proxy_login_unasked();
    }
    return mosquitto__set_state(mosq, state);
}

#define mosquitto__set_state watched_set_state
#include "lib/socks_mosq.c"
#undef mosquitto__set_state

/* Where a client is taken apart. */
static void watched_clear(struct mosquitto *mosq)
{
    will__clear(mosq);
    if (!mosq->socks5_host)
        return;
    mosquitto__free(mosq->socks5_host);
    mosquitto__free(mosq->socks5_username);
    mosquitto__free(mosq->socks5_password);
    known_proxy_settings_leak();
}

#define will__clear watched_clear
#include "lib/mosquitto.c"
#undef will__clear
