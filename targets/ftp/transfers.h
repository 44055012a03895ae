/*
 * A second opinion on what a transfer must look like: the file as it is sent (RFC 959, section
 * 3.1.1: lines end in CR LF in type A), and what is stored of what was sent.
 */
#ifndef BB_FTP_TRANSFERS_H
#define BB_FTP_TRANSFERS_H

#include <stdbool.h>

#include "base/bytes.h"

/* The sent bytes are the file's, in type A (is_text) or as they are. */
bool transfer_is_sent(struct bb_bytes file, struct bb_bytes sent, bool is_text);

/* The file is what was received: in type A, CR LF becomes LF, and CR NUL becomes CR. */
bool transfer_is_stored(struct bb_bytes received, struct bb_bytes file, bool is_text);

/* The argument of a command line if its verb is this (four letters, in either case) and the line
 * holds nothing but ordinary characters: no Telnet commands, no ~, and not too long for a server.
 */
bool transfer_command(struct bb_bytes line, const char *verb, char *ret_path, size_t size);

#endif
