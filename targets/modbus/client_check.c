#include <brickbat/target.h>

#include <errno.h>

#include "client.h"

enum {
    EXCEPTION = 0x80, /* bit of the function code */
    LAST_EXCEPTION = 11,
};

struct bb_bytes client_pdu(struct bb_bytes answer)
{
    struct bb_bytes header;
    if (!bb_bytes_take(&answer, client_link.header_bytes, &header))
        return (struct bb_bytes){0};
    return answer;
}

static bool is_framed(const struct client *client, size_t pdu_len)
{
    return pdu_len <= PDU_MAX_BYTES && client_link.is_framed(client, pdu_len);
}

static void check_taken(const struct client *client, int returned)
{
    const struct client_request *request = &client->request;
    struct bb_bytes pdu = client_pdu(client->received);
    bool counts = request->function == READ_REGISTERS || request->function == WRITE_REGISTERS ||
                  request->function == WRITE_COILS || request->function == READ_COILS ||
                  request->function == READ_INPUTS || request->function == READ_INPUT_REGISTERS ||
                  request->function == WRITE_AND_READ;
    BB_ORACLE(client_answer, client_is_answer(request, pdu),
              "what was taken is not the answer to the request");
    int expected = counts ? request->count : request->function == REPORT_ID ? pdu.ptr[1] : 1;
    BB_ORACLE(client_count, returned == expected,
              "a call returned another number than was asked for and answered");
    size_t len = client_answer_len(request, pdu);
    if (!is_framed(client, len))
        client_link.check_wrong_frame(client, len);
    if (!client_is_echoed(request, pdu))
        BB_KNOWN(write_echo_unchecked);
}

/* Chapter 7: an exception is reported as what it is. */
static void check_exception(const struct client *client, struct bb_bytes pdu, int error)
{
    if (pdu.len < 2 || pdu.ptr[0] != (client->request.function | EXCEPTION) ||
        client->request.function >= EXCEPTION || !is_framed(client, 2))
        return;
    if (pdu.ptr[1] >= 1 && pdu.ptr[1] <= 8)
        BB_ORACLE(client_exception, error == MODBUS_ENOBASE + pdu.ptr[1],
                  "an exception became another error");
    else if (pdu.ptr[1] > LAST_EXCEPTION)
        BB_ORACLE(client_exception, error == EMBBADEXC,
                  "a code that is none was reported as an exception");
}

static bool is_known_error(int error)
{
    return error == ECONNRESET || error == ETIMEDOUT ||
           (error >= MODBUS_ENOBASE && error <= EMBBADSLAVE);
}

static void check_failed(const struct client *client, int error)
{
    const struct client_request *request = &client->request;
    struct bb_bytes pdu = client_pdu(client->received);
    if (client_is_too_many(request)) {
        BB_ORACLE(client_too_many, error == EMBMDATA, "too many values are not refused as such");
        return;
    }
    BB_ORACLE(client_refuses,
              !client_is_answer(request, pdu) || !client_is_echoed(request, pdu) ||
                  !is_framed(client, client_answer_len(request, pdu)),
              "the right answer was refused");
    check_exception(client, pdu, error);
    if (error == EAGAIN && client->behaviour & CLIENT_PROTOCOL)
        BB_KNOWN(error_lost_in_flush);
    else
        BB_ORACLE(client_error, is_known_error(error), "an error that the manual does not name");
    BB_ORACLE(client_error_text, *modbus_strerror(error), "an error without words");
}

enum outcome {
    TAKEN,
    EXCEPTION_TAKEN,
    BAD_DATA,
    BAD_EXCEPTION,
    RESET,
    TIMED_OUT,
    BAD_FRAME,
    REFUSED
};

static enum outcome outcome_of(struct client_result result)
{
    if (result.returned != -1)
        return TAKEN;
    switch (result.error) {
    case EMBBADDATA: return BAD_DATA;
    case EMBBADEXC: return BAD_EXCEPTION;
    case ECONNRESET: return RESET;
    case ETIMEDOUT: return TIMED_OUT;
    case EMBBADCRC:
    case EMBBADSLAVE: return BAD_FRAME;
    case EMBMDATA: return REFUSED;
    default: return EXCEPTION_TAKEN;
    }
}

