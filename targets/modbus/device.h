/*
 * The Modbus server that the targets play: its memory, and what must hold for everything it
 * answers.
 */
#ifndef BB_MODBUS_DEVICE_H
#define BB_MODBUS_DEVICE_H

#include <modbus.h>
#include <stdbool.h>

#include "base/bytes.h"

/* Addresses do not begin at 0, so that both ends of each table can be missed; and an index counted
 * from 0 still lands in front of the table where AddressSanitizer sees it (16 bytes at least), not
 * in somebody else's block. One request can read 125 registers, so there are more; the rest is
 * small. */
enum {
    DEVICE_COILS_START = 16,
    DEVICE_COILS = 40,
    DEVICE_INPUTS_START = 16,
    DEVICE_INPUTS = 24,
    DEVICE_REGISTERS_START = 32,
    DEVICE_REGISTERS = 130,
    DEVICE_INPUT_REGISTERS_START = 8,
    DEVICE_INPUT_REGISTERS = 6,
    DEVICE_ADDRESS = 1, /* on the serial line */
};

/* The tables with their initial contents; the same block every time. Aborts when out of memory. */
modbus_mapping_t *device_reset(void);

/* A function code from 0x80 on is no request; what is answered to it is left open (V1.1b3, 4.1). */
bool device_answers_function(uint8_t request, uint8_t reply);

/* Oracles on one reply, given the request as the server was given it; the second in device_rtu.c.
 */
void device_check_tcp_reply(struct bb_bytes request, struct bb_bytes reply);
void device_check_rtu_reply(struct bb_bytes request, struct bb_bytes reply);

#endif
