/*
 * mosquitto's handle_connect.c with two leaks mended, both of the will: the broker forgets it when
 * the login is refused, and when a connected client sends CONNECT again. Neither will is sent; here
 * they are freed.
 */
#include "config.h"

#include "mosquitto_broker_internal.h"
#include "will_mosq.h"

#include "broker_known.h"

static int watched_unpwd_check(struct mosquitto *context)
{
    int rc = mosquitto_unpwd_check(context);
    if (rc != MOSQ_ERR_SUCCESS && context->will) {
        will__clear(context);
        known_refused_login_leak();
    }
    return rc;
}

#define mosquitto_unpwd_check watched_unpwd_check
#define handle__connect       unmended_handle__connect
#include "src/handle_connect.c"
#undef handle__connect

int handle__connect(struct mosquitto *context)
{
    struct mosquitto_message_all *will = context->will;
    int rc = unmended_handle__connect(context);
    if (rc != MOSQ_ERR_SUCCESS && will && !context->will) {
        context->will = will;
        will__clear(context);
        known_second_connect_leak();
    }
    return rc;
}
