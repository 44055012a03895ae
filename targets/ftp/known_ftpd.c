/*
 * inetutils' ftpd.c with faults mended (inetutils-config/attribute.h):
 *
 * - What LIST says of itself ("Opening ... for '/bin/ls'") is in an array of retrieve() whose scope
 *   is over by then, so every LIST reads memory that is no variable's any more. Here the name is
 *   copied to where it stays.
 * - curdir() frees what it gave before, and RNTO's line in the log (ftpd -l -l) names two folders:
 *   the first is read after it was freed. Here each is a copy.
 * - The line that comes with urgent data is read with the size of its array, to which the reader
 *   adds a zero. Here it is one less.
 * - PASV and its like forget a descriptor that waits for a connection already, until there are no
 *   more. Here it is closed.
 * - A list of files (NLST) that has none forgets such a descriptor, too. Here it is closed.
 * - A list that is aborted forgets its connection and its stream. Here they are closed.
 * - A user who is refused at once (ftpd --non-rfc2577) is asked for a password all the same, if the
 *   user before him was. Here he is not.
 */
#include "ftpd_known.h"

#define BB_KNOWN_FTPD 1
#include "ftpd.c"
