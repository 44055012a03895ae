#include "client.h"

#include <brickbat/target.h>

#include <errno.h>
#include <stdlib.h>

#include "shim/clock.h"
#include "shim/socket.h"

enum { MAX_EXCHANGES = 64, REPORT_LITTLE_ROOM = 8, BYTE_TIMEOUT_US = 500000 };

static bool hangs_up_after(const struct client *client)
{
    return client->answer.len == 0 || client_link.is_last(client->answer);
}

static void send_answer(struct client *client, int fd)
{
    if (client->is_answered)
        return;
    client->is_answered = true;
    if (client->answer.len && !bb_shim_socket_push(fd, client->answer)) {
        client->next -= client->answer.len; /* it has hung up: on the next connection */
        client->received.len -= client->answer.len;
    }
    if (hangs_up_after(client))
        bb_shim_socket_push_eof(fd);
}

static void on_request(void *context, int fd, struct bb_bytes sent, const struct sockaddr *to)
{
    (void)to;
    client_check_sent(context, sent);
    send_answer(context, fd);
}

/* What is still in the socket stands in front of the answer in the input, too. */
static void take_answer(struct client *client)
{
    size_t left = bb_shim_socket_pending(modbus_get_socket(client->modbus));
    const uint8_t *at = client->input.ptr + client->next;
    struct bb_bytes rest = bb_bytes_of(at, client->input.len - client->next);
    size_t len = rest.len ? client_link.answer_len(rest) : 0;
    client->answer = bb_bytes_of(at, len);
    client->received = bb_bytes_of(at - left, left + len);
    client->next += len;
    client->is_answered = false;
}

static void set_unit(struct client *client)
{
    bool is_other = client->behaviour >> 4 == TWIST_SLAVE;
    int unit =
        is_other && client->behaviour & 1 ? MODBUS_BROADCAST_ADDRESS : client->unit + is_other;
    bool is_valid = unit <= 247 || unit == client_link.default_unit;
    int returned = modbus_set_slave(client->modbus, unit);
    BB_ORACLE(client_slave_range, (returned == 0) == is_valid,
              "a slave address is refused, or one that is none is taken");
    client->unit = modbus_get_slave(client->modbus);
}

static void set_up(struct client *client)
{
    unsigned recovery = (client->behaviour & CLIENT_LINK ? MODBUS_ERROR_RECOVERY_LINK : 0) |
                        (client->behaviour & CLIENT_PROTOCOL ? MODBUS_ERROR_RECOVERY_PROTOCOL : 0);
    unsigned byte_timeout = client->behaviour & CLIENT_NO_BYTE_TIMEOUT ? 0 : BYTE_TIMEOUT_US;
    modbus_set_error_recovery(client->modbus, (modbus_error_recovery_mode)recovery);
    modbus_set_byte_timeout(client->modbus, 0, byte_timeout);
    set_unit(client);
}

static uint8_t next_function(uint8_t function)
{
    static const uint8_t functions[] = {
        READ_COILS,     READ_INPUTS,    READ_REGISTERS,  READ_INPUT_REGISTERS,
        WRITE_COIL,     WRITE_REGISTER, WRITE_REGISTERS, WRITE_COILS,
        WRITE_AND_READ, MASK_REGISTER,  REPORT_ID,
    };
    size_t at = 0;
    while (at < sizeof functions && functions[at] != function)
        at++;
    return functions[(at + 1) % sizeof functions];
}

static void flush(struct client *client)
{
    int fd = modbus_get_socket(client->modbus);
    send_answer(client, fd);
    modbus_flush(client->modbus);
    BB_ORACLE(client_flush_empties, bb_shim_socket_pending(fd) == 0,
              "bytes are left after modbus_flush");
    client->received = bb_bytes_of(NULL, 0);
}

static void set_rts(struct client *client)
{
    int mode = client->behaviour >> 4 == TWIST_RTS_UP     ? MODBUS_RTU_RTS_UP
               : client->behaviour >> 4 == TWIST_RTS_DOWN ? MODBUS_RTU_RTS_DOWN
                                                          : MODBUS_RTU_RTS_NONE;
    if (client_link.set_rts)
        client_link.set_rts(client, mode);
}

static void twist(struct client *client)
{
    struct client_request *request = &client->request;
    bool has_count = request->count != 1 || request->function < WRITE_COIL;
    switch (client->behaviour >> 4) {
    case TWIST_ONE_MORE: request->count += has_count; break;
    case TWIST_ONE_LESS:
        if (request->function == REPORT_ID)
            request->count = REPORT_LITTLE_ROOM;
        else
            request->count -= has_count && request->count > 0;
        break;
    case TWIST_TOO_MANY: request->count += has_count ? MODBUS_MAX_READ_BITS : 0; break;
    case TWIST_FUNCTION: request->function = next_function(request->function); break;
    case TWIST_RAW: request->is_raw = true; break;
    case TWIST_ADDRESS: request->address = (request->address + 1) & 0xffff; break;
    case TWIST_FLUSH: flush(client); break;
    case TWIST_RTS_UP:
    case TWIST_RTS_DOWN:
    case TWIST_RTS_NONE: set_rts(client); break;
    case TWIST_DEBUG: modbus_set_debug(client->modbus, 1); break;
    default: break;
    }
}

/* What an application does about an error, unless libmodbus did. */
static void recover(struct client *client, int error)
{
    if (error == ECONNRESET || error == EBADF) {
        modbus_close(client->modbus);
        modbus_connect(client->modbus);
    } else if (client->behaviour & CLIENT_FLUSHES) {
        modbus_flush(client->modbus);
    }
}

static void exchange(struct client *client)
{
    take_answer(client);
    client_link.begin(client);
    set_up(client);
    client->request = client_request_for(client_pdu(client->answer));
    twist(client);
    struct client_result result = client_call(client);
    modbus_set_debug(client->modbus, 0);
    client_check_result(client, result);
    if (client_link.check_end)
        client_link.check_end(client);
    send_answer(client, modbus_get_socket(client->modbus)); /* though nothing was asked */
    if (result.returned == -1)
        recover(client, result.error);
}

static modbus_t *connect_new(struct bb_bytes input)
{
    modbus_t *modbus = client_link.make(input);
    if (!modbus || modbus_set_slave(modbus, client_link.default_unit) == -1 ||
        modbus_connect(modbus) == -1)
        abort();
    return modbus;
}

void client_run(struct bb_bytes input)
{
    struct client client = {.input = input};
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_socket_on_send(on_request, &client);
    client.modbus = connect_new(input);
    for (int i = 0; i < MAX_EXCHANGES && client.next < input.len; i++)
        exchange(&client);
    client.input.len = client.next; /* there may have been too many */
    exchange(&client);
    modbus_close(client.modbus);
    BB_ORACLE(client_closes, bb_shim_socket_open_count() == 0, "a connection is left open");
    modbus_free(client.modbus);
}
