#include "capture/link.h"

#include <pcap/pcap.h>

enum {
    TYPE_IPV4 = 0x0800,
    TYPE_IPV6 = 0x86dd,
    TYPE_VLAN = 0x8100,
    TYPE_VLAN_PROVIDER = 0x88a8,
    TYPE_VLAN_OLD = 0x9100,
};

/* A link type, the bytes in front of what it carries, and how to tell what that is. */
struct link {
    int link;
    void (*open)(struct bb_bytes frame, struct bb_frame_content *content);
};

static uint16_t load16(const uint8_t *ptr)
{
    return (uint16_t)(ptr[0] << 8 | ptr[1]);
}

static bool skip(struct bb_frame_content *content, size_t n)
{
    struct bb_bytes header;
    if (bb_bytes_take(&content->bytes, n, &header))
        return true;
    content->carried = BB_CARRIES_BROKEN;
    return false;
}

/* What stands behind an EtherType: VLAN tags, then an IP packet or something else. */
static void open_ether_type(unsigned type, struct bb_frame_content *content)
{
    while (type == TYPE_VLAN || type == TYPE_VLAN_PROVIDER || type == TYPE_VLAN_OLD) {
        const uint8_t *tag = content->bytes.ptr;
        if (!skip(content, 4))
            return;
        type = load16(tag + 2);
    }
    content->carried = type == TYPE_IPV4 || type == TYPE_IPV6 ? BB_CARRIES_IP : BB_CARRIES_OTHER;
}

static void open_ethernet(struct bb_bytes frame, struct bb_frame_content *content)
{
    if (skip(content, 14))
        open_ether_type(load16(frame.ptr + 12), content);
}

/* LINKTYPE_LINUX_SLL: packet type, ARPHRD, address of 8 bytes, protocol. */
static void open_cooked(struct bb_bytes frame, struct bb_frame_content *content)
{
    if (skip(content, 16))
        open_ether_type(load16(frame.ptr + 14), content);
}

/* LINKTYPE_LINUX_SLL2: the protocol comes first. */
static void open_cooked2(struct bb_bytes frame, struct bb_frame_content *content)
{
    if (skip(content, 20))
        open_ether_type(load16(frame.ptr), content);
}

/* The version nibble says which IP it is; whatever is neither is not IP. */
static void open_ip(struct bb_bytes frame, struct bb_frame_content *content)
{
    if (frame.len == 0)
        content->carried = BB_CARRIES_BROKEN;
    else if (frame.ptr[0] >> 4 == 4 || frame.ptr[0] >> 4 == 6)
        content->carried = BB_CARRIES_IP;
}

/* LINKTYPE_NULL and _LOOP: an address family in 4 bytes, of which every system has its own. */
static void open_loopback(struct bb_bytes frame, struct bb_frame_content *content)
{
    (void)frame;
    if (skip(content, 4))
        open_ip(content->bytes, content);
}

/* Commands come from the host, events from the controller. */
static enum bb_side side_of_type(uint8_t type)
{
    return type == 1 ? BB_SIDE_CLIENT : type == 4 ? BB_SIDE_SERVER : BB_SIDE_UNKNOWN;
}

static void open_h4(struct bb_bytes frame, struct bb_frame_content *content)
{
    content->carried = frame.len ? BB_CARRIES_HCI : BB_CARRIES_BROKEN;
    if (frame.len)
        content->side = side_of_type(frame.ptr[0]);
}

/* LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR: 0 sent or 1 received by the host, in 4 bytes. */
static void open_h4_directed(struct bb_bytes frame, struct bb_frame_content *content)
{
    if (!skip(content, 4))
        return;
    content->carried = content->bytes.len ? BB_CARRIES_HCI : BB_CARRIES_BROKEN;
    content->side = frame.ptr[3] & 1 ? BB_SIDE_SERVER : BB_SIDE_CLIENT;
}

/* LINKTYPE_BLUETOOTH_LINUX_MONITOR: adapter, opcode; the opcode stands for the packet type. */
static void open_monitor(struct bb_bytes frame, struct bb_frame_content *content)
{
    static const struct {
        uint8_t type;
        enum bb_side side;
    } opcodes[] = {
        [2] = {1, BB_SIDE_CLIENT},  [3] = {4, BB_SIDE_SERVER},  [4] = {2, BB_SIDE_CLIENT},
        [5] = {2, BB_SIDE_SERVER},  [6] = {3, BB_SIDE_CLIENT},  [7] = {3, BB_SIDE_SERVER},
        [18] = {5, BB_SIDE_CLIENT}, [19] = {5, BB_SIDE_SERVER},
    };
    if (!skip(content, 4))
        return;
    unsigned opcode = load16(frame.ptr + 2);
    if (opcode >= sizeof opcodes / sizeof *opcodes || opcodes[opcode].type == 0)
        return;
    content->carried = BB_CARRIES_HCI;
    content->hci_type = opcodes[opcode].type;
    content->side = opcodes[opcode].side;
}

static void open_radio(struct bb_bytes frame, struct bb_frame_content *content)
{
    content->carried = frame.len ? BB_CARRIES_RADIO : BB_CARRIES_BROKEN;
}

/* LINKTYPE_IEEE802_15_4_TAP: version, reserved, length of all of the header, little-endian. */
static void open_radio_tap(struct bb_bytes frame, struct bb_frame_content *content)
{
    size_t header = frame.len >= 4 ? (size_t)frame.ptr[2] | (size_t)frame.ptr[3] << 8 : 0;
    if (header < 4)
        content->carried = BB_CARRIES_BROKEN;
    else if (skip(content, header))
        open_radio(content->bytes, content);
}

static const struct link links[] = {
    {DLT_EN10MB, open_ethernet},
    {DLT_LINUX_SLL, open_cooked},
    {DLT_LINUX_SLL2, open_cooked2},
    {DLT_RAW, open_ip},
    {DLT_IPV4, open_ip},
    {DLT_IPV6, open_ip},
    {DLT_NULL, open_loopback},
    {DLT_LOOP, open_loopback},
    {DLT_BLUETOOTH_HCI_H4, open_h4},
    {DLT_BLUETOOTH_HCI_H4_WITH_PHDR, open_h4_directed},
    {DLT_BLUETOOTH_LINUX_MONITOR, open_monitor},
    {DLT_IEEE802_15_4_WITHFCS, open_radio},
    {DLT_IEEE802_15_4_NOFCS, open_radio},
    {DLT_IEEE802_15_4_TAP, open_radio_tap},
};

static const struct link *find(int link)
{
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (links[i].link == link)
            return &links[i];
    return NULL;
}

enum bb_status bb_link_check(int link, struct bb_err *err)
{
    const char *name = pcap_datalink_val_to_name(link);
    if (find(link))
        return BB_OK;
    return BB_FAIL(err, BB_UNSUPPORTED,
                   "its link type %d (%s) is not known here, only Ethernet, Linux cooked, raw IP, "
                   "loopback, Bluetooth HCI H4 and monitor, and IEEE 802.15.4; capture on another "
                   "interface, or on 'any'",
                   link, name ? name : "no name");
}

struct bb_frame_content bb_link_open(const struct bb_captured *captured)
{
    struct bb_frame_content content = {.carried = BB_CARRIES_OTHER, .bytes = captured->bytes};
    const struct link *link = find(captured->link);
    if (link)
        link->open(captured->bytes, &content);
    return content;
}
