#include "host_link.h"

#include <string.h>

#include "host_packet.h"

enum { FRAME_HEAD_BYTES = 4 }; /* of L2CAP, and of an isochronous frame without a time stamp */

enum boundary { FIRST_NOT_FLUSHED = 0, CONTINUES = 1, FIRST = 2, LAST_OR_WHOLE = 3 };

void host_links_reset(struct host_links *links)
{
    memset(links, 0, sizeof *links);
}

/* The length of the frame that the data begins with; 0 if its header is not there, or it is longer
 * than a host can count. */
static size_t frame_len(const uint8_t *data, size_t len, bool is_iso)
{
    if (len < FRAME_HEAD_BYTES)
        return 0;
    size_t payload = host_packet_u16(data + (is_iso ? 2 : 0));
    return payload <= UINT16_MAX - FRAME_HEAD_BYTES ? payload + FRAME_HEAD_BYTES : 0;
}

static bool allow_first(uint16_t *left, size_t frame, size_t len)
{
    *left = 0;
    if (frame < len)
        return false;
    *left = (uint16_t)(frame - len);
    return true;
}

static bool allow_next(uint16_t *left, size_t len)
{
    if (len == 0 || len > *left)
        return false;
    *left = (uint16_t)(*left - len);
    return true;
}

static bool allow_data(struct host_links *links, const uint8_t *packet, size_t len, bool is_iso)
{
    unsigned head = host_packet_u16(packet + 1), handle = head & (HOST_LINK_HANDLES - 1);
    enum boundary boundary = head >> 12 & 3;
    uint16_t *left = &links->left[handle];
    size_t frame = frame_len(packet + HOST_PACKET_DATA, len, is_iso);
    if (!is_iso && head >> 14)
        return true; /* broadcast: the emulator takes none */
    bool continues = boundary == CONTINUES || (is_iso && boundary == LAST_OR_WHOLE);
    if (continues) {
        bool is_allowed = links->is_iso[handle] == is_iso && allow_next(left, len);
        if (is_allowed && boundary == LAST_OR_WHOLE)
            *left = 0; /* the frame has ended, whole or not */
        return is_allowed;
    }
    if (boundary == LAST_OR_WHOLE) /* a whole frame does not end another one */
        return frame && frame == len;
    links->is_iso[handle] = is_iso;
    return frame && allow_first(left, frame, len);
}

/* An event can end a link, and its handle be another one's. */
bool host_links_allow(struct host_links *links, const uint8_t *packet, size_t len)
{
    switch (packet[0]) {
    case HOST_PACKET_ACL: return allow_data(links, packet, len - HOST_PACKET_DATA, false);
    case HOST_PACKET_ISO: return allow_data(links, packet, len - HOST_PACKET_DATA, true);
    case HOST_PACKET_EVENT:
        if (packet[1] == 0x03 || packet[1] == 0x05 || packet[1] == 0x3e) /* links come and go */
            host_links_reset(links);
        return true;
    default: return true;
    }
}
