/*
 * The commands, events and management calls whose functions in monitor/packet.c, intel.c,
 * broadcom.c and msft.c read counts, lists, lengths and texts without looking at the size of what
 * came, or look for another size than they read.
 */
#include "btmon_known.h"

#include "src/shared/btsnoop.h"

#include "host_packet.h"

enum { VENDOR_GROUP = 0x3f, COMMAND_COMPLETE = 0x0e, LE_META = 0x3e, VENDOR_EVENT = 0xff };

static const uint16_t commands[] = {
    0x0c3a, /* write current IAC LAP */
    0x0c52, /* write extended inquiry response */
    0x0c83, /* configure data path */
    0x2008, /* LE set advertising data */
    0x2009, /* LE set scan response data */
    0x2037, /* LE set extended advertising data */
    0x2038, /* LE set extended scan response data */
    0x2039, /* LE set extended advertising enable */
    0x203f, /* LE set periodic advertising data */
    0x2041, /* LE set extended scan parameters */
    0x2043, /* LE extended create connection */
    0x205b, /* LE periodic advertising set info transfer */
    0x2068, /* LE create BIG */
    0x2069, /* LE create BIG test */
    0x206e, /* LE set up ISO data path */
};

static const uint16_t returns[] = {
    0x0c39, /* read current IAC LAP */
    0x0c51, /* read extended inquiry response */
    0x100b, /* read local supported codecs */
    0x100d, /* the same, version 2 */
    0x100e, /* read local supported codec capabilities */
    0x140c, /* get MWS transport layer configuration */
};

static const uint16_t events[] = {
    0x02, /* inquiry result */
    0x13, /* number of completed packets */
    0x15, /* return link keys */
    0x22, /* inquiry result with RSSI */
    0x2f, /* extended inquiry result */
    0x48, /* number of completed data blocks */
    0x51, /* peripheral broadcast receive */
};

static const uint16_t le_events[] = {
    0x02, /* advertising report */
    0x0b, /* direct advertising report */
    0x0d, /* extended advertising report */
    0x0f, /* periodic advertising report */
    0x1b, /* BIG complete */
    0x1c, /* BIG terminate */
    0x1d, /* BIG sync established */
};

static const uint16_t managements[] = {
    0x04, /* read controller information */
    0x0f, /* set local name */
    0x3a, /* start service discovery */
    0x3b, /* read local out of band extended data */
    0x3e, /* add advertising */
    0x42, /* read extended controller information */
    0x55, /* add extended advertising data */
};

static const uint16_t management_events[] = {
    0x08, /* local name changed */
    0x0b, /* device connected */
    0x12, /* device found */
    0x22, /* local out of band extended data updated */
    0x25, /* extended controller information changed */
};

static bool is_in(const uint16_t *codes, size_t n, unsigned code)
{
    for (size_t i = 0; i < n; i++)
        if (codes[i] == code)
            return true;
    return false;
}
#define IS_IN(codes, code) is_in(codes, sizeof codes / sizeof *codes, code)

static bool is_event_listed(const uint8_t *data, size_t len)
{
    switch (data[0]) {
    case VENDOR_EVENT: return true;
    case LE_META: return len > 2 && IS_IN(le_events, data[2]);
    case COMMAND_COMPLETE:
        return len >= 5 && (host_packet_u16(data + 3) >> 10 == VENDOR_GROUP ||
                            IS_IN(returns, host_packet_u16(data + 3)));
    default: return IS_IN(events, data[0]);
    }
}

bool btmon_known_is_listed(unsigned opcode, const uint8_t *data, size_t len)
{
    switch (opcode) {
    case BTSNOOP_OPCODE_COMMAND_PKT:
        return host_packet_u16(data) >> 10 == VENDOR_GROUP ||
               IS_IN(commands, host_packet_u16(data));
    case BTSNOOP_OPCODE_EVENT_PKT: return is_event_listed(data, len);
    case BTSNOOP_OPCODE_CTRL_COMMAND:
        return len >= 6 && IS_IN(managements, host_packet_u16(data + 4));
    case BTSNOOP_OPCODE_CTRL_EVENT:
        return len >= 6 && ((host_packet_u16(data + 4) == 1 && len >= 8 &&
                             IS_IN(managements, host_packet_u16(data + 6))) ||
                            IS_IN(management_events, host_packet_u16(data + 4)));
    default: return false;
    }
}
