#include "rtu_frame.h"

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
size_t rtu_frame_len(struct bb_bytes line)
{
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < line.len; i++) {
        crc = crc16_add(crc, line.ptr[i]);
        if (crc == 0 && i + 1 >= RTU_MIN_BYTES)
            return i + 1;
    }
    return line.len;
}

bool rtu_crc_is_right(struct bb_bytes frame)
{
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < frame.len; i++)
        crc = crc16_add(crc, frame.ptr[i]);
    return crc == 0;
}
