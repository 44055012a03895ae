/*
 * Network and timers of a tgl client, in memory: the tables of calls that an application gives to
 * tgl. Connections only exist, what is written to them is told, and what they
 * deliver is what the target hands over. Timers run on the virtual clock (shim/clock.h).
 */
#ifndef TGL_NET_H
#define TGL_NET_H

#include <stdbool.h>

#include <tgl.h>

#include "base/bytes.h"

extern struct tgl_net_methods tgl_net_calls;
extern struct tgl_timer_methods tgl_timer_calls;

/* Closes and forgets everything; a run that was cut short leaves nothing either. */
void tgl_net_reset(void);

/* Who gets each packet that a connection to this data centre was given, without its length. To be
 * told before there is one. */
typedef void (*tgl_net_sent_fn)(struct tgl_dc *dc, struct bb_bytes packet);
void tgl_net_on_sent(tgl_net_sent_fn sent);

/* The connection of this session is made: once, whenever it is a new one. */
void tgl_net_connect(struct tgl_state *state, struct tgl_session *session);

/* It is lost, and made again, as tgl's own network code does it. */
void tgl_net_reconnect(struct tgl_state *state, struct tgl_session *session);

/* The connection of this session delivers one packet, without the transport's length. */
void tgl_net_deliver(struct tgl_state *state, struct tgl_session *session, struct bb_bytes packet);

/* How many connections were closed since the reset. */
unsigned tgl_net_closed(void);

/* Runs the timer that is due next, if it is within so many seconds of the start of the clock. */
bool tgl_net_run_timer(unsigned within_s);

#endif
