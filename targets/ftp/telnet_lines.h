/*
 * A second opinion on how many lines of commands a stream holds, Telnet's own taken out (RFC 854).
 */
#ifndef BB_FTP_TELNET_LINES_H
#define BB_FTP_TELNET_LINES_H

#include "base/bytes.h"

/* Line feeds that are no part of a Telnet command. */
size_t telnet_lines(struct bb_bytes stream);

#endif
