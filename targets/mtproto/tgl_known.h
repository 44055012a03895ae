/*
 * tgl checks what a server sends with assert(): a message that breaks a rule ends the program. That
 * is known, and no run ends with it: each kind is counted as an oracle known_*. So are other faults
 * of tgl's that a run would meet too often.
 */
#ifndef TGL_KNOWN_H
#define TGL_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include <tgl.h>

#include "shim/leave.h"

/* A judge for bb_shim_leave_on_leave. */
bool tgl_known_is_expected(void *context, const struct bb_leave *leave);

/* The server's time, the upper half of a msg_id, without its sign: a time before 1970 is too far
 * from ours for the int in which process_rpc_message keeps the difference. */
uint64_t tgl_known_msg_id(uint64_t msg_id);

/* A message that is not sent yet is in two trees, and tgl_free_all frees it twice: leaves one. */
void tgl_known_unsent(struct tgl_state *client);

#endif
