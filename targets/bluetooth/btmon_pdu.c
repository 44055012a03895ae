#include "btmon_pdu.h"

#include <string.h>

#include "monitor/packet.h"

#include "btmon_known.h"
#include "host_packet.h"
#include "sdp_element.h"

enum {
    PDU_MAX_BYTES = 65533, /* more are what less than none are taken for */
    READ_BY_TYPE = 0x08,
    READ_BY_TYPE_RESPONSE = 0x09,
    READ_RESPONSE = 0x0b,
    READ_BY_GROUP_TYPE_RESPONSE = 0x11,
    READ_MULTIPLE_RESPONSE = 0x21, /* of variable length */
    NOTIFY_MULTIPLE = 0x23,
    NOTIFICATION = 0x1b,
    INDICATION = 0x1d,
    WRITE_REQUEST = 0x12,
    WRITE_COMMAND = 0x52,
    SIGNED_WRITE_COMMAND = 0xd2,
    LAST_HANDLE = 1 + 3 * 25,
    AUDIO_STREAM_POINT = 9, /* handles in btmon_site.h */
    VOLUME_POINT = 33,

    MEDIA_CODEC = 7, /* AVDTP's category */

    SDP_HEAD_BYTES = 5,
    SDP_STATE_MAX_BYTES = 16,
};

/* The monitor looks at what it has stored for a link where there is no link, or nothing stored. */
static bool lacks_link(uint8_t opcode, uint16_t handle)
{
    const struct packet_conn_data *link = packet_get_conn_data(handle);
    return opcode == READ_BY_TYPE ? !link : opcode == READ_RESPONSE && link && !link->data;
}

static bool is_value_known(const uint8_t *handle)
{
    return handle[0] <= LAST_HANDLE && handle[1] == 0 && handle[0] % 3 == 0;
}

/* A value that ends several is taken apart, and what is left of it then read as further ones: is
 * there anything in it that would be too long, or is notified past a table? */
static bool is_rest_long(const uint8_t *value, size_t len)
{
    for (size_t at = 1; at + 4 <= len; at++) {
        size_t left = len - at - 4;
        if (host_packet_u16(value + at + 2) > left || value[at] == AUDIO_STREAM_POINT)
            return true;
    }
    return false;
}

/* Of several values, each with a handle and a length, one is longer than what is left, and printed.
 */
static bool is_value_long(const uint8_t *values, size_t len)
{
    for (size_t at = 0; len - at >= 4;) {
        size_t value = host_packet_u16(values + at + 2);
        at += 4;
        if (value > len - at || (value == len - at && is_value_known(values + at - 4) &&
                                 is_rest_long(values + at, value)))
            return true;
        at += value;
    }
    return false;
}

/* Items are said to be shorter than the handles in them: what is left is a length below 0. */
static bool is_item_short(const uint8_t *pdu, size_t len)
{
    if (len < 2 || pdu[1] == 0)
        return false;
    return (pdu[0] == READ_BY_TYPE_RESPONSE && pdu[1] < 2) ||
           (pdu[0] == READ_BY_GROUP_TYPE_RESPONSE && pdu[1] < 4);
}

/* The table of operations has no such entry: the first behind it is taken, or an empty one. */
static bool is_past_table(const uint8_t *pdu, size_t len)
{
    bool is_write =
        pdu[0] == WRITE_REQUEST || pdu[0] == WRITE_COMMAND || pdu[0] == SIGNED_WRITE_COMMAND;
    if (!is_write || len < 4 || pdu[2] != 0)
        return false;
    return (pdu[1] == AUDIO_STREAM_POINT && (pdu[3] == 0 || pdu[3] == 9)) ||
           (pdu[1] == VOLUME_POINT && pdu[3] == 7);
}

/* The same of an operation that is notified: there is one entry more than there are operations. */
static bool is_notified_past(const uint8_t *handle, const uint8_t *value, size_t len)
{
    return len >= 2 && handle[0] == AUDIO_STREAM_POINT && handle[1] == 0 && value[0] == 9;
}

static bool is_one_notified_past(const uint8_t *pdu, size_t len)
{
    if (pdu[0] == NOTIFICATION || pdu[0] == INDICATION)
        return len >= 3 && is_notified_past(pdu + 1, pdu + 3, len - 3);
    if (pdu[0] != READ_MULTIPLE_RESPONSE && pdu[0] != NOTIFY_MULTIPLE)
        return false;
    for (size_t at = 1, value; len - at >= 4; at += 4 + value) {
        value = host_packet_u16(pdu + at + 2);
        if (is_notified_past(pdu + at, pdu + at + 4, value))
            return true;
    }
    return false;
}

