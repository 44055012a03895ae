/*
 * modbus_reply, called directly: what a gateway does that frames requests itself (another
 * transport, a queue, a log) and passes on what it got with the length that it got.
 *
 * Input: one Modbus TCP request, of any length.
 *
 * The buffer is as large as the request and at least MODBUS_TCP_MAX_ADU_LENGTH (260), zero behind a
 * shorter request: libmodbus reads the fields that the function code calls for without looking at
 * the length, and its manual asks for a buffer of that size. The length passed is the request's
 * own.
 */
#include <brickbat/target.h>

#include <modbus.h>
#include <stdlib.h>

#include "device.h"
#include "shim/clock.h"
#include "shim/socket.h"

static void check_reply(void *context, int fd, struct bb_bytes reply, const struct sockaddr *to)
{
    (void)fd, (void)to;
    device_check_tcp_reply(*(const struct bb_bytes *)context, reply);
}

static modbus_t *make_server(void)
{
    modbus_t *server = modbus_new_tcp("127.0.0.1", MODBUS_TCP_DEFAULT_PORT);
    if (!server)
        abort();
    return server;
}

static uint8_t *copy_request(const uint8_t *data, size_t size)
{
    uint8_t *buffer =
        calloc(1, size < MODBUS_TCP_MAX_ADU_LENGTH ? MODBUS_TCP_MAX_ADU_LENGTH : size);
    if (!buffer)
        abort();
    if (size)
        memcpy(buffer, data, size);
    return buffer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static modbus_t *server; /* keeps nothing of a request */
    if (!server)
        server = make_server();
    struct bb_bytes request = bb_bytes_of(data, size);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_socket_on_send(check_reply, &request);
    modbus_set_socket(server, bb_shim_socket_open(AF_INET, SOCK_STREAM));

    uint8_t *buffer = copy_request(data, size);
    modbus_reply(server, buffer, (int)size, device_reset());
    free(buffer);
    return 0;
}
