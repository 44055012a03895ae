/*
 * IP fragments put together again: RFC 791 section 3.2, RFC 8200 section 4.5.
 *
 * At most a fixed number of packets are under way; a new one pushes out that which has waited
 * longest, so memory is bounded whatever the capture holds. Fragments that contradict each other
 * (RFC 5722) spoil their packet.
 */
#ifndef BB_CAPTURE_FRAGMENTS_H
#define BB_CAPTURE_FRAGMENTS_H

#include "capture/packet.h"

struct bb_fragments;

/* NULL: no memory. */
struct bb_fragments *bb_fragments_new(void);
void bb_fragments_free(struct bb_fragments *fragments);

/* Takes a fragment. True when it was the last one that its packet wanted: the packet's payload and
 * protocol are then in *packet, valid until the next call. */
bool bb_fragments_add(struct bb_fragments *fragments, struct bb_ip_packet *packet);

/* How many fragments were given up so far because others of their packet were missing, cut short
 * or contradictory. With `all`, those that still wait are given up, too. */
uint64_t bb_fragments_lost(struct bb_fragments *fragments, bool all);

#endif
