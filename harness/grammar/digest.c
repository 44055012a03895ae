#include "grammar/frame.h"

/* MODBUS over serial line, specification and implementation guide V1.02, 6.2.2: reflected
 * polynomial 0xa001, all ones at the start. One table step per byte. */
static uint16_t crc16_modbus(struct bb_bytes bytes)
{
    static const uint16_t nibble_table[16] = {
        0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401,
        0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400,
    };
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= bytes.ptr[i];
        crc = (uint16_t)(crc >> 4) ^ nibble_table[crc & 15];
        crc = (uint16_t)(crc >> 4) ^ nibble_table[crc & 15];
    }
    return crc;
}

uint64_t bb_digest(unsigned kind, struct bb_bytes bytes)
{
    switch (kind) {
    case BB_DIGEST_CRC16_MODBUS: return crc16_modbus(bytes);
    default: return 0;
    }
}

unsigned bb_base128_width(uint64_t value)
{
    unsigned width = 1;
    while (width < BB_BASE128_MAX_WIDTH && value >> (7 * width))
        width++;
    return width;
}

unsigned bb_sized_width(uint64_t value)
{
    unsigned width = 0;
    while (width < BB_SIZED_MAX_WIDTH && value >> (8 * width))
        width++;
    return width;
}

uint64_t bb_field_max(const struct bb_field *field)
{
    switch (field->coding) {
    case BB_CODING_BASE128: return ((uint64_t)1 << (7 * BB_BASE128_MAX_WIDTH)) - 1;
    case BB_CODING_NIBBLE: return BB_NIBBLE_MAX;
    default: return field->bits < 64 ? ((uint64_t)1 << field->bits) - 1 : UINT64_MAX;
    }
}
