/*
 * Lists of properties, as the library's public functions read, copy and make them. What was parsed
 * must be written back to the same bytes: of the list itself, of its copy, and of a list that is
 * made anew of the values that are read from it.
 */
#ifndef CLIENT_PROPERTIES_H
#define CLIENT_PROPERTIES_H

#include "base/bytes.h"

#include "config.h"

#include "mosquitto.h"

enum { PROPERTIES_MAX_BYTES = 1 << 14 };

/* The list as it stands in a packet, without its length; written to bytes of the caller. */
struct bb_bytes properties_write(const mosquitto_property *list, uint8_t bytes[]);

/* The oracles properties_*, given what the packet held. */
void properties_check(const mosquitto_property *list, struct bb_bytes held);

/* The list of a request that is answered: its correlation data, if there are any. The caller's, to
 * be freed by mosquitto_property_free_all. */
mosquitto_property *properties_of_reply(const mosquitto_property *request);

/* Where the answer is to go to; NULL if nowhere. The caller's, the parser's memory. */
char *properties_response_topic(const mosquitto_property *request);

#endif
