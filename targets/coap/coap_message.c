#include "coap_message.h"

#define HEADER_BYTES   4
#define PAYLOAD_MARKER 0xff
#define MAX_NUMBER     65535

static bool take_byte(struct bb_bytes *cursor, uint8_t *ret_byte)
{
    struct bb_bytes one;
    if (!bb_bytes_take(cursor, 1, &one))
        return false;
    *ret_byte = one.ptr[0];
    return true;
}

/* The value that a nibble and its extension bytes stand for; section 3.1. */
static bool take_extended(struct bb_bytes *cursor, unsigned nibble, unsigned *ret_value)
{
    uint8_t high, low;
    if (nibble < 13) {
        *ret_value = nibble;
    } else if (nibble == 13 && take_byte(cursor, &low)) {
        *ret_value = 13u + low;
    } else if (nibble == 14 && take_byte(cursor, &high) && take_byte(cursor, &low)) {
        *ret_value = 269u + (high << 8 | low);
    } else {
        return false;
    }
    return true;
}

bool bb_coap_take_option(struct bb_bytes *options, unsigned *number,
                         struct bb_coap_option *ret_option)
{
    struct bb_bytes cursor = *options, value;
    uint8_t first;
    unsigned delta, length;
    if (!take_byte(&cursor, &first) || !take_extended(&cursor, first >> 4, &delta) ||
        !take_extended(&cursor, first & 15, &length) || !bb_bytes_take(&cursor, length, &value))
        return false;
    if (*number + delta > MAX_NUMBER)
        return false;
    *number += delta;
    *ret_option = (struct bb_coap_option){*number, value};
    *options = cursor;
    return true;
}

/* Splits what follows the token into options and payload. */
static bool split_payload(struct bb_bytes rest, struct bb_coap_message *message)
{
    struct bb_bytes cursor = rest;
    struct bb_coap_option option;
    unsigned number = 0;
    while (cursor.len > 0 && cursor.ptr[0] != PAYLOAD_MARKER) {
        if (!bb_coap_take_option(&cursor, &number, &option))
            return false;
    }
    message->options = bb_bytes_of(rest.ptr, rest.len - cursor.len);
    if (cursor.len == 0)
        return true;
    message->payload = bb_bytes_of(cursor.ptr + 1, cursor.len - 1);
    return message->payload.len > 0;
}

bool bb_coap_decode(struct bb_bytes datagram, struct bb_coap_message *ret_message)
{
    struct bb_bytes cursor = datagram, header;
    if (!bb_bytes_take(&cursor, HEADER_BYTES, &header) || header.ptr[0] >> 6 != 1)
        return false;
    struct bb_coap_message message = {.type = header.ptr[0] >> 4 & 3,
                                      .code = header.ptr[1],
                                      .mid = (uint16_t)(header.ptr[2] << 8 | header.ptr[3])};
    unsigned token_len = header.ptr[0] & 15;
    if (message.code == 0 && (token_len > 0 || cursor.len > 0))
        return false;
    if (token_len > 8 || !bb_bytes_take(&cursor, token_len, &message.token))
        return false;
    if (!split_payload(cursor, &message))
        return false;
    *ret_message = message;
    return true;
}

bool bb_coap_number_overflows(struct bb_bytes datagram)
{
    struct bb_bytes cursor = datagram, skipped;
    struct bb_coap_option option;
    unsigned number = 0, delta;
    uint8_t first;
    if (!bb_bytes_take(&cursor, HEADER_BYTES, &skipped) ||
        !bb_bytes_take(&cursor, skipped.ptr[0] & 15, &skipped))
        return false;
    while (bb_coap_take_option(&cursor, &number, &option))
        ;
    return take_byte(&cursor, &first) && take_extended(&cursor, first >> 4, &delta) &&
           number + delta > MAX_NUMBER;
}

bool bb_coap_find_option(const struct bb_coap_message *message, unsigned wanted,
                         struct bb_coap_option *ret_option)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    while (bb_coap_take_option(&cursor, &number, &option)) {
        if (option.number == wanted) {
            *ret_option = option;
            return true;
        }
    }
    return false;
}

unsigned bb_coap_option_uint(const struct bb_coap_option *option)
{
    unsigned number = 0;
    for (size_t i = 0; i < option->value.len; i++)
        number = number << 8 | option->value.ptr[i];
    return number;
}

size_t bb_coap_count_options(const struct bb_coap_message *message)
{
    struct bb_bytes cursor = message->options;
    struct bb_coap_option option;
    unsigned number = 0;
    size_t n = 0;
    while (bb_coap_take_option(&cursor, &number, &option))
        n++;
    return n;
}

static unsigned nibble_of(unsigned value)
{
    return value < 13 ? value : value < 269 ? 13 : 14;
}

static void put_extension(struct bb_buf *buf, unsigned value)
{
    if (value >= 269) {
        bb_buf_append_byte(buf, (uint8_t)((value - 269) >> 8));
        bb_buf_append_byte(buf, (uint8_t)(value - 269));
    } else if (value >= 13) {
        bb_buf_append_byte(buf, (uint8_t)(value - 13));
    }
}

void bb_coap_put_option(struct bb_buf *buf, unsigned *number, const struct bb_coap_option *option)
{
    unsigned delta = option->number - *number, length = (unsigned)option->value.len;
    bb_buf_append_byte(buf, (uint8_t)(nibble_of(delta) << 4 | nibble_of(length)));
    put_extension(buf, delta);
    put_extension(buf, length);
    bb_buf_append(buf, option->value);
    *number = option->number;
}
