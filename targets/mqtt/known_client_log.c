/*
 * mosquitto's logging_mosq.c, mended: the library logs some things that it meets in packets without
 * saying for which client (a property that it does not know, a message that is too large), and then
 * looks into that client.
 */
#include "config.h"

#include "mosquitto_internal.h"

#include "client_known.h"

#define log__printf unmended_log
#include "lib/logging_mosq.c"
#undef log__printf

/* What is logged for a client goes on to it, formatted here. */
int log__printf(struct mosquitto *mosq, unsigned int priority, const char *format, ...)
{
    char text[512];
    va_list arguments;
    if (!mosq) {
        known_log_without_client();
        return MOSQ_ERR_SUCCESS;
    }
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return unmended_log(mosq, priority, "%s", text);
}
