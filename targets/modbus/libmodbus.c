/*
 * libmodbus as a server: modbus_receive and modbus_reply in the loop of every server example, until
 * the client hangs up.
 *
 * Input: the first byte's lowest bit selects the transport, 0 TCP and 1 RTU (the other bits are
 * reserved); the rest is what the client sends, requests back to back.
 */
#include <brickbat/target.h>

#include <errno.h>
#include <modbus.h>
#include <stdlib.h>

#include "device.h"
#include "rtu_frame.h"
#include "shim/clock.h"
#include "shim/socket.h"

enum { MBAP_LENGTH_END = 6 };

/* One connection, while an input runs. */
struct session {
    modbus_t *server;
    bool is_rtu;
    int fd;
    struct bb_bytes rest; /* what the client has not sent yet */
    uint8_t *request;     /* as large as libmodbus's manual says that it must be */
    size_t request_len;   /* of the one being answered */
};

/* A client sends the next request when the reply is there, so the server's flush after an error
 * does not eat it. */
static size_t next_request_len(const struct session *session)
{
    struct bb_bytes rest = session->rest;
    if (session->is_rtu)
        return rtu_frame_len(rest);
    if (rest.len < MBAP_LENGTH_END)
        return rest.len;
    size_t whole = MBAP_LENGTH_END + bb_be16(rest.ptr + 4);
    return whole < rest.len ? whole : rest.len;
}

static bool send_next(void *context, int fd)
{
    struct session *session = context;
    struct bb_bytes request;
    if (session->rest.len == 0) {
        bb_shim_socket_push_eof(fd);
        return true;
    }
    return bb_bytes_take(&session->rest, next_request_len(session), &request) &&
           bb_shim_socket_push(fd, request);
}

static void check_reply(void *context, int fd, struct bb_bytes reply, const struct sockaddr *to)
{
    (void)fd, (void)to;
    const struct session *session = context;
    struct bb_bytes request = bb_bytes_of(session->request, session->request_len);
    if (session->is_rtu)
        device_check_rtu_reply(request, reply);
    else
        device_check_tcp_reply(request, reply);
}

static void serve(struct session *session, modbus_mapping_t *mapping)
{
    for (;;) {
        int received = modbus_receive(session->server, session->request);
        if (received < 0 && errno != EMBBADCRC)
            return;
        if (received <= 0) /* a broken frame, or one for another server on the line */
            continue;
        session->request_len = (size_t)received;
        modbus_reply(session->server, session->request, received, mapping);
    }
}

static void start(struct session *session)
{
    size_t max_adu = session->is_rtu ? MODBUS_RTU_MAX_ADU_LENGTH : MODBUS_TCP_MAX_ADU_LENGTH;
    session->request = calloc(1, max_adu);
    session->server = session->is_rtu ? modbus_new_rtu("serial", 19200, 'E', 8, 1)
                                      : modbus_new_tcp("127.0.0.1", MODBUS_TCP_DEFAULT_PORT);
    if (!session->request || !session->server)
        abort();
    if (session->is_rtu)
        modbus_set_slave(session->server, DEVICE_ADDRESS);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    session->fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    modbus_set_socket(session->server, session->fd);
    bb_shim_socket_on_wait(send_next, session);
    bb_shim_socket_on_send(check_reply, session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct session session = {.is_rtu = data[0] & 1, .rest = bb_bytes_of(data + 1, size - 1)};
    start(&session);
    serve(&session, device_reset());
    modbus_free(session.server);
    free(session.request);
    return 0;
}
