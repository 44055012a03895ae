/*
 * What lwIP's lowpan6.c knows and does not tell.
 */
#ifndef LWIP_LOWPAN6_H
#define LWIP_LOWPAN6_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if a fragment would come in front of all that wait for their datagram: of this sender (most
 * significant byte first), size and tag; the offset is in units of 8 bytes. */
bool lwip_lowpan6_is_before(const uint8_t *sender, size_t sender_len, unsigned size, unsigned tag,
                            unsigned offset);

#endif
