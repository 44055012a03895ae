/*
 * Known faults of nanopb 0.4.7 that every long run would end with. README.md says what each is.
 */
#ifndef NANOPB_KNOWN_H
#define NANOPB_KNOWN_H

#include "base/bytes.h"

/* Is this a sequence of fields? protobuf_wire_is_message, except that a field which device.proto
 * does not have may be a varint of any length; such are counted as known_skips_long_varint. */
bool nanopb_known_is_message(struct bb_bytes bytes);

#endif
