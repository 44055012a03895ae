#include "host_packet.h"

#include <brickbat/target.h>

#include <stdbool.h>
#include <string.h>

#include "host_known.h"

enum {
    SIGNALS = 1,
    LE_SIGNALS = 5,
    SMP = 6,
    BREDR_SMP = 7,
    FIRST_DYNAMIC = 0x40,
    HANDLE_MASK = 0xfff
};

size_t host_packet_append(uint8_t *packet, size_t len, const void *part, size_t part_len)
{
    BB_ORACLE(host_packet_fits, part_len <= HOST_PACKET_MAX - len,
              "a packet is longer than its length field can say");
    if (part_len)
        memcpy(packet + len, part, part_len);
    return len + part_len;
}

/* One command in each packet on LE links, one behind the other on the others. */
static void check_signals(const uint8_t *bytes, size_t len)
{
    size_t at = 0;
    while (len - at >= 4 && len - at - 4 >= host_packet_u16(bytes + at + 2)) {
        BB_ORACLE(host_signal_identifier, bytes[at + 1] != 0, "a signal has the identifier 0");
        at += 4 + host_packet_u16(bytes + at + 2);
    }
    BB_ORACLE(host_signal_length, at == len && len > 0, "signals do not fill their frame");
}

/* Lengths with the code, by code; 0 is none. */
static void check_smp(const uint8_t *bytes, size_t len)
{
    static const uint8_t lengths[] = {0, 7, 7, 17, 17, 2, 17, 11, 17, 8, 17, 2, 65, 17, 2};
    size_t expected = len && bytes[0] < sizeof lengths ? lengths[bytes[0]] : 0;
    BB_ORACLE(host_smp_pdu, expected && len == expected, "an SMP PDU has a wrong code or length");
    bb_state(0x100u | bytes[0]);
}

static void check_frame(uint16_t handle, const uint8_t *frame, size_t len)
{
    BB_ORACLE(host_frame_length, len >= 4 && host_packet_u16(frame) == len - 4,
              "a frame's length is not that of its payload");
    unsigned channel = host_packet_u16(frame + 2);
    if (channel < FIRST_DYNAMIC && host_known_is_peers_end(handle, (uint16_t)channel))
        host_known_fixed_channel();
    else if (channel == SIGNALS || channel == LE_SIGNALS)
        check_signals(frame + 4, len - 4);
    else if (channel == SMP || channel == BREDR_SMP)
        check_smp(frame + 4, len - 4);
    bb_state(0x80u | (channel < FIRST_DYNAMIC ? channel : FIRST_DYNAMIC));
}

void host_packet_check(const uint8_t *packet, size_t len)
{
    BB_ORACLE(host_packet_length, host_packet_len(packet, len) == len,
              "a packet's length is not what its header says");
    BB_ORACLE(host_packet_kind, packet[0] != HOST_PACKET_EVENT && packet[0] != HOST_PACKET_SCO,
              "a host sends an event or audio");
    if (packet[0] == HOST_PACKET_ACL)
        check_frame(host_packet_u16(packet + 1) & HANDLE_MASK, packet + HOST_PACKET_DATA,
                    len - HOST_PACKET_DATA);
    else if (packet[0] == HOST_PACKET_COMMAND)
        bb_state((packet[1] ^ packet[2] << 3) & 0x7fu);
}
