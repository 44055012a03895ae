#include "protobuf_wire.h"

enum { MAX_VARINT_BYTES = 10 };

enum wire_type { VARINT = 0, FIXED64 = 1, DELIMITED = 2, FIXED32 = 5 };

bool protobuf_wire_take_varint(struct bb_bytes *bytes, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < MAX_VARINT_BYTES && i < bytes->len; i++) {
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
    case VARINT: return protobuf_wire_take_varint(bytes, &value);
    case FIXED64: return bb_bytes_take(bytes, 8, &taken);
    case FIXED32: return bb_bytes_take(bytes, 4, &taken);
    case DELIMITED:
        return protobuf_wire_take_varint(bytes, &value) && value <= bytes->len &&
               bb_bytes_take(bytes, (size_t)value, &taken);
    default: return false;
    }
}

bool protobuf_wire_is_message(struct bb_bytes bytes)
{
    while (bytes.len > 0) {
        uint64_t key;
        if (!protobuf_wire_take_varint(&bytes, &key) || key >> 3 == 0 ||
            !skip_value(&bytes, key & 7))
            return false;
    }
    return true;
}
