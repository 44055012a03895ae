#include "btmon_pdu.h"

#include "monitor/packet.h"

#include "btmon_known.h"
#include "sdp_element.h"

enum {
    PDU_MAX_BYTES = 65533, /* more are what less than none are taken for */
    READ_BY_TYPE = 0x08,
    READ_BY_TYPE_RESPONSE = 0x09,
    READ_RESPONSE = 0x0b,
    READ_BY_GROUP_TYPE_RESPONSE = 0x11,
    READ_MULTIPLE_RESPONSE = 0x21, /* of variable length */
    NOTIFY_MULTIPLE = 0x23,
    WRITE_REQUEST = 0x12,
    WRITE_COMMAND = 0x52,
    SIGNED_WRITE_COMMAND = 0xd2,
    LAST_HANDLE = 1 + 3 * 25,
    AUDIO_STREAM_POINT = 9, /* handles in btmon_site.h */
    VOLUME_POINT = 33,

    SDP_HEAD_BYTES = 5,
    SDP_STATE_MAX_BYTES = 16,
};

/* The monitor looks at what it has stored for a link where there is no link, or nothing stored. */
static bool lacks_link(uint8_t opcode, uint16_t handle)
{
    const struct packet_conn_data *link = packet_get_conn_data(handle);
    return opcode == READ_BY_TYPE ? !link : opcode == READ_RESPONSE && link && !link->data;
}

/* Of several values, each with a handle and a length, one is longer than what is left, and printed.
 */
static bool is_value_long(const uint8_t *values, size_t len)
{
    for (size_t at = 0; len - at >= 4;) {
        size_t value = values[at + 2] | (size_t)values[at + 3] << 8;
        at += 4;
        if (value > len - at)
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
    if (is_past_table(pdu, len))
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

static bool take(struct bb_bytes *cursor, size_t len)
{
    if (cursor->len < len)
        return false;
    *cursor = (struct bb_bytes){cursor->ptr + len, cursor->len - len};
    return true;
}

static bool is_state(struct bb_bytes rest)
{
    return rest.len > 0 && rest.ptr[0] <= SDP_STATE_MAX_BYTES && rest.len == 1u + rest.ptr[0];
}

/* The whole of an answer: parts are put together by the monitor, and not looked at before. */
static bool is_sdp_answer(struct bb_bytes answer, bool is_nested)
{
    size_t n = answer.len < 3 ? 0 : (size_t)answer.ptr[0] << 8 | answer.ptr[1];
    if (n == 0 || answer.len != 2 + n + 1 || answer.ptr[2 + n] != 0)
        return false;
    struct bb_bytes list = {answer.ptr + 2, n};
    return is_nested ? sdp_is_list_of_attribute_lists(list) : sdp_is_attribute_list(list);
}

static bool is_sdp_right(uint8_t kind, struct bb_bytes rest)
{
    size_t records = kind == 3 && rest.len >= 4 ? (size_t)rest.ptr[2] << 8 | rest.ptr[3] : 0;
    switch (kind) {
    case 2: return take_element(&rest) && take(&rest, 2) && is_state(rest);
    case 3: return take(&rest, 4 + 4 * records) && is_state(rest);
    case 4: return take(&rest, 6) && take_element(&rest) && is_state(rest);
    case 5: return is_sdp_answer(rest, false);
    case 6: return take_element(&rest) && take(&rest, 2) && take_element(&rest) && is_state(rest);
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

/* The sampling frequencies of AAC are shifted into the sign of a number. */
bool btmon_pdu_is_known_avdtp(const uint8_t *pdu, size_t len)
{
    for (size_t i = 0; i + 6 < len; i++)
        if (pdu[i] == 7 && pdu[i + 3] == 2 && pdu[i + 6] & 0x80)
            return btmon_known_shift();
    return false;
}
