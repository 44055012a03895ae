/*
 * What a controller promises of the data that it hands to its host (Core Specification, Volume 4,
 * Part E, 5.4.2 and 5.4.5): a frame begins with its own header, continues only if it began, and is
 * not longer than it said. BlueZ's emulator relies on it, the kernel that it stands for does not.
 */
#ifndef HOST_LINK_H
#define HOST_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOST_LINK_HANDLES = 1 << 12 };

struct host_links {
    uint16_t left[HOST_LINK_HANDLES]; /* bytes of the frame that are to come */
    bool is_iso[HOST_LINK_HANDLES];
};

/* Forgets all frames. */
void host_links_reset(struct host_links *links);

/* May the controller send this whole packet? Keeps count of what it began. */
bool host_links_allow(struct host_links *links, const uint8_t *packet, size_t len);

#endif
