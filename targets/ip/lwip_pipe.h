/*
 * A TCP connection without TCP, for lwIP's applications: they are built on its layer of
 * exchangeable transports (altcp), and this is one that loses nothing, so that no time goes into
 * handshakes. One connection at a time, to the application that listens or from the one that
 * connects.
 *
 * It keeps to what lwIP's TCP promises its applications: what they write without a copy is read
 * again when the peer acknowledges it, what they refuse is delivered again, their send buffer is
 * TCP_SND_BUF bytes.
 */
#ifndef LWIP_PIPE_H
#define LWIP_PIPE_H

#include <stdbool.h>

#include "base/bytes.h"

/* Called for all that the application writes, with the bytes borrowed for the call. */
typedef void (*lwip_pipe_fn)(void *context, struct bb_bytes bytes);

/* Forgets the connection and whom to tell. */
void lwip_pipe_reset(lwip_pipe_fn on_write, void *context);

/* The peer connects; the application that has listened last accepts. False if it does not. */
bool lwip_pipe_accept(void);

/* The peer accepts; false if no application wants to connect. */
bool lwip_pipe_answer(void);

bool lwip_pipe_is_open(void);

/* The peer sends: in one buffer of exactly this size, or in a chain of small ones if the size is
 * odd. Does nothing if the connection is not open. */
void lwip_pipe_deliver(struct bb_bytes bytes);

/* The application may take so many bytes more than came: a known fault. */
void lwip_pipe_excuse(size_t bytes);

/* The peer acknowledges all that was written. False if that was nothing. */
bool lwip_pipe_acknowledge(void);

/* Half a second passes, as lwIP's slow timer has it. */
void lwip_pipe_tick(void);

/* The peer sends no more, or resets the connection. */
void lwip_pipe_hang_up(void);
void lwip_pipe_break(void);

/* The application is to listen no more. */
void lwip_pipe_close(void);

#endif
