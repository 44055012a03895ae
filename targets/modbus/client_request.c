#include "client_request.h"

#include <limits.h>
#include <modbus.h>

enum {
    ECHO_BYTES = 5,          /* function code, address, value or quantity */
    REPORT_ROOM_BYTES = 251, /* as many as an answer holds */
};

static size_t put_be16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return 2;
}

static int limit_of(uint8_t function)
{
    switch (function) {
    case READ_COILS:
    case READ_INPUTS: return MODBUS_MAX_READ_BITS;
    case READ_REGISTERS:
    case READ_INPUT_REGISTERS: return MODBUS_MAX_READ_REGISTERS;
    case WRITE_COILS: return MODBUS_MAX_WRITE_BITS;
    case WRITE_REGISTERS: return MODBUS_MAX_WRITE_REGISTERS;
    case WRITE_AND_READ: return MODBUS_MAX_WR_READ_REGISTERS;
    default: return INT_MAX;
    }
}

bool client_is_too_many(const struct client_request *request)
{
    return !request->is_raw && request->count > limit_of(request->function);
}

int client_written_count(const struct client_request *request)
{
    return request->function == WRITE_AND_READ ? request->address % MODBUS_MAX_WR_WRITE_REGISTERS
                                               : request->count;
}

/* What is asked for has the size that the answer's byte count gives. */
static void ask_for_bytes(struct client_request *request, unsigned bytes)
{
    bool is_bits = request->function == READ_COILS || request->function == READ_INPUTS;
    int count = (int)(is_bits ? bytes * 8 : bytes / 2);
    int limit = limit_of(request->function);
    if (is_bits && count > 0)
        count -= (int)(bytes % 8); /* the last byte need not be full */
    request->count = count < limit ? count : limit;
    request->address = (int)(bytes * 257);
}

static void ask_for_echo(struct client_request *request, struct bb_bytes pdu)
{
    uint8_t echo[7] = {0};
    memcpy(echo, pdu.ptr, pdu.len < sizeof echo ? pdu.len : sizeof echo);
    request->address = (int)bb_be16(echo + 1);
    request->mask0 = echo[3];
    request->mask1 = echo[4];
    request->mask2 = echo[5];
    request->mask3 = echo[6];
    request->count = 1;
    if (request->function == WRITE_COIL) { /* 6.5: 0xff00 or 0 */
        request->mask0 = echo[3] ? 0xff : 0;
        request->mask1 = 0;
    } else if (request->function == WRITE_COILS || request->function == WRITE_REGISTERS) {
        int limit = limit_of(request->function);
        request->count = (int)bb_be16(echo + 3);
        if (request->count > limit)
            request->count = limit;
    }
}

struct client_request client_request_for(struct bb_bytes pdu)
{
    struct client_request request = {.function = pdu.len ? pdu.ptr[0] & 0x7f : 0};
    switch (request.function) {
    case READ_COILS:
    case READ_INPUTS:
    case READ_REGISTERS:
    case READ_INPUT_REGISTERS:
    case WRITE_AND_READ: ask_for_bytes(&request, pdu.len > 1 ? pdu.ptr[1] : 0); break;
    case WRITE_COIL:
    case WRITE_REGISTER:
    case WRITE_COILS:
    case WRITE_REGISTERS:
    case MASK_REGISTER: ask_for_echo(&request, pdu); break;
    case REPORT_ID: request.count = REPORT_ROOM_BYTES; break;
    default: request.is_raw = true;
    }
    return request;
}

static size_t put_bits(uint8_t *at, int count)
{
    size_t bytes = ((size_t)count + 7) / 8;
    at[0] = (uint8_t)bytes;
    memset(at + 1, 0, bytes);
    for (int i = 0; i < count; i++)
        at[1 + i / 8] |= (uint8_t)(client_written_bit(i) << i % 8);
    return 1 + bytes;
}

static size_t put_registers(uint8_t *at, int count)
{
    at[0] = (uint8_t)(count * 2);
    for (int i = 0; i < count; i++)
        put_be16(at + 1 + i * 2, client_written(i));
    return 1 + (size_t)count * 2;
}

size_t client_encode(const struct client_request *request, uint8_t *pdu)
{
    const uint8_t masks[] = {request->mask0, request->mask1, request->mask2, request->mask3};
    pdu[0] = request->function;
    if (request->function == REPORT_ID)
        return 1;
    size_t len = 1 + put_be16(pdu + 1, (unsigned)request->address);
    switch (request->function) {
    case WRITE_COIL:
    case WRITE_REGISTER: memcpy(pdu + len, masks, 2); return len + 2;
    case MASK_REGISTER: memcpy(pdu + len, masks, 4); return len + 4;
    default: len += put_be16(pdu + len, (unsigned)request->count);
    }
    if (request->function == WRITE_AND_READ) {
        int count = client_written_count(request);
        len += put_be16(pdu + len, (unsigned)request->address + 1);
        len += put_be16(pdu + len, (unsigned)count);
        return len + put_registers(pdu + len, count);
    }
    if (request->function == WRITE_COILS)
        len += put_bits(pdu + len, request->count);
    else if (request->function == WRITE_REGISTERS)
        len += put_registers(pdu + len, request->count);
    return len;
}

size_t client_answer_len(const struct client_request *request, struct bb_bytes pdu)
{
    if (pdu.len < 2)
        return 0;
    switch (request->function) {
    case READ_COILS:
    case READ_INPUTS: return 2 + ((size_t)request->count + 7) / 8;
    case READ_REGISTERS:
    case READ_INPUT_REGISTERS:
    case WRITE_AND_READ: return 2 + (size_t)request->count * 2;
    case REPORT_ID: return 2 + (size_t)pdu.ptr[1];
    case MASK_REGISTER: return 7;
    default: return ECHO_BYTES;
    }
}

bool client_is_answer(const struct client_request *request, struct bb_bytes pdu)
{
    size_t len = client_answer_len(request, pdu);
    if (len == 0 || pdu.len < len || pdu.ptr[0] != request->function)
        return false;
    switch (request->function) {
    case WRITE_COIL:
    case WRITE_REGISTER:
    case MASK_REGISTER: return true;
    case WRITE_COILS:
    case WRITE_REGISTERS: return bb_be16(pdu.ptr + 3) == (unsigned)request->count;
    default: return len - 2 == pdu.ptr[1];
    }
}

bool client_is_echoed(const struct client_request *request, struct bb_bytes pdu)
{
    uint8_t sent[PDU_MAX_BYTES];
    switch (request->function) {
    case WRITE_COIL:
    case WRITE_REGISTER:
    case WRITE_COILS:
    case WRITE_REGISTERS:
    case MASK_REGISTER: break;
    default: return true;
    }
    client_encode(request, sent);
    size_t len = client_answer_len(request, pdu);
    return len != 0 && pdu.len >= len && memcmp(pdu.ptr, sent, len) == 0;
}
