/*
 * One run of BlueZ's emulated host: the controller's packets in, the host's packets out.
 */
#ifndef HOST_SESSION_H
#define HOST_SESSION_H

#include <stddef.h>
#include <stdint.h>

/* Told of each packet that the host sends, after it was judged (host_packet.h). */
typedef void (*host_session_sent_fn)(void *context, const uint8_t *packet, size_t len);

/* Once, before the first run, where runs shall not know of each other: BlueZ numbers its signals in
 * a static variable. */
void host_session_prepare(void);

/* Memory, random numbers and the host as they are at the beginning of each run. sent may be NULL.
 */
void host_session_begin(host_session_sent_fn sent, void *context);

/* A whole packet from the controller. Not delivered if no controller would send it (host_link.h),
 * or if it meets a known fault. */
void host_session_deliver(const uint8_t *packet, size_t len);

/* Everything is freed, and must be. */
void host_session_end(void);

#endif
