#include "packet.h"

bool packet_take_u8(struct bb_bytes *cursor, unsigned *ret_value)
{
    struct bb_bytes taken;
    if (!bb_bytes_take(cursor, 1, &taken))
        return false;
    *ret_value = taken.ptr[0];
    return true;
}

bool packet_take_u16(struct bb_bytes *cursor, unsigned *ret_value)
{
    struct bb_bytes taken;
    if (!bb_bytes_take(cursor, 2, &taken))
        return false;
    *ret_value = bb_be16(taken.ptr);
    return true;
}

/* 1.5.5: up to four bytes of seven bits. */
static bool take_variable(struct bb_bytes *cursor, uint32_t *ret_value)
{
    struct bb_bytes rest = *cursor;
    uint32_t value = 0;
    unsigned byte;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        if (!packet_take_u8(&rest, &byte))
            return false;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        *cursor = rest;
        *ret_value = value;
        return true;
    }
    return false;
}

static bool take_string(struct bb_bytes *cursor, struct bb_bytes *ret_string)
{
    unsigned len;
    return packet_take_u16(cursor, &len) && bb_bytes_take(cursor, len, ret_string);
}

static bool take_properties(struct bb_bytes *cursor, struct bb_bytes *ret_properties)
{
    uint32_t len;
    return take_variable(cursor, &len) && bb_bytes_take(cursor, len, ret_properties);
}

bool packet_take(struct bb_bytes *stream, struct packet *ret_packet)
{
    struct bb_bytes rest = *stream;
    struct packet packet;
    unsigned head;
    uint32_t len;
    if (!packet_take_u8(&rest, &head) || !take_variable(&rest, &len) ||
        !bb_bytes_take(&rest, len, &packet.body))
        return false;
    packet.type = (enum packet_type)(head >> 4);
    packet.flags = head & 0x0f;
    packet.whole = bb_bytes_of(stream->ptr, stream->len - rest.len);
    *stream = rest;
    *ret_packet = packet;
    return true;
}

bool packet_read_publish(const struct packet *packet, int level, struct packet_publish *ret_publish)
{
    struct bb_bytes rest = packet->body;
    struct packet_publish publish = {.qos = packet->flags >> 1 & 3, .retain = packet->flags & 1};
    if (publish.qos == 3 || !take_string(&rest, &publish.topic))
        return false;
    if (publish.qos > 0 && (!packet_take_u16(&rest, &publish.id) || publish.id == 0))
        return false;
    if (level == LEVEL_MQTT_5 && !take_properties(&rest, &publish.properties))
        return false;
    publish.payload = rest;
    *ret_publish = publish;
    return true;
}

static bool has_reason(const struct packet *packet)
{
    return packet->type != PACKET_SUBACK && packet->type != PACKET_UNSUBACK;
}

/* 3.4.2.1: reason and properties may be missing. */
bool packet_read_ack(const struct packet *packet, int level, struct packet_ack *ret_ack)
{
    struct bb_bytes rest = packet->body;
    struct packet_ack ack = {0};
    if (!packet_take_u16(&rest, &ack.id) || ack.id == 0)
        return false;
    bool is_short = has_reason(packet);
    if (level == LEVEL_MQTT_5 && is_short && rest.len > 0)
        packet_take_u8(&rest, &ack.reason);
    if (level == LEVEL_MQTT_5 && (!is_short || rest.len > 0) &&
        !take_properties(&rest, &ack.properties))
        return false;
    ack.rest = rest;
    *ret_ack = ack;
    return true;
}

bool packet_read_connack(const struct packet *packet, int level, struct packet_connack *ret_connack)
{
    struct bb_bytes rest = packet->body;
    struct packet_connack connack = {0};
    if (!packet_take_u8(&rest, &connack.flags) || !packet_take_u8(&rest, &connack.reason))
        return false;
    if (level == LEVEL_MQTT_5)
        take_properties(&rest, &connack.properties);
    *ret_connack = connack;
    return true;
}

/* 2.2.2.2: what follows an identifier, in bytes of a number (1, 2, 4), as a variable number (5), or
 * in strings (7, or two of them: 8); 0 if there is no such property. */
static unsigned kind_of(unsigned identifier)
{
    static const uint8_t kinds[] = {
        [1] = 1,  [2] = 4,  [3] = 7,  [8] = 7,  [9] = 7,  [11] = 5, [17] = 4, [18] = 7, [19] = 2,
        [21] = 7, [22] = 7, [23] = 1, [24] = 4, [25] = 1, [26] = 7, [28] = 7, [31] = 7, [33] = 2,
        [34] = 2, [35] = 2, [36] = 1, [37] = 1, [38] = 8, [39] = 4, [40] = 1, [41] = 1, [42] = 1,
    };
    return identifier < sizeof kinds ? kinds[identifier] : 0;
}

static bool take_number(struct bb_bytes *cursor, unsigned bytes, uint32_t *ret_value)
{
    struct bb_bytes taken;
    uint32_t value = 0;
    if (!bb_bytes_take(cursor, bytes, &taken))
        return false;
    for (unsigned i = 0; i < bytes; i++)
        value = value << 8 | taken.ptr[i];
    *ret_value = value;
    return true;
}

static bool take_value(struct bb_bytes *cursor, unsigned kind, uint32_t *ret_number)
{
    struct bb_bytes string;
    switch (kind) {
    case 1:
    case 2:
    case 4: return take_number(cursor, kind, ret_number);
    case 5: return take_variable(cursor, ret_number);
    case 7: return take_string(cursor, &string);
    case 8: return take_string(cursor, &string) && take_string(cursor, &string);
    default: return false;
    }
}

bool packet_property_number(struct bb_bytes properties, unsigned identifier, uint32_t *ret_value)
{
    uint32_t id, number = 0;
    while (take_variable(&properties, &id) && take_value(&properties, kind_of(id), &number)) {
        if (id != identifier)
            continue;
        *ret_value = number;
        return true;
    }
    return false;
}
