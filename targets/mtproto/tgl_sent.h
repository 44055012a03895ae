/*
 * What a tgl client sends, opened again with the key that it has: oracles on its messages.
 */
#ifndef TGL_SENT_H
#define TGL_SENT_H

#include <tgl.h>

#include "base/bytes.h"

/* Before each run. */
void tgl_sent_reset(void);

/* One packet of an authorised session, without the transport's length. */
void tgl_sent_check(struct tgl_dc *dc, struct bb_bytes packet);

/* The number of the last one; 0 before there is one. */
uint64_t tgl_sent_msg_id(void);

#endif
