/*
 * Network and timers of a tgl client, in memory: the tables of calls that an application gives to
 * tgl. Connections only exist, what is written to them is judged (tgl_sent.h), and what they
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

/* The connection of this session delivers one packet, without the transport's length. */
void tgl_net_deliver(struct tgl_state *state, struct tgl_session *session, struct bb_bytes packet);

/* How many connections were closed since the reset. */
unsigned tgl_net_closed(void);

/* Runs the timer that is due next, if it is within so many seconds of the start of the clock. */
bool tgl_net_run_timer(unsigned within_s);

#endif
