/*
 * The network of the FTP programs. The control connection is one stream, whose other side is the
 * input: it is read line by line, as it arrives. Data connections are streams of the socket shim,
 * whose other side is played here:
 *
 * - it connects wherever it is told to, and takes connections, but for ports above
 *   NETWORK_PORT_MAX, where nobody listens;
 * - what it sends is one of a few texts, in turn (network_sends): lines that end in CR LF, bare
 * line feeds, bare carriage returns and zeroes, bytes of any value, nothing. What it receives is
 *   counted;
 * - now and then it is gone before all is sent (SIGPIPE, EPIPE), resets the connection, or does not
 *   connect at all, until the program's alarm rings;
 * - the Telnet signal IAC IP IAC DM at the beginning of the next line of the control connection
 *   interrupts a transfer (SIGURG) as soon as the program reads or writes data.
 */
#ifndef BB_FTP_NETWORK_H
#define BB_FTP_NETWORK_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/bytes.h"

enum { NETWORK_PORT_MAX = 60000, NETWORK_NO_FD = -1 };

/* Of what the program writes on the control connection. */
typedef void (*network_sent_fn)(void *context, struct bb_bytes bytes);

/* A new network. family: of the control connection, which is open and is descriptors 0 and 1 as
 * well; AF_UNSPEC: the first connection that the program makes is the control connection. `lines`
 * is borrowed. */
void network_reset(int family, struct bb_bytes lines, network_sent_fn sent, void *context);

/* What the control connection has not delivered yet. */
struct bb_bytes network_left(void);

/* Lines that the program has read. */
size_t network_lines(void);

/* Data connections so far. */
size_t network_transfers(void);

ssize_t network_read(int fd, void *buf, size_t len);
ssize_t network_write(int fd, const void *buf, size_t len);
int network_close(int fd);

#endif
