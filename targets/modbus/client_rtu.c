/*
 * What is particular to a client on a serial line: serial line V1.02, 2.5.1.
 */
#include <brickbat/target.h>

#include "client.h"
#include "rtu_frame.h"

enum { CRC_BYTES = 2, DEFAULT_ADDRESS = 1 };

static modbus_t *make(struct bb_bytes input)
{
    static const struct {
        int baud;
        char parity;
        int data_bits, stop_bits;
    } lines[4] = {{19200, 'E', 8, 1}, {9600, 'N', 8, 2}, {115200, 'O', 7, 1}, {250000, 'N', 5, 1}};
    unsigned choice = input.len ? input.ptr[0] >> 6 : 0;
    return modbus_new_rtu("serial", lines[choice].baud, lines[choice].parity,
                          lines[choice].data_bits, lines[choice].stop_bits);
}

static bool is_last(struct bb_bytes answer)
{
    (void)answer;
    return false;
}

static void begin(struct client *client)
{
    client->unit = client->answer.len ? client->answer.ptr[0] : DEFAULT_ADDRESS;
    client->behaviour = (unsigned)client->unit;
}

/* libmodbus drives the line before it sends, and lets go afterwards. */
static int rts_state;

static void on_rts(modbus_t *modbus, int is_on)
{
    (void)modbus;
    rts_state = is_on;
}

static void set_rts(struct client *client, int mode)
{
    client->rts_mode = mode;
    modbus_rtu_set_custom_rts(client->modbus, on_rts);
    modbus_rtu_set_rts(client->modbus, mode);
    BB_ORACLE(client_rts_mode, modbus_rtu_get_rts(client->modbus) == mode,
              "the RTS mode is another than was set");
}

static void check_end(const struct client *client)
{
    if (client->rts_mode != MODBUS_RTU_RTS_NONE)
        BB_ORACLE(client_rts_released, rts_state == (client->rts_mode != MODBUS_RTU_RTS_UP),
                  "the line is not let go after a request");
}

static bool is_framed(const struct client *client, size_t pdu_len)
{
    struct bb_bytes received = client->received, frame;
    return bb_bytes_take(&received, 1 + pdu_len + CRC_BYTES, &frame) &&
           frame.ptr[0] == client->unit && rtu_crc_is_right(frame);
}

static void check_wrong_frame(const struct client *client, size_t pdu_len)
{
    (void)pdu_len;
    BB_ORACLE(client_frame, client->unit == MODBUS_BROADCAST_ADDRESS,
              "an answer with a wrong CRC, or of another device, was taken");
    BB_KNOWN(broadcast_answer_without_crc);
}

static void check_sent(const struct client *client, struct bb_bytes sent)
{
    BB_ORACLE(client_sends_frame, sent.ptr[0] == client->unit && rtu_crc_is_right(sent),
              "a request has another address, or its CRC is wrong");
    if (client->rts_mode != MODBUS_RTU_RTS_NONE)
        BB_ORACLE(client_rts_driven, rts_state == (client->rts_mode == MODBUS_RTU_RTS_UP),
                  "a request is sent while the line is not driven");
}

static void check_raw(struct bb_bytes frame)
{
    BB_ORACLE(client_raw_crc, frame.len == 0 || rtu_crc_is_right(frame),
              "a raw answer with a wrong CRC was taken");
}

const struct client_link client_link = {
    .header_bytes = 1,
    .trailer_bytes = CRC_BYTES,
    .max_bytes = MODBUS_RTU_MAX_ADU_LENGTH,
    .default_unit = DEFAULT_ADDRESS,
    .make = make,
    .answer_len = rtu_frame_len,
    .is_last = is_last,
    .begin = begin,
    .set_rts = set_rts,
    .is_framed = is_framed,
    .check_wrong_frame = check_wrong_frame,
    .check_sent = check_sent,
    .check_raw = check_raw,
    .check_end = check_end,
};
