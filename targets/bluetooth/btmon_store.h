/*
 * What the monitor remembers from packet to packet: btmon_packet.c, btmon_l2cap.c, btmon_sdp.c
 * and btmon_att.c are its files of these names, with a way to see and end what they hold.
 */
#ifndef BTMON_STORE_H
#define BTMON_STORE_H

#include <stddef.h>
#include <stdint.h>

/* The handles of links that are known now, of any adapter; at most max. Returns how many. */
size_t btmon_store_links(uint16_t *ret_handles, size_t max);

/* Ends what the monitor keeps until it is ended itself: data of a link that has no handle (0 stands
 * for none), frames not yet complete, SDP answers to be continued. */
void btmon_store_forget(void);
void btmon_store_forget_fragments(void);
void btmon_store_forget_answers(void);

/* Once: fills in functions that are missing (btmon_att.c). */
void btmon_store_prepare(void);

#endif
