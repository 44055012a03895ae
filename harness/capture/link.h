/*
 * Link layers: what a captured frame carries.
 *
 * Sources: the link types' pages at tcpdump.org (LINKTYPE_...), IEEE 802.3 and 802.1Q, Linux cooked
 * captures v1 and v2, Bluetooth Core 5.3 Vol 4 Part A (UART packet types).
 */
#ifndef BB_CAPTURE_LINK_H
#define BB_CAPTURE_LINK_H

#include "capture/reader.h"

enum bb_carried {
    BB_CARRIES_IP,     /* bytes begin with an IPv4 or IPv6 header */
    BB_CARRIES_HCI,    /* bytes begin with a Bluetooth UART packet type */
    BB_CARRIES_RADIO,  /* an IEEE 802.15.4 frame */
    BB_CARRIES_OTHER,  /* ARP, LLDP, ... */
    BB_CARRIES_BROKEN, /* shorter than its headers */
};

/* From a client, in what has two ends only. */
enum bb_side { BB_SIDE_UNKNOWN, BB_SIDE_CLIENT, BB_SIDE_SERVER };

struct bb_frame_content {
    enum bb_carried carried;
    enum bb_side side;     /* HCI: who sent it; the host counts as client */
    struct bb_bytes bytes; /* borrowed from the frame, or from `packet` */
    uint8_t hci_type;      /* HCI: 1 command, 2 ACL, 3 SCO, 4 event, 5 ISO, when the frame has it
                              not in front of its bytes; else 0 */
};

/* BB_UNSUPPORTED, with words for the user, for a link type that is not known here. */
BB_MUST_USE enum bb_status bb_link_check(int link, struct bb_err *err);

/* What the frame carries. Of a link type that bb_link_check refuses, BB_CARRIES_OTHER. */
struct bb_frame_content bb_link_open(const struct bb_captured *captured);

#endif
