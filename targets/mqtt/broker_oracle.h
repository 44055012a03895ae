/*
 * What must hold of the broker, beyond memory safety.
 */
#ifndef BROKER_ORACLE_H
#define BROKER_ORACLE_H

#include <stddef.h>

/* After each turn of the main loop. Also reports the clients' protocol states to the engine.
 * - sockets_match: the broker knows a client for each open connection, and no more
 * - queue_bounded: no client has more packets waiting than max_queued_messages allows
 * - connect_first: nothing but a CONNECT makes the broker allocate for a client that is not
 *   connected yet */
void oracle_after_turn(void);

/* When all clients have hung up and all sessions are over.
 * - clients_gone: the broker has forgotten them all */
void oracle_clients_gone(void);

/* When every retained message is dropped as well, before db__close().
 * - store_empty: no message is left in the store */
void oracle_store_empty(void);

/* Bytes allocated in the process; 0 where no sanitizer counts them. */
size_t oracle_allocated_bytes(void);

/* At the end of an input.
 * - memory_returned: the run gave back all that it allocated. LeakSanitizer, where it is on,
 * reports first, since it knows who allocated. */
void oracle_memory(size_t grown_bytes);

#endif
