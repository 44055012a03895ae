/*
 * The network of the FTP programs. The control connection is one stream, whose other side is the
 * input: it is read line by line, as it arrives. A client's is what it connects to port 21 with a
 * limit of time; if it makes several, they read in turn from the same input. Data connections are
 * streams of the socket shim, whose other side is played here:
 *
 * - it connects wherever it is told to, and takes connections, but for ports above
 *   NETWORK_PORT_MAX, where nobody listens;
 * - what it sends is one of a few texts, in turn: lines that end in CR LF, bare line feeds, bare
 *   carriage returns and zeroes, bytes of any value, names of files, nothing;
 * - now and then it is gone before all is sent (SIGPIPE, EPIPE), resets the connection, or does not
 *   connect at all, until the program's alarm rings;
 * - the Telnet signal IAC IP IAC DM at the beginning of the next line of the control connection
 *   interrupts a transfer (SIGURG) as soon as the program reads or writes data.
 */
#ifndef BB_FTP_NETWORK_H
#define BB_FTP_NETWORK_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "base/bytes.h"

enum {
    NETWORK_PORT_MAX = 60000,
    NETWORK_NO_FD = -1,
    NETWORK_CONTROL_PORT = 21,
    NETWORK_KEPT_BYTES = 32768
};

/* Of what the program writes on the control connection. */
typedef void (*network_sent_fn)(void *context, struct bb_bytes bytes);

/* A new network. family: of the control connection, which is open and is descriptors 0 and 1 as
 * well; AF_UNSPEC: there is none yet. `lines` is borrowed. */
void network_reset(int family, struct bb_bytes lines, network_sent_fn sent, void *context);

/* For a client: descriptor 0 reads these lines, and what is written to 1 is on a screen. */
void network_type(struct bb_bytes typed);

/* In the middle of this data connection, counted from 0, the user interrupts (SIGINT). */
void network_interrupt_in(size_t transfer);

/* Told of each data connection that the program makes. NULL: nobody is. */
typedef void (*network_connected_fn)(const struct sockaddr *address);
void network_on_connect(network_connected_fn connected);

/* What the control connection has not delivered yet. */
struct bb_bytes network_left(void);

/* The last line that it has delivered; several, if the server takes them for one. */
struct bb_bytes network_last_line(void);

/* Of the last data connection: what the peer sends, and what it has received, up to
 * NETWORK_KEPT_BYTES of it. */
struct bb_bytes network_data_sent(void);
struct bb_bytes network_data_received(void);

/* For the calls. */
ssize_t network_read(int fd, void *buf, size_t len);
ssize_t network_write(int fd, const void *buf, size_t len);
int network_close(int fd);

#endif
