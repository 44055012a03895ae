/*
 * The network of the client under test: one address for every name, a pair of sockets that wakes
 * the library, and a connection that the broker reads a window of in each turn. The calls that the
 * socket shim does not have are answered here (RENAME in CMakeLists.txt).
 */
#ifndef CLIENT_NETWORK_H
#define CLIENT_NETWORK_H

#include "client_peer.h"

enum { NETWORK_ALL_BYTES = 1 << 20 };

/* Once per process: has the shim allocate what it will need. */
void client_network_warm_up(void);

/* Resets the socket shim; what the client sends goes to the peer. */
void client_network_begin(struct client_peer *peer);

#endif
