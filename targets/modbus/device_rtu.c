#include <brickbat/target.h>

#include "device.h"

enum { RTU_MIN_BYTES = 4 }; /* address, function code, CRC */

/* Serial line V1.02, 6.2.2: polynomial 0xa001, least significant bit first. By table, so that the
 * engine's tracing of compares sees little of it. */
static uint16_t crc16_add(uint16_t crc, uint8_t byte)
{
    static uint16_t table[256];
    if (table[1] == 0) {
        for (unsigned i = 0; i < 256; i++) {
            unsigned entry = i;
            for (int bit = 0; bit < 8; bit++)
                entry = entry >> 1 ^ (entry & 1) * 0xa001;
            table[i] = (uint16_t)entry;
        }
    }
    return (uint16_t)(crc >> 8 ^ table[(crc ^ byte) & 0xff]);
}

/* A CRC over bytes and their CRC, low byte first, is 0. */
size_t device_rtu_frame_len(struct bb_bytes line)
{
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < line.len; i++) {
        crc = crc16_add(crc, line.ptr[i]);
        if (crc == 0 && i + 1 >= RTU_MIN_BYTES)
            return i + 1;
    }
    return line.len;
}

bool device_rtu_crc_is_right(struct bb_bytes frame)
{
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < frame.len; i++)
        crc = crc16_add(crc, frame.ptr[i]);
    return crc == 0;
}

/* Serial line V1.02, 2.2, 2.5.1. */
void device_check_rtu_reply(struct bb_bytes request, struct bb_bytes reply)
{
    BB_ORACLE(rtu_broadcast_silent, request.len == 0 || request.ptr[0] != MODBUS_BROADCAST_ADDRESS,
              "a broadcast was answered");
    BB_ORACLE(rtu_reply_size, reply.len > RTU_MIN_BYTES && reply.len <= MODBUS_RTU_MAX_ADU_LENGTH,
              "a reply is shorter than address, function code, data and CRC, or longer than 256");
    BB_ORACLE(rtu_reply_crc, device_rtu_crc_is_right(reply), "the CRC of a reply is wrong");
    BB_ORACLE(rtu_reply_function,
              request.len < 2 || device_answers_function(request.ptr[1], reply.ptr[1]),
              "a reply has another function code than its request");
}
