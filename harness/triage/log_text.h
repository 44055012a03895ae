/*
 * What terminals and log collectors add to the lines of a log, taken off again.
 */
#ifndef BB_TRIAGE_LOG_TEXT_H
#define BB_TRIAGE_LOG_TEXT_H

#include "base/buf.h"

/* Whether there is anything for bb_log_text_plain to do. */
bool bb_log_text_has_escapes(struct bb_bytes log);

/* Appends the log without terminal escape sequences (ECMA-48: CSI, OSC and two-byte ones). */
bool bb_log_text_plain(struct bb_bytes log, struct bb_buf *out);

/*
 * The line without what stands before it, several of these if need be:
 *
 *     2024-05-01T12:00:00.123456789Z                  docker logs -t, CI services; in brackets, too
 *     2024-05-01T12:00:00.123456789Z stderr F         container runtimes (CRI)
 *     12:00:00.123   [12:00:00]                       ts, build servers
 *     May  1 12:00:00 host prog[123]:                 syslog, journald
 *     parser-1  |                                     docker compose
 *     05-01 12:00:00.123  1234  1234 E tag:           Android logcat: threadtime,
 *     E/tag( 1234):                                   brief
 *     [  123.456789]   [pid  1234]                    kernel, strace -f
 */
struct bb_bytes bb_log_text_unprefixed(struct bb_bytes line);

#endif
