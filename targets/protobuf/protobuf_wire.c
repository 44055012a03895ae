#include "protobuf_wire.h"

bool protobuf_wire_take_varint(struct bb_bytes *bytes, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < PROTOBUF_WIRE_VARINT_MAX_BYTES && i < bytes->len; i++) {
        value |= (uint64_t)(bytes->ptr[i] & 0x7f) << (7 * i);
        if (!(bytes->ptr[i] & 0x80)) {
            struct bb_bytes taken;
            *ret_value = value;
            return bb_bytes_take(bytes, i + 1, &taken);
        }
    }
    return false;
}

static bool skip_value(struct bb_bytes *bytes, unsigned type)
{
    struct bb_bytes taken;
    uint64_t value;
    switch (type) {
    case PROTOBUF_WIRE_VARINT: return protobuf_wire_take_varint(bytes, &value);
    case PROTOBUF_WIRE_FIXED64: return bb_bytes_take(bytes, 8, &taken);
    case PROTOBUF_WIRE_FIXED32: return bb_bytes_take(bytes, 4, &taken);
    case PROTOBUF_WIRE_DELIMITED:
        return protobuf_wire_take_varint(bytes, &value) && value <= bytes->len &&
               bb_bytes_take(bytes, (size_t)value, &taken);
    default: return false;
    }
}

bool protobuf_wire_take_field(struct bb_bytes *bytes)
{
    struct bb_bytes rest = *bytes;
    uint64_t key;
    if (!protobuf_wire_take_varint(&rest, &key) || key >> 3 == 0 || !skip_value(&rest, key & 7))
        return false;
    *bytes = rest;
    return true;
}

bool protobuf_wire_is_message(struct bb_bytes bytes)
{
    while (bytes.len > 0)
        if (!protobuf_wire_take_field(&bytes))
            return false;
    return true;
}