void client_check_result(const struct client *client, struct client_result result)
{
    bb_state((client->request.is_raw ? 0 : client->request.function & 0x1f) * 8u +
             outcome_of(result));
    if (client->request.is_raw)
        return;
    if (result.returned == -1)
        check_failed(client, result.error);
    else
        check_taken(client, result.returned);
}

void client_check_sent(const struct client *client, struct bb_bytes sent)
{
    uint8_t pdu[PDU_MAX_BYTES];
    size_t len = client_encode(&client->request, pdu);
    BB_ORACLE(client_sends_length,
              sent.len == client_link.header_bytes + len + client_link.trailer_bytes,
              "a request has another length than the specification gives it");
    BB_ORACLE(client_sends_pdu, memcmp(client_pdu(sent).ptr, pdu, len) == 0,
              "a request is not the one that was asked for");
    client_link.check_sent(client, sent);
}

void client_check_bits(const struct client *client, const uint8_t *bits)
{
    struct bb_bytes pdu = client_pdu(client->received);
    bool is_there = client_is_answer(&client->request, pdu);
    BB_ORACLE(client_answer, is_there, "what was taken is not the answer to the request");
    for (int i = 0; i < client->request.count; i++)
        BB_ORACLE(client_bits, bits[i] == (pdu.ptr[2 + i / 8] >> i % 8 & 1),
                  "a bit was handed out that the answer does not have");
}

static bool is_same_pair(const uint16_t *a, const uint16_t *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

/* Registers make floating-point numbers in four orders, and the numbers the same registers. */
static void check_floats(const uint16_t *registers)
{
    static float (*const get[])(const uint16_t *) = {modbus_get_float, modbus_get_float_abcd,
                                                     modbus_get_float_dcba, modbus_get_float_badc,
                                                     modbus_get_float_cdab};
    static void (*const set[])(float, uint16_t *) = {modbus_set_float, modbus_set_float_abcd,
                                                     modbus_set_float_dcba, modbus_set_float_badc,
                                                     modbus_set_float_cdab};
    if ((registers[0] | registers[1]) & 0x8080) {
        BB_KNOWN(float_shifts_into_sign);
        return;
    }
    for (size_t i = 0; i < sizeof get / sizeof *get; i++) {
        uint16_t back[2];
        set[i](get[i](registers), back);
        const uint16_t swapped[2] = {(uint16_t)(back[0] << 8 | back[0] >> 8),
                                     (uint16_t)(back[1] << 8 | back[1] >> 8)};
        bool is_same = is_same_pair(back, registers);
        BB_ORACLE(client_floats, is_same || is_same_pair(swapped, registers),
                  "registers changed on the way through a floating-point number");
        if (!is_same)
            BB_KNOWN(float_set_in_memory_order);
    }
}

void client_check_registers(const struct client *client, const uint16_t *registers)
{
    struct bb_bytes pdu = client_pdu(client->received);
    bool is_there = client_is_answer(&client->request, pdu);
    BB_ORACLE(client_answer, is_there, "what was taken is not the answer to the request");
    for (int i = 0; i < client->request.count; i++)
        BB_ORACLE(client_registers, registers[i] == bb_be16(pdu.ptr + 2 + (size_t)i * 2),
                  "a register was handed out that the answer does not have");
    if (client->request.count >= 2)
        check_floats(registers);
}

void client_check_id(const struct client *client, const uint8_t *id, int returned)
{
    struct bb_bytes pdu = client_pdu(client->received);
    bool is_there = client_is_answer(&client->request, pdu);
    BB_ORACLE(client_answer, is_there, "what was taken is not the answer to the request");
    for (int i = 0; i < returned && i < client->request.count; i++)
        BB_ORACLE(client_id, id[i] == pdu.ptr[2 + i],
                  "a byte of an ID was handed out that the answer does not have");
}

void client_check_raw(const struct client *client, const uint8_t *frame, int returned)
{
    struct bb_bytes received = client->received;
    size_t len = (size_t)returned;
    BB_ORACLE(client_raw_len, len <= client_link.max_bytes && len <= received.len,
              "a raw answer is longer than what came");
    BB_ORACLE(client_raw_bytes, len == 0 || memcmp(frame, received.ptr, len) == 0,
              "a raw answer is not what came");
    if (client_link.check_raw)
        client_link.check_raw(bb_bytes_of(frame, len));
}
