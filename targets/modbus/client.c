#include "client.h"

#include <brickbat/target.h>

#include <errno.h>
#include <stdlib.h>

#include <modbus-private.h>
#include <modbus-tcp-private.h>

#include "device.h"
#include "shim/clock.h"
#include "shim/socket.h"

enum {
    MBAP_BYTES = 7,
    MBAP_LENGTH_END = 6,
    MAX_EXCHANGES = 64,
    OTHER_TRANSACTION = 0x8000,
    PLAIN_UNIT = 0xff,
    REPORT_LITTLE_ROOM = 8,
    HANG_UP = 0xff, /* both bytes of the protocol ID */
};

static bool hangs_up_after(const struct client *client)
{
    const uint8_t *at = client->answer.ptr;
    return client->answer.len == 0 || (!client->is_rtu && client->answer.len > MBAP_BYTES &&
                                       at[2] == HANG_UP && at[3] == HANG_UP);
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

/* On TCP an answer is as long as its header says, on a serial line it ends where a CRC fits. */
static size_t answer_len(const struct client *client)
{
    struct bb_bytes rest =
        bb_bytes_of(client->input.ptr + client->next, client->input.len - client->next);
    if (client->is_rtu)
        return device_rtu_frame_len(rest);
    if (rest.len < MBAP_LENGTH_END)
        return rest.len;
    size_t whole = MBAP_LENGTH_END + ((size_t)rest.ptr[4] << 8 | rest.ptr[5]);
    return whole < rest.len ? whole : rest.len;
}

/* What is still in the socket stands in front of the answer in the input, too. */
static void take_answer(struct client *client)
{
    size_t left = bb_shim_socket_pending(modbus_get_socket(client->modbus));
    size_t len = client->next < client->input.len ? answer_len(client) : 0;
    const uint8_t *at = client->input.ptr + client->next;
    client->answer = bb_bytes_of(at, len);
    client->received = bb_bytes_of(at - left, left + len);
    client->next += len;
    client->is_answered = false;
}

static void read_behaviour(struct client *client)
{
    size_t at = client->is_rtu ? 0 : MBAP_BYTES - 1;
    unsigned byte = client->answer.len > at ? client->answer.ptr[at]
                    : client->is_rtu        ? 1
                                            : PLAIN_UNIT;
    client->behaviour = client->is_rtu ? byte : byte ^ PLAIN_UNIT;
    client->unit = (int)byte;
}

/* libmodbus counts up before it sends. */
static void set_transaction(struct client *client)
{
    const uint8_t *at = client->answer.ptr;
    if (client->is_rtu)
        return;
    client->transaction = client->answer.len < 2 ? 1 : (uint16_t)(at[0] << 8 | at[1]);
    client->transaction &= (uint16_t)~OTHER_TRANSACTION;
    modbus_tcp_t *tcp = client->modbus->backend_data;
    tcp->t_id = (uint16_t)(client->transaction - 1);
}

static void set_unit(struct client *client)
{
    bool is_other = client->behaviour >> 4 == TWIST_SLAVE;
    int unit =
        is_other && client->behaviour & 1 ? MODBUS_BROADCAST_ADDRESS : client->unit + is_other;
    bool is_valid = unit <= 247 || (!client->is_rtu && unit == MODBUS_TCP_SLAVE);
    int returned = modbus_set_slave(client->modbus, unit);
    BB_ORACLE(client_slave_range, (returned == 0) == is_valid,
              "a slave address is refused, or one that is none is taken");
    client->unit = modbus_get_slave(client->modbus);
}

static void set_up(struct client *client)
{
    unsigned recovery = (client->behaviour & CLIENT_LINK ? MODBUS_ERROR_RECOVERY_LINK : 0) |
                        (client->behaviour & CLIENT_PROTOCOL ? MODBUS_ERROR_RECOVERY_PROTOCOL : 0);
    unsigned byte_timeout = client->behaviour & CLIENT_NO_BYTE_TIMEOUT ? 0 : 500000;
    modbus_set_error_recovery(client->modbus, (modbus_error_recovery_mode)recovery);
    modbus_set_byte_timeout(client->modbus, 0, byte_timeout);
    set_transaction(client);
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

/* Oracle on libmodbus's order: it drives the line before it sends, and lets go afterwards. */
static struct client *rts_client;
static void on_rts(modbus_t *modbus, int is_on)
{
    (void)modbus;
    rts_client->rts = is_on;
}

static void set_rts(struct client *client, int mode)
{
    if (!client->is_rtu)
        return;
    client->rts_mode = mode;
    modbus_rtu_set_custom_rts(client->modbus, on_rts);
    modbus_rtu_set_rts(client->modbus, mode);
    BB_ORACLE(client_rts_mode, modbus_rtu_get_rts(client->modbus) == mode,
              "the RTS mode is another than was set");
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
    case TWIST_RTS_UP: set_rts(client, MODBUS_RTU_RTS_UP); break;
    case TWIST_RTS_DOWN: set_rts(client, MODBUS_RTU_RTS_DOWN); break;
    case TWIST_RTS_NONE: set_rts(client, MODBUS_RTU_RTS_NONE); break;
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
    read_behaviour(client);
    set_up(client);
    client->request = client_request_for(client_pdu(client, client->answer));
    twist(client);
    struct client_result result = client_call(client);
    modbus_set_debug(client->modbus, 0);
    client_check_result(client, result);
    send_answer(client, modbus_get_socket(client->modbus)); /* though nothing was asked */
    if (result.returned == -1)
        recover(client, result.error);
}

static modbus_t *connect_new(bool is_rtu, unsigned choice)
{
    static const struct {
        int baud;
        char parity;
        int data_bits, stop_bits;
    } lines[] = {{19200, 'E', 8, 1}, {9600, 'N', 8, 2}, {115200, 'O', 7, 1}, {250000, 'N', 5, 1}};
    choice %= sizeof lines / sizeof *lines;
    modbus_t *modbus = is_rtu ? modbus_new_rtu("serial", lines[choice].baud, lines[choice].parity,
                                               lines[choice].data_bits, lines[choice].stop_bits)
                              : modbus_new_tcp("127.0.0.1", MODBUS_TCP_DEFAULT_PORT);
    if (!modbus || modbus_set_slave(modbus, DEVICE_ADDRESS) == -1 || modbus_connect(modbus) == -1)
        abort();
    return modbus;
}

void client_run(bool is_rtu, struct bb_bytes input)
{
    struct client client = {.is_rtu = is_rtu, .input = input, .rts = -1};
    rts_client = &client;
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_socket_on_send(on_request, &client);
    client.modbus = connect_new(is_rtu, input.len ? input.ptr[0] >> 6 : 0);
    for (int i = 0; i < MAX_EXCHANGES && client.next < input.len; i++)
        exchange(&client);
    client.input.len = client.next; /* there may have been too many */
    exchange(&client);
    modbus_close(client.modbus);
    BB_ORACLE(client_closes, bb_shim_socket_open_count() == 0, "a connection is left open");
    modbus_free(client.modbus);
}
