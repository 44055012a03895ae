/*
 * Known finding option_number_wraps: libcoap takes messages with an option number above 65535, and
 * reads them as if it began again at 0 (coap_opt_parse, coap_option.c: 16 bits for a delta). The
 * second opinion refuses them, so nothing could be told about what follows.
 */
#ifndef BB_NUMBER_WRAPS_H
#define BB_NUMBER_WRAPS_H

#include "base/bytes.h"

/* Is it such a message? Counts it. */
bool bb_number_wraps(struct bb_bytes datagram);

#endif
