#include "device.h"

#include <brickbat/target.h>

#include <stdlib.h>

enum {
    MBAP_BYTES = 7,
    FUNCTION_BYTES = 1,
    EXCEPTION = 0x80, /* bit of the function code */
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

bool device_answers_function(uint8_t request, uint8_t reply)
{
    return request >= EXCEPTION || (reply & ~EXCEPTION) == request;
}

/* TCP/IP guide V1.0b, 3.1.3 and 4.2. */
void device_check_tcp_reply(struct bb_bytes request, struct bb_bytes reply)
{
    BB_ORACLE(tcp_reply_size,
              reply.len > MBAP_BYTES + FUNCTION_BYTES && reply.len <= MODBUS_TCP_MAX_ADU_LENGTH,
              "a reply is shorter than header, function code and data, or longer than 260 bytes");
    BB_ORACLE(tcp_reply_length, bb_be16(reply.ptr + 4) == reply.len - 6,
              "the length in a reply's header is not that of the reply");
    BB_ORACLE(tcp_reply_transaction, request.len < 2 || bb_be16(reply.ptr) == bb_be16(request.ptr),
              "a reply has another transaction id than its request");
    BB_ORACLE(tcp_reply_function,
              request.len <= MBAP_BYTES ||
                  device_answers_function(request.ptr[MBAP_BYTES], reply.ptr[MBAP_BYTES]),
              "a reply has another function code than its request");
}
