/*
 * libmodbus as a client on a serial line: every request that it has a call for, answered by the
 * input.
 *
 * Input: Modbus RTU responses, back to back (client.h says which request each one gets).
 */
#include <brickbat/target.h>

#include "client.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    client_run(bb_bytes_of(data, size));
    return 0;
}
