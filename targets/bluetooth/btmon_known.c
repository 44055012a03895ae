#include "btmon_known.h"

#include <brickbat/target.h>

#include <string.h>

#include "src/shared/btsnoop.h"

#include "btmon_feed.h"
#include "btmon_line.h"
#include "btmon_sink.h"

enum {
    BEHIND_BYTES = 96 << 10, /* a list of 255 items is shorter */
    NAME_MAX_BYTES = 239,    /* the monitor's buffer for a device's name */
};

/* --- reading on --- */

struct packet {
    uint16_t index;
    unsigned opcode;
    const uint8_t *data;
    size_t len;
};

static void hand_over(const void *context)
{
    const struct packet *packet = context;
    btmon_feed_unguarded(packet->index, packet->opcode, packet->data, packet->len);
}

static struct btmon_text print_before(const struct packet *packet, int behind, size_t max)
{
    static uint8_t bytes[BTSNOOP_MAX_PACKET_SIZE + BEHIND_BYTES];
    size_t len = packet->len;
    memcpy(bytes, packet->data, len);
    memset(bytes + len, behind, sizeof bytes - len - 1); /* a text ends, if only there */
    return btmon_sink_aside(hand_over, &(struct packet){packet->index, packet->opcode, bytes, len},
                            max);
}

static bool reads_on(const struct packet *packet, size_t max)
{
    struct btmon_text zeros = print_before(packet, 0, max);
    struct btmon_text letters = print_before(packet, 0x41, max);
    if (zeros.hash != letters.hash || zeros.len != letters.len)
        return true;
    return zeros.len > max && reads_on(packet, SIZE_MAX);
}

/* The texts differ soon behind the packet's end, and may go on for long. */
bool btmon_known_reads_on(uint16_t index, unsigned opcode, const uint8_t *data, size_t len)
{
    enum { TEXT_BYTES = 2 << 10, TEXT_PER_BYTE = 64 };
    return reads_on(&(struct packet){index, opcode, data, len}, TEXT_BYTES + TEXT_PER_BYTE * len);
}

/* --- counted elsewhere --- */

#define X(name)                   \
    bool btmon_known_##name(void) \
    {                             \
        BB_KNOWN(name);           \
        return true;              \
    }
BTMON_KNOWN_LIST(X)
#undef X

/* --- others --- */

/* An empty SMP frame, of which the first byte is read. */
static bool is_empty_smp(unsigned opcode, const uint8_t *data, size_t len)
{
    bool is_acl = opcode == BTSNOOP_OPCODE_ACL_TX_PKT || opcode == BTSNOOP_OPCODE_ACL_RX_PKT;
    return is_acl && len == 8 && data[4] == 0 && data[5] == 0 && (data[6] == 6 || data[6] == 7) &&
           data[7] == 0;
}

/* A name of 240 bytes or more, wherever such a field may be, is copied over the end of a buffer. */
static bool has_long_name(const uint8_t *data, size_t len)
{
    for (size_t i = 0; i + NAME_MAX_BYTES < len; i++)
        if (data[i] > NAME_MAX_BYTES && (data[i + 1] == 0x08 || data[i + 1] == 0x09))
            return true;
    return false;
}

/* A vendor's event without parameters, or cut in Intel's prefix: they are read. */
static bool is_empty_vendor(unsigned opcode, const uint8_t *data, size_t len)
{
    return opcode == BTSNOOP_OPCODE_EVENT_PKT && data[0] == 0xff &&
           (len == 2 || (len < 5 && data[2] == 0x87));
}

/* A frame that a program logs: its header is read where it is not there, or not aligned. */
static bool is_short_log(unsigned opcode, const uint8_t *data, size_t len)
{
    enum { HEAD = 2, FRAME_HEAD = 5 };
    if (opcode != BTSNOOP_OPCODE_USER_LOGGING || data[1] == 0 || (data[2] != '<' && data[2] != '>'))
        return false;
    return data[1] % 2 || len - HEAD - data[1] <= FRAME_HEAD;
}

/* Set Event Filter for connections, without the filter, which is read. */
static bool is_cut_filter(unsigned opcode, const uint8_t *data, size_t len)
{
    return opcode == BTSNOOP_OPCODE_COMMAND_PKT && len == 4 && data[0] == 0x05 && data[1] == 0x0c &&
           data[3] == 2;
}

/* LE Set Host Feature: a bit beyond 63 is shifted to. */
static bool is_shift(unsigned opcode, const uint8_t *data, size_t len)
{
    return opcode == BTSNOOP_OPCODE_COMMAND_PKT && len == 5 && data[0] == 0x74 && data[1] == 0x20 &&
           data[3] > 63;
}

/* Items of a length and a head before it that do not end where the whole does: what is left is
 * counted down past 0, and reading goes on until memory ends. Or one is shorter than an identifier
 * that is taken off it, with the same end. */
static bool is_endless(const uint8_t *items, size_t len, size_t head, size_t min)
{
    size_t at = 0;
    while (at < len) {
        if (len - at < head || len - at - head < items[at + head - 1] || items[at + head - 1] < min)
            return true;
        at += head + items[at + head - 1];
    }
    return false;
}

/* Intel's telemetry of which the last item has no length, which is read. */
static bool is_telemetry_cut(unsigned opcode, const uint8_t *data, size_t len)
{
    enum { HEAD = 5, ITEM_HEAD = 2 };
    if (opcode != BTSNOOP_OPCODE_EVENT_PKT || len < HEAD || data[0] != 0xff || data[2] != 0x87 ||
        data[3] != 0x80 || data[4] != 0x03)
        return false;
    size_t at = HEAD;
    while (at < len && len - at >= ITEM_HEAD)
        at += ITEM_HEAD + data[at + 1];
    return at < len;
}

