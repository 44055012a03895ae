/*
 * A second opinion on what an FTP server says on its control connection: it is read as a client
 * reads it (RFC 959, section 4.2), Telnet answers left out. The oracles on it are the target's.
 */
#ifndef BB_FTP_REPLIES_H
#define BB_FTP_REPLIES_H

#include <stdbool.h>

#include "base/bytes.h"

enum { REPLY_LINE_SIZE = 2048 };

struct replies {
    char line[REPLY_LINE_SIZE]; /* the one that is not over */
    size_t len;
    unsigned telnet; /* bytes of a Telnet command that are still to come */
    unsigned open;   /* number of a reply whose last line is to come, or 0 */
    unsigned last;   /* number of the last line of the last one */
    size_t finals;   /* replies that end a command: not 1yz */
    bool is_wrong;   /* a line with no number where there must be one, or an endless one */
};

void replies_take(struct replies *replies, struct bb_bytes bytes);

/* Nothing of a reply is to come. */
bool replies_are_complete(const struct replies *replies);

#endif
