/*
 * Sockets without a kernel: fake descriptors that a parser reads and writes through its ordinary
 * calls, while the target pushes what the network would have delivered.
 *
 * How a parser gets here: its objects are linked into one and the names of the calls in socket.syms
 * are changed there (recv becomes bb_shim_recv, and so on; SHIMS socket in brickbat_add_library).
 * Nothing else in the process is touched, so the engine keeps the real calls.
 *
 * What is answered
 * - Descriptors are BB_SHIM_FD_FIRST and up: valid in an fd_set, and never the kernel's. Reading,
 *   writing, closing, fcntl and ioctl of any other one go to the kernel, so files stay files; the
 *   calls that only sockets have say EBADF.
 * - Nothing ever blocks. Where a real call would wait, the wait hook (bb_shim_socket_on_wait)
 *   may push more; if nothing came, recv says EAGAIN, and select and poll time out: the virtual
 *   clock (shim/clock.h) advances by their timeout and they return 0. A wait without a timeout
 *   that nothing can end fails with EDEADLK.
 * - End of stream (bb_shim_socket_push_eof) reads as 0 after all that was pushed. A read error
 *   (bb_shim_socket_push_error) comes after all that was pushed, too.
 * - Sending takes everything, or on a stream what bb_shim_socket_set_room left room for: then a
 *   send is partial, and EAGAIN when there is no room at all. Every byte taken is read, so that
 *   AddressSanitizer sees a range that is not the parser's to send, and goes to the send hook if
 *   there is one.
 * - Closing a descriptor frees its number; the lowest free one is given out next, as the kernel
 *   does. Using a closed one is EBADF.
 * - Not there: urgent data, signals, descriptor passing, SIGPIPE (EPIPE is returned).
 *
 * One process-wide table, since the calls that are replaced have no context argument. Single
 * thread. The target calls bb_shim_socket_reset before (or after) each input.
 */
#ifndef BB_SHIM_SOCKET_H
#define BB_SHIM_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/bytes.h"

enum {
    BB_SHIM_FD_FIRST = 900,
    BB_SHIM_FD_COUNT = 64,             /* the last one is below FD_SETSIZE */
    BB_SHIM_QUEUE_MAX_BYTES = 4 << 20, /* per descriptor; a datagram takes 144 bytes more */
    BB_SHIM_LOCAL_PORT = 7000,
    BB_SHIM_PEER_PORT = 40000, /* and up, one for each descriptor */
};

/* Closes every fake descriptor, drops all queues, counters and hooks. Keeps the memory. */
void bb_shim_socket_reset(void);

/* Opens a connected descriptor: SOCK_STREAM or SOCK_DGRAM, AF_INET or AF_INET6, both ends on the
 * loopback address. Returns -1 with errno as socket() does: EMFILE when all are in use. */
int bb_shim_socket_open(int family, int type);

/* Opens a stream descriptor and queues it on `listener`, to be accepted by the parser's accept().
 * Returns it, so that the target can push to it before or after; -1 with errno on failure (EBADF,
 * EINVAL if listen() was not called, EMFILE). */
int bb_shim_socket_offer(int listener);

/* Whether nobody listens where the parser's streams connect to: connect() fails with ECONNREFUSED.
 * After a reset there is always somebody. */
void bb_shim_socket_refuse(bool is_refused);

/* Queues bytes for the parser to receive: appended on a stream, one datagram otherwise (an empty
 * one is a datagram too). The bytes are copied. False when the descriptor is not an open fake one,
 * when EOF was pushed before, or when the queue is full. */
bool bb_shim_socket_push(int fd, struct bb_bytes bytes);

/* The same for a datagram from another sender than the default peer. */
bool bb_shim_socket_push_from(int fd, struct bb_bytes bytes, const struct sockaddr *from,
                              socklen_t from_len);

/* The peer closed, or the line broke with this errno (ECONNRESET, ...), after what is queued. */
void bb_shim_socket_push_eof(int fd);
void bb_shim_socket_push_error(int fd, int error);

/* Bytes that were pushed and not yet received; 0 for a descriptor that is not open. */
size_t bb_shim_socket_pending(int fd);

/* Drops what is queued, as tcflush does. */
void bb_shim_socket_discard(int fd);

/* True while the parser has not closed it. */
bool bb_shim_socket_is_open(int fd);

/* Descriptors that are open, listening ones too. */
size_t bb_shim_socket_open_count(void);

/* The peer of this stream takes so many bytes more, until the next call: a slow reader. */
void bb_shim_socket_set_room(int fd, size_t bytes);

/* Bytes sent by the parser over all descriptors since the last reset. */
size_t bb_shim_socket_sent_bytes(void);

/* What getsockname and getpeername say, and where datagrams of bb_shim_socket_push come from.
 * bind() and connect() by the parser set them as well. */
void bb_shim_socket_set_local(int fd, const struct sockaddr *address, socklen_t len);
void bb_shim_socket_set_peer(int fd, const struct sockaddr *address, socklen_t len);

/* Called for every send with the bytes, borrowed for the call. `to` is NULL on a stream. */
typedef void (*bb_shim_send_fn)(void *context, int fd, struct bb_bytes bytes,
                                const struct sockaddr *to);
void bb_shim_socket_on_send(bb_shim_send_fn hook, void *context);

/* Called where a real call would wait for `fd`: a blocking read, or select and poll with time to
 * wait. It may push and then returns true; false means that nothing will come. Not called for
 * non-blocking reads: what has not arrived yet is not there. */
typedef bool (*bb_shim_wait_fn)(void *context, int fd);
void bb_shim_socket_on_wait(bb_shim_wait_fn hook, void *context);

#endif
