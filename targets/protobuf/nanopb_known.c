#include "nanopb_known.h"

#include <brickbat/target.h>

#include "device.pb.h"
#include "protobuf_wire.h"

/* Device's own fields have the numbers from name's on; two more are extensions. */
static bool is_in_schema(uint64_t number)
{
    return (number >= device_Device_name_tag && number <= device_Device_flags_tag) ||
           number == device_voltage_mv_tag || number == device_last_tag;
}

/* pb_skip_varint reads on to the first byte without the highest bit, however far away it is. */
static bool take_skipped_varint(struct bb_bytes *bytes)
{
    struct bb_bytes rest = *bytes, taken;
    uint64_t key;
    if (!protobuf_wire_take_varint(&rest, &key) || (key & 7) != PROTOBUF_WIRE_VARINT ||
        key >> 3 == 0 || is_in_schema(key >> 3))
        return false;
    size_t more = 0;
    while (more < rest.len && rest.ptr[more] & 0x80)
        more++;
    if (more < PROTOBUF_WIRE_VARINT_MAX_BYTES || !bb_bytes_take(&rest, more + 1, &taken))
        return false;
    *bytes = rest;
    return true;
}

bool nanopb_known_is_message(struct bb_bytes bytes)
{
    while (bytes.len > 0) {
        if (protobuf_wire_take_field(&bytes))
            continue;
        if (!take_skipped_varint(&bytes) || !BB_PASSES_OVER(skips_long_varint))
            return false;
    }
    return true;
}
