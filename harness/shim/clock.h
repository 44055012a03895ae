/*
 * A clock that stands still until somebody advances it, in place of the system's. SHIMS clock in
 * brickbat_add_library changes the parser's calls (the names are in clock.syms): time,
 * gettimeofday, clock_gettime, and sleep, usleep, nanosleep, which advance the clock and return at
 * once.
 *
 * All clocks (CLOCK_REALTIME, CLOCK_MONOTONIC, ...) run together and differ by a constant.
 */
#ifndef BB_SHIM_CLOCK_H
#define BB_SHIM_CLOCK_H

#include <stdint.h>

enum {
    BB_SHIM_CLOCK_START_S = 1700000000, /* 2023-11-14, what time() says after a reset */
    BB_SHIM_CLOCK_BOOT_S = 1000,        /* what CLOCK_MONOTONIC says after a reset */
};

void bb_shim_clock_reset(void);
void bb_shim_clock_advance_ns(uint64_t ns);

static inline void bb_shim_clock_advance_ms(uint64_t ms)
{
    bb_shim_clock_advance_ns(ms * 1000000);
}

/* Since the last reset. */
uint64_t bb_shim_clock_elapsed_ns(void);

#endif
