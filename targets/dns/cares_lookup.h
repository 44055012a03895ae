/*
 * Lookups of c-ares on its own channel, over the socket shim and a virtual clock: the servers that
 * it asks answer with one message, again and again.
 */
#ifndef BB_DNS_CARES_LOOKUP_H
#define BB_DNS_CARES_LOOKUP_H

#include "base/bytes.h"

/* Once, before the first lookup. */
void cares_lookup_prepare(void);

/* Looks up what the message's first question asks for; the message is the answer. */
void cares_lookup(struct bb_bytes message);

#endif
