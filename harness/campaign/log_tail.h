/*
 * Follows a log that another process appends to, line by line.
 */
#ifndef BB_CAMPAIGN_LOG_TAIL_H
#define BB_CAMPAIGN_LOG_TAIL_H

#include <sys/types.h>

#include "base/buf.h"

enum {
    BB_LOG_MAX_LINE_BYTES = 16 * 1024,
    BB_LOG_MAX_BYTES = 64 * 1024 * 1024, /* a log that outgrows this is emptied once it was read */
};

struct bb_log_tail {
    off_t offset;
    struct bb_buf partial; /* the line that has no end yet; a longer one than the cap is cut */
};

#define BB_LOG_TAIL_INIT ((struct bb_log_tail){.partial = BB_BUF_INIT(BB_LOG_MAX_LINE_BYTES)})

void bb_log_tail_free(struct bb_log_tail *tail);

/* Calls see for each new line, without its end. A log that is not there (yet) has none.
 * True if the log had grown too large and was emptied. */
bool bb_log_tail_read(struct bb_log_tail *tail, const char *path,
                      void (*see)(void *user, struct bb_bytes line), void *user);

/* The last line with something in it, without colours, cut to fit; "" if there is none. */
void bb_log_last_line(const char *path, char *ret_line, size_t size);

#endif
