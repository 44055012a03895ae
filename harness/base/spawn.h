/*
 * The first half of bb_subprocess: from a spec to a running program. Private to subprocess.c, which
 * looks after the child from there on.
 */
#ifndef BB_BASE_SPAWN_H
#define BB_BASE_SPAWN_H

/* bb_subprocess_start, the one function of subprocess.h that is defined here. */
#include "base/subprocess.h"

/* Closes if it is open, and marks it closed (-1). */
void bb_fd_close(int *fd);

#endif