/* Intel's: writing of configuration data, and a version, of which 10 bytes are read in any format.
 */
static bool is_wrong_intel(unsigned opcode, const uint8_t *data, size_t len)
{
    enum { HEAD = 5, VERSION = 10 };
    if (opcode == BTSNOOP_OPCODE_COMMAND_PKT)
        return data[0] == 0x8b && data[1] == 0xfc && is_endless(data + 3, len - 3, 1, 2);
    if (opcode != BTSNOOP_OPCODE_EVENT_PKT || len < HEAD || data[0] != 0x0e || data[3] != 0x05 ||
        data[4] != 0xfc)
        return false;
    return len - HEAD < VERSION ||
           (len - HEAD > VERSION && is_endless(data + HEAD + 1, len - HEAD - 1, 2, 0));
}

/* An LE advertising report that is longer than its event; from 245 bytes of data on, reading even
 * goes backwards. */
static bool is_report_long(unsigned opcode, const uint8_t *data, size_t len)
{
    enum { EVENT_HEAD = 3, HEAD = 10 };
    if (opcode != BTSNOOP_OPCODE_EVENT_PKT || len < 4 || data[0] != 0x3e || data[2] != 0x02)
        return false;
    for (size_t at = EVENT_HEAD; len - at != 1;) {
        if (len - at < HEAD || len - at - HEAD <= data[at + HEAD - 1])
            return true;
        at += HEAD + data[at + HEAD - 1];
    }
    return false;
}

/* So it is with an extended one, which only reads on. To print what is behind it for each of a
 * count of 255 takes longer than to look. */
static bool is_extended_report_long(unsigned opcode, const uint8_t *data, size_t len)
{
    enum { EVENT_HEAD = 4, HEAD = 24 };
    if (opcode != BTSNOOP_OPCODE_EVENT_PKT || len < EVENT_HEAD || data[0] != 0x3e ||
        data[2] != 0x0d)
        return false;
    size_t at = EVENT_HEAD;
    for (unsigned n = data[3]; n; n--) {
        if (len - at < HEAD || len - at - HEAD < data[at + HEAD - 1])
            return true;
        at += HEAD + data[at + HEAD - 1];
    }
    return false;
}

/* A PIN code of more than its 16 bytes, of which those behind a zero are read and not shown; or of
 * none, whose text has no end. */
static bool is_wrong_pin(unsigned opcode, const uint8_t *data, size_t len)
{
    return opcode == BTSNOOP_OPCODE_COMMAND_PKT && len == 26 && data[0] == 0x0d &&
           data[1] == 0x04 && (data[9] == 0 || data[9] > 16);
}

/* Apple's manufacturer data with an identifier that does not end in the packet: if it is longer
 * than what is shown of one, the text does not tell that more was read. */
static bool has_apple_text(const uint8_t *data, size_t len)
{
    enum { HEAD = 4, SHOWN_BYTES = 98 };
    for (size_t i = 0; i + HEAD + SHOWN_BYTES <= len; i++)
        if (data[i] == 0xff && data[i + 3] == 0x01 &&
            ((data[i + 1] == 0x4c && data[i + 2] == 0) ||
             (data[i + 1] == 0 && data[i + 2] == 0x4c)) &&
            !memchr(data + i + HEAD, 0, len - i - HEAD))
            return true;
    return false;
}

/* Apple's manufacturer data without any, the last of a packet: the first byte is read. */
static bool ends_with_apple(const uint8_t *data, size_t len)
{
    return len > 6 && data[len - 4] == 3 && data[len - 3] == 0xff &&
           ((data[len - 2] == 0x4c && data[len - 1] == 0) ||
            (data[len - 2] == 0 && data[len - 1] == 0x4c));
}

bool btmon_known(uint16_t index, unsigned opcode, const uint8_t *data, size_t len)
{
    if (is_empty_vendor(opcode, data, len)) {
        BB_KNOWN(empty_vendor);
        return true;
    }
    if (is_empty_smp(opcode, data, len))
        return btmon_known_empty_frame();
    if (is_shift(opcode, data, len))
        return btmon_known_shift();
    if (is_wrong_intel(opcode, data, len) || is_telemetry_cut(opcode, data, len)) {
        BB_KNOWN(intel_items);
        return true;
    }
    if (is_report_long(opcode, data, len)) {
        BB_KNOWN(long_report);
        return true;
    }
    if (is_short_log(opcode, data, len)) {
        BB_KNOWN(short_log);
        return true;
    }
    if (btmon_line_is_long(opcode, data, len)) {
        BB_KNOWN(long_line);
        return true;
    }
    if (is_cut_filter(opcode, data, len)) {
        BB_KNOWN(cut_filter);
        return true;
    }
    if (is_wrong_pin(opcode, data, len)) {
        BB_KNOWN(wrong_pin);
        return true;
    }
    if (ends_with_apple(data, len) || has_apple_text(data, len)) {
        BB_KNOWN(apple_end);
        return true;
    }
    if (len > NAME_MAX_BYTES && has_long_name(data, len)) {
        BB_KNOWN(long_name);
        return true;
    }
    if (is_extended_report_long(opcode, data, len) ||
        (btmon_known_is_listed(opcode, data, len) &&
         btmon_known_reads_on(index, opcode, data, len))) {
        BB_KNOWN(reads_on);
        return true;
    }
    return false;
}
