/*
 * The device whose services are asked for: bluetoothd's own records, a table of serial services,
 * and one record with every kind of data element.
 */
#ifndef SDP_SITE_H
#define SDP_SITE_H

#include <stdint.h>

enum {
    SDP_SITE_SERVICES = 16, /* of the table: more handles than a small response holds */
    SDP_SITE_DESCRIPTOR_BYTES = 300,
    SDP_SITE_HEAP_MAX_BYTES = 16 << 20,
};

/* Once, before the first run: makes the records. They stay as they are: none of what a remote
 * client may ask changes one. */
void sdp_site_start(void);

/* A run begins: clock and random numbers at their beginning, memory counted. */
void sdp_site_begin(void);

#endif
