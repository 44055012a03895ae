#include "btmon_feed.h"

#include <brickbat/target.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "monitor/packet.h"
#include "src/shared/btsnoop.h"

#include "btmon_known.h"
#include "host_packet.h"
#include "shim/clock.h"

enum {
    RECORD = 0xff, /* in the place of H4's packet type */
    RECORD_HEAD_BYTES = 5,
    STATE_DROPPED = 0x40, /* and the record's kind */
};

static bool ends_with_zero(const uint8_t *bytes, size_t len)
{
    return len > 0 && bytes[len - 1] == 0;
}

/* The name of an adapter, and of a program, ends within its field. */
static bool is_logging_right(const uint8_t *body, size_t len)
{
    if (len < 2 || len - 2 <= body[1] || !ends_with_zero(body, len))
        return false;
    return body[1] == 0 || ends_with_zero(body + 2, body[1]);
}

static bool is_open_right(const uint8_t *body, size_t len)
{
    return len < 14 || len - 14 < body[13] || body[13] == 0 || ends_with_zero(body + 14, body[13]);
}

/* Has the kernel written this record? What programs and devices put into it may be anything. */
static bool is_framed(unsigned opcode, const uint8_t *body, size_t len)
{
    switch (opcode) {
    case BTSNOOP_OPCODE_NEW_INDEX: return len == 16 && memchr(body + 8, 0, 8);
    case BTSNOOP_OPCODE_INDEX_INFO: return len == 8;
    case BTSNOOP_OPCODE_SYSTEM_NOTE: return ends_with_zero(body, len);
    case BTSNOOP_OPCODE_USER_LOGGING: return is_logging_right(body, len);
    case BTSNOOP_OPCODE_CTRL_OPEN: return is_open_right(body, len);
    case BTSNOOP_OPCODE_COMMAND_PKT:
    case BTSNOOP_OPCODE_EVENT_PKT:
    case BTSNOOP_OPCODE_ACL_TX_PKT:
    case BTSNOOP_OPCODE_ACL_RX_PKT:
    case BTSNOOP_OPCODE_SCO_TX_PKT:
    case BTSNOOP_OPCODE_SCO_RX_PKT:
    case BTSNOOP_OPCODE_ISO_TX_PKT:
    case BTSNOOP_OPCODE_ISO_RX_PKT: return false; /* come as H4 packets */
    default: return true;
    }
}

void btmon_feed_one(uint16_t index, unsigned opcode, const uint8_t *data, size_t len)
{
    if (btmon_known(index, opcode, data, len))
        return;
    uint8_t *copy = malloc(len ? len : 1);
    if (!copy)
        abort();
    memcpy(copy, data, len);
    btmon_feed_unguarded(index, opcode, copy, len);
    free(copy);
}

void btmon_feed_unguarded(uint16_t index, unsigned opcode, const uint8_t *data, size_t len)
{
    struct timeval at = {BB_SHIM_CLOCK_START_S, 0};
    packet_monitor(&at, NULL, index, (uint16_t)opcode, data, (uint16_t)len);
}

static void feed_record(const uint8_t *record, size_t len)
{
    unsigned opcode = record[1];
    const uint8_t *body = record + RECORD_HEAD_BYTES;
    bool is_right = is_framed(opcode, body, len - RECORD_HEAD_BYTES);
    bb_state((is_right ? 0 : STATE_DROPPED) | (opcode & 0x1f));
    if (is_right)
        btmon_feed_one(record[2], opcode, body, len - RECORD_HEAD_BYTES);
}

static void feed_acl(uint16_t index, const uint8_t *packet, size_t len)
{
    uint8_t data[BTSNOOP_MAX_PACKET_SIZE];
    bool is_sent = (packet[2] & 0xc0) == 0x40;
    memcpy(data, packet + 1, len - 1);
    if (is_sent)
        data[1] &= 0x3f;
    btmon_feed_one(index, is_sent ? BTSNOOP_OPCODE_ACL_TX_PKT : BTSNOOP_OPCODE_ACL_RX_PKT, data,
                   len - 1);
}

static void feed_packet(uint16_t index, const uint8_t *packet, size_t len)
{
    static const uint8_t opcodes[] = {
        [HOST_PACKET_COMMAND] = BTSNOOP_OPCODE_COMMAND_PKT,
        [HOST_PACKET_SCO] = BTSNOOP_OPCODE_SCO_RX_PKT,
        [HOST_PACKET_EVENT] = BTSNOOP_OPCODE_EVENT_PKT,
        [HOST_PACKET_ISO] = BTSNOOP_OPCODE_ISO_RX_PKT,
    };
    if (len - 1 > BTSNOOP_MAX_PACKET_SIZE)
        bb_state(STATE_DROPPED | 0x20); /* the monitor's buffer takes no more */
    else if (packet[0] == HOST_PACKET_ACL)
        feed_acl(index, packet, len);
    else
        btmon_feed_one(index, opcodes[packet[0]], packet + 1, len - 1);
}

/* The length of the record that the bytes begin with; 0 if it is not whole. */
static size_t record_len(const uint8_t *bytes, size_t size)
{
    if (size < RECORD_HEAD_BYTES)
        return 0;
    size_t len = RECORD_HEAD_BYTES + host_packet_u16(bytes + 3);
    return len <= size && len - RECORD_HEAD_BYTES <= BTSNOOP_MAX_PACKET_SIZE ? len : 0;
}

void btmon_feed(const uint8_t *data, size_t size)
{
    uint16_t index = 0;
    for (size_t at = 0, len; at < size; at += len) {
        bool is_record = data[at] == RECORD;
        len = is_record ? record_len(data + at, size - at) : host_packet_len(data + at, size - at);
        if (len == 0)
            break; /* the rest is not whole */
        if (is_record) {
            index = data[at + 2];
            feed_record(data + at, len);
        } else {
            feed_packet(index, data + at, len);
        }
    }
}
