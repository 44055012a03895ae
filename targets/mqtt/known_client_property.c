/*
 * mosquitto's property_mosq.c, mended: an empty string of a packet is a null pointer in the list of
 * properties, which copying the list reads through.
 */
#include "config.h"

#include <string.h>

#include "mosquitto_internal.h"

#include "client_known.h"

static char *watched_strdup(const char *text)
{
    if (text)
        return strdup(text);
    known_empty_string_copied();
    return strdup("");
}

#undef strdup
#define strdup watched_strdup
#include "lib/property_mosq.c"
