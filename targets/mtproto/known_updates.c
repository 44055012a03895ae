/*
 * tgl's updates.c, which adds what a server counts its updates by to the client's own count,
 * without a look at where an int ends. Here both stay below half of it (tgl_known.h).
 */
#include "known_counts.h"
#include "updates.c"
