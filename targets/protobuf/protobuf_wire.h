/*
 * A second opinion on protocol buffers: is this a sequence of fields? (Encoding guide of the
 * protobuf documentation.) Only one level: whether the content of a length-delimited field is a
 * message, no reader without the schema can know.
 */
#ifndef PROTOBUF_WIRE_H
#define PROTOBUF_WIRE_H

#include "base/bytes.h"

enum protobuf_wire_type {
    PROTOBUF_WIRE_VARINT = 0,
    PROTOBUF_WIRE_FIXED64 = 1,
    PROTOBUF_WIRE_DELIMITED = 2,
    PROTOBUF_WIRE_FIXED32 = 5,
};

enum { PROTOBUF_WIRE_VARINT_MAX_BYTES = 10 };

/* True if the bytes are keys with values behind them: varints of at most 10 bytes, 4 or 8 bytes, or
 * a length and as many bytes; no groups, no field number 0. */
bool protobuf_wire_is_message(struct bb_bytes bytes);

/* Takes one key and its value off the front; false, and nothing taken, if there is none. */
bool protobuf_wire_take_field(struct bb_bytes *bytes);

/* Takes a varint off the front; false if there is none of up to 10 bytes. */
bool protobuf_wire_take_varint(struct bb_bytes *bytes, uint64_t *ret_value);

#endif
