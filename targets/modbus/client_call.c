#include <brickbat/target.h>

#include <errno.h>
#include <stdlib.h>

#include "client.h"

/* Memory that a call writes to: the array that it is given, and a margin on both sides. Each is a
 * block of its own, so that AddressSanitizer guards what is behind the margins. */
enum { MARGIN_BYTES = 16, UNTOUCHED = 0xc5 };

struct guarded {
    uint8_t *block;
    size_t len; /* of the array, in bytes */
};

static struct guarded guard(size_t len)
{
    struct guarded memory = {malloc(len + 2 * MARGIN_BYTES), len};
    if (!memory.block)
        abort();
    memset(memory.block, UNTOUCHED, len + 2 * MARGIN_BYTES);
    return memory;
}

static void *array_of(struct guarded memory)
{
    return memory.block + MARGIN_BYTES;
}

static bool is_untouched(const uint8_t *at, size_t len)
{
    while (len-- > 0) {
        if (at[len] != UNTOUCHED)
            return false;
    }
    return true;
}

static void check_margins(struct guarded memory)
{
    BB_ORACLE(client_writes_in_front, is_untouched(memory.block, MARGIN_BYTES),
              "a call wrote in front of the array that it was given");
    BB_ORACLE(client_writes_behind,
              is_untouched(memory.block + MARGIN_BYTES + memory.len, MARGIN_BYTES),
              "a call wrote behind the values that were asked for");
}

static void check_failed_read(struct guarded memory)
{
    BB_ORACLE(client_failed_read_writes, is_untouched(array_of(memory), memory.len),
              "a call that failed wrote to the array");
}

static int read_bits(const struct client *client)
{
    const struct client_request *request = &client->request;
    bool is_refused = client_is_too_many(request);
    struct guarded memory = guard(is_refused ? 0 : (size_t)request->count);
    int returned =
        request->function == READ_COILS
            ? modbus_read_bits(client->modbus, request->address, request->count, array_of(memory))
            : modbus_read_input_bits(client->modbus, request->address, request->count,
                                     array_of(memory));
    int error = errno;
    check_margins(memory);
    if (returned == -1)
        check_failed_read(memory);
    else
        client_check_bits(client, array_of(memory));
    free(memory.block);
    errno = error;
    return returned;
}

static uint16_t *registers_to_write(int count)
{
    uint16_t *registers = malloc((size_t)count * sizeof *registers);
    if (!registers)
        abort();
    for (int i = 0; i < count; i++)
        registers[i] = client_written(i);
    return registers;
}

static int write_and_read(const struct client *client, uint16_t *values)
{
    const struct client_request *request = &client->request;
    int count = client_written_count(request);
    uint16_t *written = registers_to_write(count);
    int returned =
        modbus_write_and_read_registers(client->modbus, request->address + 1, count, written,
                                        request->address, request->count, values);
    free(written);
    return returned;
}

static int read_registers(const struct client *client)
{
    const struct client_request *request = &client->request;
    int count = client_is_too_many(request) ? 0 : request->count;
    struct guarded memory = guard((size_t)count * sizeof(uint16_t));
    int returned = -1;
    if (request->function == WRITE_AND_READ)
        returned = write_and_read(client, array_of(memory));
    else if (request->function == READ_REGISTERS)
        returned = modbus_read_registers(client->modbus, request->address, request->count,
                                         array_of(memory));
    else
        returned = modbus_read_input_registers(client->modbus, request->address, request->count,
                                               array_of(memory));
    int error = errno;
    check_margins(memory);
    if (returned == -1)
        check_failed_read(memory);
    else
        client_check_registers(client, array_of(memory));
    free(memory.block);
    errno = error;
    return returned;
}

static int write_coils(const struct client *client)
{
    const struct client_request *request = &client->request;
    int count = client_is_too_many(request) ? 0 : request->count;
    uint8_t *bits = malloc((size_t)count);
    for (int i = 0; i < count; i++)
        bits[i] = client_written_bit(i);
    int returned = modbus_write_bits(client->modbus, request->address, request->count, bits);
    free(bits);
    return returned;
}

static int write_registers(const struct client *client)
{
    const struct client_request *request = &client->request;
    uint16_t *written = registers_to_write(client_is_too_many(request) ? 0 : request->count);
    int returned =
        modbus_write_registers(client->modbus, request->address, request->count, written);
    free(written);
    return returned;
}

static int report_id(const struct client *client)
{
    struct guarded memory = guard((size_t)client->request.count);
    int returned = modbus_report_slave_id(client->modbus, client->request.count, array_of(memory));
    int error = errno;
    check_margins(memory);
    if (returned == -1)
        check_failed_read(memory);
    else
        client_check_id(client, array_of(memory), returned);
    free(memory.block);
    errno = error;
    return returned;
}

/* A request that libmodbus has no call for; its manual says how large the answer's buffer is. */
static int send_raw(const struct client *client)
{
    uint8_t raw[1 + PDU_MAX_BYTES] = {(uint8_t)client->unit};
    size_t len = 1 + client_encode(&client->request, raw + 1);
    if (modbus_send_raw_request(client->modbus, raw, (int)len) == -1)
        return -1;
    struct guarded memory = guard(client_link.max_bytes);
    int returned = modbus_receive_confirmation(client->modbus, array_of(memory));
    int error = errno;
    check_margins(memory);
    if (returned != -1)
        client_check_raw(client, array_of(memory), returned);
    free(memory.block);
    errno = error;
    return returned;
}

static int call(const struct client *client)
{
    const struct client_request *request = &client->request;
    if (request->is_raw)
        return send_raw(client);
    switch (request->function) {
    case READ_COILS:
    case READ_INPUTS: return read_bits(client);
    case READ_REGISTERS:
    case READ_INPUT_REGISTERS:
    case WRITE_AND_READ: return read_registers(client);
    case WRITE_COIL: return modbus_write_bit(client->modbus, request->address, request->mask0);
    case WRITE_REGISTER:
        return modbus_write_register(client->modbus, request->address,
                                     (uint16_t)(request->mask0 << 8 | request->mask1));
    case WRITE_COILS: return write_coils(client);
    case WRITE_REGISTERS: return write_registers(client);
    case MASK_REGISTER:
        return modbus_mask_write_register(client->modbus, request->address,
                                          (uint16_t)(request->mask0 << 8 | request->mask1),
                                          (uint16_t)(request->mask2 << 8 | request->mask3));
    default: return report_id(client);
    }
}

struct client_result client_call(const struct client *client)
{
    errno = 0;
    int returned = call(client);
    return (struct client_result){returned, returned == -1 ? errno : 0};
}
