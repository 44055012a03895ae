#include "device.h"

#include <brickbat/target.h>

#include <stdlib.h>

enum {
    MBAP_BYTES = 7,
    FUNCTION_BYTES = 1,
    RTU_MIN_BYTES = 4, /* address, function code, CRC */
    EXCEPTION = 0x80,  /* bit of the function code */
};

static modbus_mapping_t *make_mapping(void)
{
    modbus_mapping_t *mapping =
        modbus_mapping_new_start_address(DEVICE_COILS_START, DEVICE_COILS, DEVICE_INPUTS_START,
                                         DEVICE_INPUTS, DEVICE_REGISTERS_START, DEVICE_REGISTERS,
                                         DEVICE_INPUT_REGISTERS_START, DEVICE_INPUT_REGISTERS);
    if (!mapping)
        abort();
    return mapping;
}

modbus_mapping_t *device_reset(void)
{
    static modbus_mapping_t *mapping;
    if (!mapping)
        mapping = make_mapping();
    for (int i = 0; i < DEVICE_COILS; i++)
        mapping->tab_bits[i] = i % 3 == 0;
    for (int i = 0; i < DEVICE_INPUTS; i++)
        mapping->tab_input_bits[i] = i % 2;
    for (int i = 0; i < DEVICE_REGISTERS; i++)
        mapping->tab_registers[i] = (uint16_t)(0x0100 + i);
    for (int i = 0; i < DEVICE_INPUT_REGISTERS; i++)
        mapping->tab_input_registers[i] = (uint16_t)(0x0a00 + i);
    return mapping;
}

static unsigned read_be16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

/* A function code from 0x80 on is no request; what is answered to it is left open (V1.1b3, 4.1). */
static bool answers_function(uint8_t request, uint8_t reply)
{
    return request >= EXCEPTION || (reply & ~EXCEPTION) == request;
}

/* TCP/IP guide V1.0b, 3.1.3 and 4.2. */
void device_check_tcp_reply(struct bb_bytes request, struct bb_bytes reply)
{
    BB_ORACLE(tcp_reply_size,
              reply.len > MBAP_BYTES + FUNCTION_BYTES && reply.len <= MODBUS_TCP_MAX_ADU_LENGTH,
              "a reply is shorter than header, function code and data, or longer than 260 bytes");
    BB_ORACLE(tcp_reply_length, read_be16(reply.ptr + 4) == reply.len - 6,
              "the length in a reply's header is not that of the reply");
    BB_ORACLE(tcp_reply_transaction,
              request.len < 2 || read_be16(reply.ptr) == read_be16(request.ptr),
              "a reply has another transaction id than its request");
    BB_ORACLE(tcp_reply_function,
              request.len <= MBAP_BYTES ||
                  answers_function(request.ptr[MBAP_BYTES], reply.ptr[MBAP_BYTES]),
              "a reply has another function code than its request");
}

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

static bool crc_is_right(struct bb_bytes frame)
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
    BB_ORACLE(rtu_reply_crc, crc_is_right(reply), "the CRC of a reply is wrong");
    BB_ORACLE(rtu_reply_function, request.len < 2 || answers_function(request.ptr[1], reply.ptr[1]),
              "a reply has another function code than its request");
}