bool btmon_pdu_is_known_att(uint16_t handle, const uint8_t *pdu, size_t len)
{
    if (len == 0 || len > PDU_MAX_BYTES)
        return btmon_known_empty_frame();
    if (lacks_link(pdu[0], handle))
        return btmon_known_no_link();
    if ((pdu[0] == READ_MULTIPLE_RESPONSE || pdu[0] == NOTIFY_MULTIPLE) &&
        is_value_long(pdu + 1, len - 1))
        return btmon_known_value_past_frame();
    if (is_item_short(pdu, len))
        return btmon_known_short_item();
    if (pdu[0] == SIGNED_WRITE_COMMAND && len > 2 && pdu[1] <= LAST_HANDLE && pdu[2] == 0)
        return btmon_known_signed_value();
    if (is_past_table(pdu, len) || is_one_notified_past(pdu, len))
        return btmon_known_past_table();
    return false;
}

static bool take_element(struct bb_bytes *cursor)
{
    struct bb_bytes before = *cursor, content;
    uint8_t header;
    return sdp_element_take(cursor, &header, &content) &&
           sdp_elements_are_whole((struct bb_bytes){before.ptr, before.len - cursor->len});
}

/* One with a length in front, without which the monitor takes it for empty, and what is behind it
 * for what comes next. */
static bool take_list(struct bb_bytes *cursor)
{
    return cursor->len > 0 && (cursor->ptr[0] & 7) >= 5 && take_element(cursor);
}

static bool take(struct bb_bytes *cursor, size_t len)
{
    struct bb_bytes taken;
    return bb_bytes_take(cursor, len, &taken);
}

static bool is_state(struct bb_bytes rest)
{
    return rest.len > 0 && rest.ptr[0] <= SDP_STATE_MAX_BYTES && rest.len == 1u + rest.ptr[0];
}

/* The whole of an answer: parts are put together by the monitor, and not looked at before. */
static bool is_sdp_answer(struct bb_bytes answer, bool is_nested)
{
    size_t n = answer.len < 3 ? 0 : bb_be16(answer.ptr);
    if (n == 0 || answer.len != 2 + n + 1 || answer.ptr[2 + n] != 0)
        return false;
    struct bb_bytes list = {answer.ptr + 2, n};
    return is_nested ? sdp_is_list_of_attribute_lists(list) : sdp_is_attribute_list(list);
}

static bool is_sdp_right(uint8_t kind, struct bb_bytes rest)
{
    size_t records = kind == 3 && rest.len >= 4 ? bb_be16(rest.ptr + 2) : 0;
    switch (kind) {
    case 2: return take_element(&rest) && take(&rest, 2) && is_state(rest);
    case 3: return take(&rest, 4 + 4 * records) && is_state(rest);
    case 4: return take(&rest, 6) && take_element(&rest) && is_state(rest);
    case 5: return is_sdp_answer(rest, false);
    case 6: return take_list(&rest) && take(&rest, 2) && take_element(&rest) && is_state(rest);
    case 7: return is_sdp_answer(rest, true);
    default: return true;
    }
}

bool btmon_pdu_is_known_sdp(const uint8_t *pdu, size_t len)
{
    struct bb_bytes rest = {pdu, len};
    if (!take(&rest, SDP_HEAD_BYTES) || is_sdp_right(pdu[0], rest))
        return false;
    return btmon_known_malformed_sdp();
}

/* A vendor's codec with the numbers 0 and 0: they are those of the entry that ends the table of
 * such, which has no function. */
static bool is_codec_nobodys(const uint8_t *capability, size_t len)
{
    static const uint8_t numbers[6] = {0};
    return len >= 4 + sizeof numbers && capability[0] == MEDIA_CODEC &&
           capability[1] >= 2 + sizeof numbers && capability[3] == 0xff &&
           memcmp(capability + 4, numbers, sizeof numbers) == 0;
}

/* Or the sampling frequencies of AAC are shifted into the sign of a number. */
bool btmon_pdu_is_known_avdtp(const uint8_t *pdu, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_codec_nobodys(pdu + i, len - i))
            return btmon_known_no_handler();
    for (size_t i = 0; i + 6 < len; i++)
        if (pdu[i] == MEDIA_CODEC && pdu[i + 3] == 2 && pdu[i + 6] & 0x80)
            return btmon_known_shift();
    return false;
}

/* GetElementAttributes' response: a value of 255 bytes is written one byte past its buffer. */
bool btmon_pdu_is_known_avctp(const uint8_t *pdu, size_t len)
{
    enum { OPCODE_AT = 5, PDU_AT = 9, HEAD = 13, VALUE_BYTES = 255 };
    if (len < HEAD + VALUE_BYTES || pdu[OPCODE_AT] != 0 || pdu[PDU_AT] != 0x20)
        return false;
    return btmon_known_long_attribute();
}

/* The lengths are those of the monitor's table; it stops at an option of another. */
bool btmon_pdu_is_known_config(const uint8_t *pdu, size_t len, size_t head)
{
    static const uint8_t lengths[] = {0, 2, 2, 22, 9, 1, 16, 2};
    for (size_t at = head; at < len && len - at > 2;) {
        uint8_t type = pdu[at] & 0x7f, option = pdu[at + 1];
        if (type == 0 || type >= sizeof lengths || option != lengths[type])
            return false;
        if (option > len - at - 2)
            return btmon_known_cut_option();
        at += 2 + option;
    }
    return false;
}
