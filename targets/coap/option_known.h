/*
 * Known faults of libcoap in reading and removing options, for the targets that leave messages out
 * that bring them about.
 */
#ifndef BB_OPTION_KNOWN_H
#define BB_OPTION_KNOWN_H

#include "base/bytes.h"

/* option_number_wraps: libcoap takes messages with an option number above 65535, and reads them as
 * if it began again at 0 (coap_opt_parse, coap_option.c: 16 bits for a delta). The second opinion
 * refuses them, so nothing could be told about what follows. Counts it. */
bool bb_number_wraps(struct bb_bytes datagram);

/* remove_option_delta_269: coap_remove_option takes 269 for the last delta of a one-byte extension;
 * it is the first of a two-byte one. Is that met where the option `number` is removed, which stands
 * behind `before` and ahead of `behind`? */
bool bb_removal_is_faulty(unsigned before, unsigned number, unsigned behind);

/* Is it met where the first option of this number is removed from these? Counts it. */
bool bb_cannot_remove(struct bb_bytes options, unsigned wanted);

#endif
