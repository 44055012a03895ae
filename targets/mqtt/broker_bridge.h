/*
 * The bridge of the broker under test: it is a client of another broker, which the script plays as
 * slot BRIDGE_SLOT. Topics are bridged in, out and both ways, with prefixes that are exchanged and
 * without. Targets that do not call broker_bridge_configure have none.
 */
#ifndef BROKER_BRIDGE_H
#define BROKER_BRIDGE_H

#include <stdbool.h>

enum { BRIDGE_SLOT = 7 };

/* Once per process, behind broker_run_warm_up(). */
void broker_bridge_configure(void);

/* As the broker starts and ends its bridges. The database must be open. */
void broker_bridge_start(void);
void broker_bridge_end(void);

/* There is a bridge, and this slot is the broker that it connects to. */
bool broker_bridge_is(unsigned slot);

/* The descriptor of its connection, -1 if there is none now. */
int broker_bridge_fd(void);

#endif
