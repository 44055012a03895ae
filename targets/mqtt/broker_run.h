/*
 * A run of the broker, for the targets that have one: every input gets a broker of its own, from
 * db__open to db__close. What the broker keeps in static variables (lists, times, $SYS counters) is
 * put back from a snapshot.
 */
#ifndef BROKER_RUN_H
#define BROKER_RUN_H

#include "broker_network.h"

/* The first turn of a broker publishes some sixty messages below $SYS, and later ones what changed.
 * To have that behind them, all runs begin where a first turn ended: with what the broker remembers
 * in its static variables, and an empty database. Once per process, behind site_configure(). */
void broker_run_warm_up(void);

/* A broker that has not been opened, on a machine that just started. */
void broker_run_reset(void);

/* Opens the broker and plays the script. */
void broker_run_script(struct network *network, struct bb_bytes script);

/* The clients hang up, and time passes until the last session and the last delayed will are over.
 * So whatever is still there then, the broker would have kept for ever. */
void broker_run_end_sessions(struct network *network);

void broker_run_close(void);

/* All of that: the script, the end of the sessions, and the broker closed. */
void broker_run_whole(struct bb_bytes script);

/* Calls run(script), and asserts that it gave back all memory (oracle_memory). A first run may warm
 * something up (a buffer of the C library); a leak is there in the second one, too. */
void broker_run_weighed(void (*run)(struct bb_bytes script), struct bb_bytes script);

#endif
