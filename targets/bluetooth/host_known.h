/*
 * Known faults of BlueZ's emulated host that are passed over, each counted when it is met.
 */
#ifndef HOST_KNOWN_H
#define HOST_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An SMP PDU that ends before its fields do is read past its end. */
void host_known_short_smp(void);

/* SMP on a connection that has none. */
void host_known_no_smp(void);

/* An RFCOMM frame that ends before its header does is read past its end. */
void host_known_short_rfcomm(void);

/* An RFCOMM response about the parameters of a connection, when there is none: a null pointer. */
void host_known_unasked_parameters(void);

/* An LE event that is shorter than its list of reports or handles, or its only handle: those are
 * read past its end. True if the packet is one; it is counted then. */
bool host_known_cut_event(const uint8_t *packet, size_t len);

/* A peer's channel below 0x40, where the fixed ones are, is taken as the end of a connection. */
void host_known_fixed_channel(void);

/* More than five channels that are to be opened together: an array is written and read past its
 * end. */
void host_known_long_list(void);

/* Has the peer named this channel of the link as its end of a connection? What the host writes
 * there is then of that connection (known_bthost.c). */
bool host_known_is_peers_end(uint16_t handle, uint16_t channel);

#endif
