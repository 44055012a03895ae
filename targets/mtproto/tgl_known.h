/*
 * tgl checks what a server sends with assert(): a message that breaks a rule ends the program. That
 * is known, and no run ends with it: each place is counted as an oracle known_*.
 */
#ifndef TGL_KNOWN_H
#define TGL_KNOWN_H

#include <stdbool.h>

#include "shim/leave.h"

/* A judge for bb_shim_leave_on_leave. */
bool tgl_known_is_expected(void *context, const struct bb_leave *leave);

#endif
