#include "host_packet.h"

unsigned host_packet_u16(const uint8_t *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

size_t host_packet_len(const uint8_t *bytes, size_t size)
{
    size_t head, len;
    switch (size ? bytes[0] : 0) {
    case HOST_PACKET_COMMAND:
    case HOST_PACKET_SCO: head = 4; break;
    case HOST_PACKET_ACL:
    case HOST_PACKET_ISO: head = 5; break;
    case HOST_PACKET_EVENT: head = 3; break;
    default: return 0;
    }
    if (size < head)
        return 0;
    len = head == 5 ? host_packet_u16(bytes + 3) : bytes[head - 1];
    if (bytes[0] == HOST_PACKET_ISO)
        len &= 0x3fff;
    return head + len <= size ? head + len : 0;
}
