/*
 * libcoap's log, formatted but not printed: formatting hostile bytes is code under test too.
 */
#ifndef BB_LIBCOAP_LOG_H
#define BB_LIBCOAP_LOG_H

/* Turns on every level and sends all text, decoded messages included, to a handler that reads it
 * to its end and drops it. */
void bb_libcoap_log_start(void);

#endif
