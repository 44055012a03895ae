/*
 * What is particular to a client on TCP: TCP/IP guide V1.0b, 3.1.3.
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include <modbus-private.h>
#include <modbus-tcp-private.h>

#include "client.h"

enum {
    MBAP_BYTES = 7,
    MBAP_LENGTH_END = 6,
    OTHER_TRANSACTION = 0x8000,
    PLAIN_UNIT = 0xff,
    HANG_UP = 0xff, /* both bytes of the protocol ID */
};

static modbus_t *make(struct bb_bytes input)
{
    (void)input;
    return modbus_new_tcp("127.0.0.1", MODBUS_TCP_DEFAULT_PORT);
}

/* As long as the header says. */
static size_t answer_len(struct bb_bytes rest)
{
    if (rest.len < MBAP_LENGTH_END)
        return rest.len;
    size_t whole = MBAP_LENGTH_END + (size_t)bb_be16(rest.ptr + 4);
    return whole < rest.len ? whole : rest.len;
}

static bool is_last(struct bb_bytes answer)
{
    return answer.len > MBAP_BYTES && answer.ptr[2] == HANG_UP && answer.ptr[3] == HANG_UP;
}

/* libmodbus counts transactions up before it sends. */
static void begin(struct client *client)
{
    struct bb_bytes answer = client->answer;
    client->unit = answer.len >= MBAP_BYTES ? answer.ptr[MBAP_BYTES - 1] : PLAIN_UNIT;
    client->behaviour = (unsigned)client->unit ^ PLAIN_UNIT;
    client->transaction = answer.len < 2 ? 1 : (uint16_t)bb_be16(answer.ptr);
    client->transaction &= (uint16_t)~OTHER_TRANSACTION;
    modbus_tcp_t *tcp = client->modbus->backend_data;
    tcp->t_id = (uint16_t)(client->transaction - 1);
}

static bool is_framed(const struct client *client, size_t pdu_len)
{
    struct bb_bytes received = client->received;
    const uint8_t *at = received.ptr;
    return received.len >= MBAP_BYTES + pdu_len && bb_be16(at) == client->transaction &&
           bb_be16(at + 2) == 0 && bb_be16(at + 4) == 1 + pdu_len && at[6] == client->unit;
}

static void check_wrong_frame(const struct client *client, size_t pdu_len)
{
    const uint8_t *at = client->received.ptr;
    BB_ORACLE(client_transaction, bb_be16(at) == client->transaction,
              "the answer to another request was taken");
    BB_ORACLE(client_protocol, at[2] == 0 || at[3] == 0, "an answer of another protocol was taken");
    if (bb_be16(at + 2) != 0)
        BB_KNOWN(protocol_id_half_checked);
    else if (bb_be16(at + 4) != 1 + pdu_len)
        BB_KNOWN(header_length_unchecked);
    else
        BB_KNOWN(unit_unchecked);
}

static void check_sent(const struct client *client, struct bb_bytes sent)
{
    const uint8_t *at = sent.ptr;
    BB_ORACLE(client_sends_header,
              bb_be16(at) == (client->request.is_raw ? 0 : client->transaction) &&
                  bb_be16(at + 2) == 0 && bb_be16(at + 4) == sent.len - MBAP_LENGTH_END &&
                  at[6] == client->unit,
              "the header of a request is wrong");
}

const struct client_link client_link = {
    .header_bytes = MBAP_BYTES,
    .max_bytes = MODBUS_TCP_MAX_ADU_LENGTH,
    .default_unit = MODBUS_TCP_SLAVE,
    .make = make,
    .answer_len = answer_len,
    .is_last = is_last,
    .begin = begin,
    .is_framed = is_framed,
    .check_wrong_frame = check_wrong_frame,
    .check_sent = check_sent,
};
