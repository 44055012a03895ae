/*
 * Stream sockets between processes of ours.
 */
#ifndef BB_BASE_SOCKET_H
#define BB_BASE_SOCKET_H

#include "base/bytes.h"

/* Sends all of the bytes, however long that takes. False when the peer is gone, which raises no
 * signal. */
bool bb_socket_send(int fd, struct bb_bytes bytes);

#endif
